"""What a run knows of the variables in maps, for each `EnvVar` that is one of them."""

from __future__ import annotations

from collections.abc import Iterable

from . import drift
from .fields import UNKNOWN, Props


class MapVariables:
    """
    The variables in the maps of the web services of a run, by `<web service id>/<id>`.

    A map and an `EnvVar` may both have one in the state: where a run has ended in the middle of a
    move, or where the map has adopted what the program still declares as an `EnvVar`.
    """

    def __init__(self) -> None:
        self._present: dict[str, set[str]] = {}
        """Those of each web service, by its URN."""
        self._leaving: set[str] = set()
        """Those that the program no longer declares in a map, which is about to delete them."""

    def record(self, urn: str, id: str, state: Props) -> None:
        """Record the variables in the maps of the resource *urn*, the object *id*."""
        ids = set(drift.variable_ids(id, state).values())
        if ids or urn in self._present:  # not of each `EnvVar`: all of these sets are searched
            self._present[urn] = ids

    def record_changes(self, id: str, state: Props, inputs: Props, maps: frozenset[str]) -> None:
        """Record which variables *inputs*, whose fields *maps* are maps, no longer declare."""
        if UNKNOWN not in map(inputs.get, maps):
            kept = keys_of_maps(inputs, maps)
            ids = drift.variable_ids(id, state).items()
            self._leaving |= {each for key, each in ids if key not in kept}

    def has(self, id: str) -> bool:
        """Return whether a map has the variable *id*."""
        return any(id in ids for ids in self._present.values())

    def leaving(self, ids: Iterable[str]) -> set[str]:
        """Return those of *ids* that a map is about to delete, or has deleted."""
        return self._leaving.intersection(ids) if self._leaving else set()

    def without_left(self, id: str, state: Props) -> Props:
        """Return *state* without the value, where a map deletes the variable: it is written."""
        if not self._leaving or drift.id_now(id, state) not in self._leaving:
            return state
        return {name: value for name, value in state.items() if name != "value"}


def keys_of_maps(props: Props, maps: frozenset[str]) -> set[str]:
    """Return the keys in the fields *maps* of inputs or state *props*, also without a value."""
    values = [props[name] for name in maps if isinstance(props.get(name), dict)]
    return set(drift.variables(props)).union(*values)
