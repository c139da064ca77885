"""The control token, which the control API and the forms of the page require."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Header

from ..api.dependencies import CurrentEmulator
from ..api.errors import ApiError
from ..world.emulator import Emulator


def is_control_token(emulator: Emulator, token: str) -> bool:
    """Return whether *token* is the control token, compared in constant time."""
    return hmac.compare_digest(token.encode(), emulator.control_token.encode())


async def require_control_token(
    emulator: CurrentEmulator, x_emulator_token: Annotated[str, Header()] = ""
) -> None:
    """Raise the 403 for a request without the control token."""
    if not is_control_token(emulator, x_emulator_token):
        raise ApiError(403, "The control API requires its token in the header X-Emulator-Token")
