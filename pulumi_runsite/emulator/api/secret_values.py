"""Values of variables and secrets: masked in responses, checked in requests."""

from __future__ import annotations

from ..world.emulator import Emulator
from ..world.records import Secret, Variable
from .errors import validation_error


def displayed_value(emulator: Emulator, row: Variable | Secret) -> str | None:
    """Return the value of *row* in a response: the mask if it is secret."""
    return emulator.switches.mask if row.is_secret else row.value


def check_value(emulator: Emulator, value: str, loc: list[str | int]) -> None:
    """
    Check that *value* is neither empty nor the mask (switches `empty_value`, `accept_mask`).

    Not documented: a client that writes the mask back would overwrite the real value, and is to be
    detected.

    Raises:
        ApiError: 422 with *loc*.
    """
    if not value and emulator.switches.empty_value == "refuse":
        raise validation_error(loc, "String should have at least 1 character", "string_too_short")
    if value == emulator.switches.mask and not emulator.switches.accept_mask:
        raise validation_error(loc, "Value is the mask that stands for a secret value")
