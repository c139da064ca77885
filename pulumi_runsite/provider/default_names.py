"""The name of a project or web service for which a program sets none: a default of new ones."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

from .messages import names as messages

MAX_LENGTH = 63
"""Characters of a label of a host name: the name of a web service begins its address."""

_HASH_LENGTH = 8


class Autonaming(NamedTuple):
    """What the setting `pulumi:autonaming` decides for one resource."""

    proposed_name: str = ""
    """Empty where the setting is `disabled`."""
    fault: str = ""
    """Why no name follows from the setting, empty if one does."""


class NoDefaultNameError(Exception):
    """The program has to set the name; the text is the reason of a check failure."""


def default_name(urn: str, previous: str | None, autonaming: Autonaming | None) -> str:
    """
    Return the name of the resource *urn*, whose name in the state is *previous*.

    A name in the state is kept, whatever it was made of: nothing could change it on Runsite.

    Raises:
        NoDefaultNameError: the program has to set it.
    """
    if previous:
        return previous
    if autonaming is None:
        return _host_name(urn)
    if autonaming.fault or not autonaming.proposed_name:
        raise NoDefaultNameError(autonaming.fault or messages.autonaming_disabled())
    return autonaming.proposed_name


def resource_name(urn: str) -> str:
    """Return the name of the resource in the program; empty where *urn* is unknown."""
    return urn.split("::", 3)[-1]


def stack_name(urn: str) -> str:
    """Return the name of the stack."""
    return urn.split("::", 1)[0].removeprefix("urn:pulumi:")


def _host_name(urn: str) -> str:
    """Return `<resource>-<stack>` as a label of a host name."""
    name, stack = _label(resource_name(urn)), _label(stack_name(urn))
    if not name or not stack:
        raise NoDefaultNameError(messages.no_letters_for_name())
    label = f"{name}-{stack}"
    if len(label) <= MAX_LENGTH:
        return label
    # Two long names may begin alike.
    digest = hashlib.sha256(label.encode()).hexdigest()[:_HASH_LENGTH]
    length = MAX_LENGTH - _HASH_LENGTH - 1
    stack = stack[: length // 2].rstrip("-")
    return f"{name[: length - len(stack) - 1].rstrip('-')}-{stack}-{digest}"


def _label(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
