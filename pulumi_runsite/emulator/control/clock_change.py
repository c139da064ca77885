"""Changes of the emulator's clock, by the control API or by the page."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from ..api.errors import validation_error
from ..world.clock import END
from ..world.emulator import Emulator


class ClockChange(BaseModel):
    """A change of the clock."""

    model_config = ConfigDict(extra="forbid")

    advance: float = Field(
        0.0, ge=0, le=END, allow_inf_nan=False, description="The emulated seconds to move forward."
    )
    scale: float | None = Field(
        None, ge=0, le=1e6, description="The emulated seconds per real second from now on."
    )


def change_clock(emulator: Emulator, change: ClockChange) -> None:
    """
    Apply *change* to the clock of *emulator*.

    Raises:
        ApiError: the clock would pass its end.
    """
    if emulator.clock.now() + change.advance > END:
        raise validation_error(["advance"], "The clock ends at the end of the year 9998")
    emulator.clock.advance(change.advance)
    if change.scale is not None:
        emulator.clock.set_scale(change.scale)
    emulator.save_progress()
