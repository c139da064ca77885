"""What would change, property by property, as the engine shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from google.protobuf.struct_pb2 import Value
from pulumi.runtime.proto import provider_pb2

from ..provider.fields import Props
from ..provider.resource import Diff, Resource
from ..provider.schema import camel_case
from .property_values import holds_secret, plain

_KIND = provider_pb2.PropertyDiff.Kind
_ADD, _DELETE, _UPDATE = _KIND.ADD, _KIND.DELETE, _KIND.UPDATE
_SOME, _NONE = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
_REPLACING = {_ADD: _KIND.ADD_REPLACE, _DELETE: _KIND.DELETE_REPLACE, _UPDATE: _KIND.UPDATE_REPLACE}

OTHER_DOOR = "__provider"
"""What the dynamic provider keeps in every state, and this one never does."""


def is_moved(olds: Any) -> bool:
    """Say whether *olds* is a state that the dynamic provider wrote: it is to be written anew."""
    return OTHER_DOOR in olds.fields


def difference(
    kind: type[Resource], found: Diff, request: provider_pb2.DiffRequest
) -> provider_pb2.DiffResponse:
    """Return *found* as the answer to *request*."""
    details: dict[str, provider_pb2.PropertyDiff] = {}
    names = sorted(map(camel_case, found.updates | found.replaces))
    sides = _sides(kind, request) if names else ({}, {}, {})
    for name in sorted(found.updates | found.replaces):
        replacing = name in found.replaces
        for path, word, of_inputs in _details(name, sides, request):
            told = _REPLACING[word] if replacing else word
            details[path] = provider_pb2.PropertyDiff(kind=told, inputDiff=of_inputs)
    if is_moved(request.olds):
        names.append(OTHER_DOOR)
        details[OTHER_DOOR] = provider_pb2.PropertyDiff(kind=_DELETE, inputDiff=False)
    return provider_pb2.DiffResponse(
        changes=_changes(names),
        diffs=names,
        detailedDiff=details,
        hasDetailedDiff=True,
        replaces=sorted(map(camel_case, found.replaces)),
        deleteBeforeReplace=kind.delete_before_replace,
    )


def _details(
    name: str, sides: tuple[Props, Props, Props], request: provider_pb2.DiffRequest
) -> Iterator[tuple[str, Any, bool]]:
    """Yield path, kind, and whether it is the program that changed, not Runsite."""
    state, old, new = (side.get(name) for side in sides)
    of_inputs = old != new
    if not of_inputs:
        old = state
    told = camel_case(name)
    # A path into a secret would lead past its veil.
    said = (request.olds, request.old_inputs, request.news)
    hidden = any(holds_secret(each.fields.get(told, Value())) for each in said)
    paths = [(told, old, new)] if hidden else _parts(told, old, new)
    for path, before, now in paths:
        yield path, _word(before, now), of_inputs


def _sides(kind: type[Resource], request: provider_pb2.DiffRequest) -> tuple[Props, Props, Props]:
    """Return the state, the inputs it came of, and those of the program."""
    return (
        plain(kind.Outputs, request.olds),
        plain(kind.Inputs, request.old_inputs),
        plain(kind.Inputs, request.news),
    )


def _parts(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the paths below *path* at which *old* and *new* differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _parts(path + _step(key), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            yield from _parts(f"{path}[{index}]", _at(old, index), _at(new, index))
    elif old != new:
        yield path, old, new


def _step(key: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key):
        return f".{key}"
    return '["' + key.replace('"', '\\"') + '"]'


def _at(items: list[Any], index: int) -> Any:
    return items[index] if index < len(items) else None


def settings_difference(olds: Props, news: Props) -> provider_pb2.DiffResponse:
    """Return what changes in the provider's own settings; nothing is replaced for that."""
    names = sorted(name for name in olds.keys() | news.keys() if olds.get(name) != news.get(name))
    details = {
        name: provider_pb2.PropertyDiff(kind=_word(olds.get(name), news.get(name)), inputDiff=True)
        for name in names
    }
    return provider_pb2.DiffResponse(
        changes=_changes(names), diffs=names, detailedDiff=details, hasDetailedDiff=True
    )


def _changes(names: list[str]) -> Any:
    return _SOME if names else _NONE


def _word(old: Any, new: Any) -> Any:
    if old is None:
        return _ADD
    return _DELETE if new is None else _UPDATE
