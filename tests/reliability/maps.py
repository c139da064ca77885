"""The variables in the maps of a web service, which are no resources of their own."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.emulator import Emulator

from .stack import Entry, Stack

_MAPS = {"env_vars": False, "secret_env_vars": True}
"""The maps, and whether Runsite masks the values in each."""


def wrong_maps(emulator: Emulator, name: str, entry: Entry) -> list[str]:
    """Return which variables that the state has in the maps of a web service differ on Runsite."""
    rows = emulator.store.variables.children_of(entry.id)
    actual = {row.key: (row.value, row.is_secret) for row in rows}
    return [
        f"believed: {key} in {each} of {name} is {actual.get(key)!r} on Runsite"
        for each, is_secret in _MAPS.items()
        for key, value in entry.inputs.get(each, {}).items()
        if actual.get(key) != (value, is_secret)
    ]


def is_in_map(stack: Stack, row: Any) -> bool:
    """Return whether the state has a variable in a map of its web service, or had it."""
    parent, key = getattr(row, "web_service_id", ""), getattr(row, "key", "")
    quoted = (f"'{key}'", f'"{key}"')  # what was written last is JSON where it has a value
    postponed = [entry for _, entry in stack.postponed]
    services = [*stack.resources.values(), *postponed, *stack.abandoned.values()]
    texts = [str(each.outputs) for each in services if each.id == parent]
    return any(each in text for text in texts for each in quoted)
