"""The control token, which the control API and the forms of the page require."""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated

from fastapi import Header

from ..api.dependencies import CurrentEmulator
from ..api.errors import ApiError
from ..world.emulator import Emulator

CONTROL_PREFIX = "/_emulator"
FORM_PATH = f"{CONTROL_PREFIX}/page"
"""Where the forms of the page are sent, with the token in the form."""
TOKEN_HEADER = "x-emulator-token"  # noqa: S105 - its name


def is_control_token(emulator: Emulator, token: str) -> bool:
    """Return whether *token* is the control token, compared in constant time."""
    expected = emulator.control_token.encode()
    return hmac.compare_digest(token.encode(errors="surrogatepass"), expected)


def page_key(emulator: Emulator) -> str:
    """Return what the page and its cookie hold in place of the control token."""
    token = emulator.control_token.encode()
    return hmac.new(token, b"page", hashlib.sha256).hexdigest()


def is_page_key(emulator: Emulator, key: str) -> bool:
    """Return whether *key* is the page's key, compared in constant time."""
    return hmac.compare_digest(key.encode(errors="surrogatepass"), page_key(emulator).encode())


async def require_control_token(
    emulator: CurrentEmulator, x_emulator_token: Annotated[str, Header()] = ""
) -> None:
    """Raise the 403 for a request without the control token."""
    if not is_control_token(emulator, x_emulator_token):
        raise ApiError(403, "The control API requires its token in the header X-Emulator-Token")
