"""Keys that a program declares both with an `EnvVar` and in a map of its web service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from .per_stack import PerStack


@dataclass
class _Declared:
    """What the program of one stack has declared so far."""

    keys: list[tuple[str, tuple[Any, ...], frozenset[str]]] = field(default_factory=list)
    """Each web service with maps: its name, the ids that it is known by, the keys of its maps."""
    variables: list[tuple[str, Any, Any]] = field(default_factory=list)
    """Each variable: its name, the id of its web service, its key."""


_stacks = PerStack(_Declared)


def declare_variable(resource_name: str, inputs: Mapping[str, Any]) -> None:
    """
    Stop a program whose `EnvVar` has a key of the maps of its web service.

    Raises:
        pulumi.RunError: it does.
    """
    if (declared := _stacks.current()) is None:
        return
    variable = (resource_name, inputs.get("web_service_id"), inputs.get("key"))
    declared.variables.append(variable)
    for name, ids, keys in declared.keys:
        _refuse(name, ids, keys, [variable])


def declare_maps(
    resource_name: str, inputs: Mapping[str, Any], id: Any, maps: Iterable[str]
) -> None:
    """
    Stop a program whose web service has a key in its *maps* that an `EnvVar` has as well.

    Raises:
        pulumi.RunError: it does.
    """
    values = [inputs.get(name) for name in maps]
    keys = frozenset(key for each in values if isinstance(each, Mapping) for key in each)
    if not keys or (declared := _stacks.current()) is None:
        return
    ids = (id, inputs.get("adopt_id"))
    declared.keys.append((resource_name, ids, keys))
    _refuse(resource_name, ids, keys, declared.variables)


def _refuse(
    service: str, ids: tuple[Any, ...], keys: frozenset[str], variables: list[tuple[str, Any, Any]]
) -> None:
    for name, service_id, key in variables:
        if isinstance(key, str) and key in keys and any(is_same_id(service_id, id) for id in ids):
            # Importing it takes as long as importing Pulumi: only for the error.
            from ..provider.messages import env_var_maps as messages  # noqa: PLC0415

            variable, web = f"EnvVar {name!r}", f"WebService {service!r}"
            raise pulumi.RunError(messages.declared_with_env_var(variable, key, web))


def is_same_id(one: Any, other: Any) -> bool:
    """Return whether two inputs are the same id: an Output is known by its identity only."""
    if isinstance(one, pulumi.Output) or isinstance(other, pulumi.Output):
        return one is other
    return one is not None and bool(one == other)
