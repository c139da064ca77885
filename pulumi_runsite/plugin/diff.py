"""Detailed diffs: what would change, property by property, as the engine displays it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf.struct_pb2 import Value
from pulumi.runtime.proto import provider_pb2

from ..provider.check_failures import path_step
from ..provider.fields import Props, Rule
from ..provider.resource import Diff, Resource
from ..provider.schema_types import camel_case
from .property_values import contains_secret, is_whole_secret, to_props

_Kind = provider_pb2.PropertyDiff.Kind
_ADD, _DELETE, _UPDATE = _Kind.ADD, _Kind.DELETE, _Kind.UPDATE
_SOME, _NONE = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
_REPLACING = {_ADD: _Kind.ADD_REPLACE, _DELETE: _Kind.DELETE_REPLACE, _UPDATE: _Kind.UPDATE_REPLACE}

DYNAMIC_PROVIDER = "__provider"
"""The property that the dynamic provider keeps in every state, and the plugin never does."""


def is_dynamic_state(state: Any) -> bool:
    """Return whether the dynamic provider wrote *state*, which an update then rewrites."""
    return DYNAMIC_PROVIDER in state.fields


def diff_response(
    resource: type[Resource], diff: Diff, request: provider_pb2.DiffRequest
) -> provider_pb2.DiffResponse:
    """Return *diff* as the response to *request*."""
    details: dict[str, provider_pb2.PropertyDiff] = {}
    names = sorted(map(camel_case, diff.updates | diff.replaces))
    versions = _versions(resource, request) if names else ({}, {}, {})
    for name in sorted(diff.updates | diff.replaces):
        is_map = name in resource.Inputs.fields_with(Rule.SECRET_VALUES)
        unset: Props | None = {} if is_map else None  # each key of a new map is named
        for path, kind, is_input in _details(name, unset, versions, request):
            displayed = _REPLACING[kind] if name in diff.replaces else kind
            details[path] = provider_pb2.PropertyDiff(kind=displayed, inputDiff=is_input)
    if is_dynamic_state(request.olds):
        names.append(DYNAMIC_PROVIDER)
        details[DYNAMIC_PROVIDER] = provider_pb2.PropertyDiff(kind=_DELETE, inputDiff=False)
    return provider_pb2.DiffResponse(
        changes=_changes(names),
        diffs=names,
        detailedDiff=details,
        hasDetailedDiff=True,
        replaces=sorted(map(camel_case, diff.replaces)),
    )


def _details(
    name: str,
    unset: Props | None,
    versions: tuple[Props, Props, Props],
    request: provider_pb2.DiffRequest,
) -> Iterator[tuple[str, Any, bool]]:
    """Yield path, kind, and whether the program changed it rather than Runsite."""
    state, old, new = (version.get(name, unset) for version in versions)
    is_input = old != new
    if not is_input:
        old = state
    key = camel_case(name)
    structs = (request.olds, request.old_inputs, request.news)
    values = [each.fields.get(key, Value()) for each in structs]
    for path, before, now in _changed_paths(key, old, new, values):
        yield path, _kind(before, now), is_input


def _versions(
    resource: type[Resource], request: provider_pb2.DiffRequest
) -> tuple[Props, Props, Props]:
    """Return the state, its inputs, and the inputs of the program."""
    return (
        to_props(resource.Outputs, request.olds),
        to_props(resource.Inputs, request.old_inputs),
        to_props(resource.Inputs, request.news),
    )


def _changed_paths(
    path: str, old: Any, new: Any, values: list[Value]
) -> Iterator[tuple[str, Any, Any]]:
    """
    Yield the paths below *path* at which *old* and *new* differ.

    *values* are all versions of what is at *path*: a path into a secret would reveal its parts.
    """
    if any(map(is_whole_secret, values)) or not _is_nested(old, new):
        if old != new:
            yield path, old, new
    elif isinstance(old, dict):
        for key in sorted(old.keys() | new.keys()):
            inner = [each.struct_value.fields.get(key, Value()) for each in values]
            yield from _changed_paths(path + path_step(key), old.get(key), new.get(key), inner)
    elif any(map(contains_secret, values)):
        yield path, old, new
    else:
        for index in range(max(len(old), len(new))):
            yield from _changed_paths(f"{path}[{index}]", _item(old, index), _item(new, index), [])


def _is_nested(old: Any, new: Any) -> bool:
    return any(isinstance(old, each) and isinstance(new, each) for each in (dict, list))


def _item(items: list[Any], index: int) -> Any:
    return items[index] if index < len(items) else None


def config_diff_response(olds: Props, news: Props) -> provider_pb2.DiffResponse:
    """Return what changes in the provider's configuration, which replaces nothing."""
    names = sorted(name for name in olds.keys() | news.keys() if olds.get(name) != news.get(name))
    details = {
        name: provider_pb2.PropertyDiff(kind=_kind(olds.get(name), news.get(name)), inputDiff=True)
        for name in names
    }
    return provider_pb2.DiffResponse(
        changes=_changes(names), diffs=names, detailedDiff=details, hasDetailedDiff=True
    )


def _changes(names: list[str]) -> Any:
    return _SOME if names else _NONE


def _kind(old: Any, new: Any) -> Any:
    if old is None:
        return _ADD
    return _DELETE if new is None else _UPDATE
