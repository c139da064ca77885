"""The only place that masks a value, and refuses one that cannot be stored."""

from __future__ import annotations

from ..world.emulator import Emulator
from ..world.records import Secret, Variable
from .errors import invalid


def masked(here: Emulator, row: Variable | Secret) -> str | None:
    """Return what an answer shows as the value of *row*."""
    return here.switches.mask if row.is_secret else row.value


def refuse_value(here: Emulator, value: str, loc: list[str | int]) -> None:
    """
    Refuse an empty value and the mask.

    No document says that Runsite does; a client that stores what it was shown would destroy the
    real value, and must be caught. Switches `empty_value` and `accept_mask`.
    """
    if not value and here.switches.empty_value == "refuse":
        raise invalid(loc, "String should have at least 1 character", "string_too_short")
    if value == here.switches.mask and not here.switches.accept_mask:
        raise invalid(loc, "Value is the mask that stands for a secret value")
