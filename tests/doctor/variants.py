"""A value of a switch of the emulator, and what the command must report about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Variant:
    """One value of one switch, the finding that names it, and a pattern of its answer."""

    switch: str
    value: Any
    finding: str
    answer: str


def each(switch: str, finding: str, answers: dict[Any, str]) -> tuple[Variant, ...]:
    """Return a variant for each value in *answers*."""
    return tuple(Variant(switch, value, finding, answer) for value, answer in answers.items())
