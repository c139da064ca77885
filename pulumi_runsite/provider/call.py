"""One call of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field

from .engine_log import EngineLog
from .fields import Props


@dataclass(frozen=True)
class Call:
    """One call of the engine about one resource."""

    engine_log: EngineLog
    urn: str = ""
    """Empty where it is unknown."""
    id: str = ""
    """The id in the state, or the import id; empty for a create."""
    timeout_s: float = 0.0
    """The limit of `custom_timeouts` in seconds; 0 if there is none."""
    secrets: tuple[str, ...] = ()
    """Values that must not be displayed, beside those that the resource declares secret."""
    inputs: Props = field(default_factory=dict)
    """The inputs in the state, for a diff, read or update."""
