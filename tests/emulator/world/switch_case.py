"""A value of a switch with a request whose response it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.emulator.harness import Runsite

Probe = Callable[[Runsite], Any]


@dataclass(frozen=True)
class Case:
    """A switch, its value, a probe, and the results of the probe by default and with the value."""

    switch: str
    value: Any
    probe: Probe
    default: Any
    changed: Any


def outline(node: Any) -> Any:
    """Return the structure of a response: `object` in place of a resource, types of values."""
    if isinstance(node, dict):
        is_resource = bool({"value", "created_at", "updated_at"} & node.keys())
        return "object" if is_resource else {name: outline(item) for name, item in node.items()}
    if isinstance(node, list):
        return [outline(item) for item in node]
    return type(node).__name__
