"""Whether a state has the form in which this provider stores one: somebody may have edited it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ..api import RunsiteError, shape_of
from .account import ACCOUNT
from .drift import VARIABLES, WRITTEN
from .fields import Props
from .messages import edited_states as messages
from .resource import Resource
from .stored_json import decoded


def confirm_form(resource: type[Resource], id: str, state: Props) -> None:
    """
    Confirm that *state*, which the engine has of *id*, can be used.

    Raises:
        RunsiteError: an output is not as this provider stores it.
    """
    if name := next(_faults(resource, id, state), ""):
        raise RunsiteError(messages.output_not_usable(resource.noun, id, name, _shape(state, name)))


def _faults(resource: type[Resource], id: str, state: Props) -> Iterator[str]:
    if _object(state.get(ACCOUNT)) is None:
        yield ACCOUNT
    for name, is_required in _identifying(resource):  # type: ignore[arg-type] # a class is hashable
        if not isinstance(state.get(name), (str, type(None))):
            yield name
        # The id of a deployment does not contain that of its web service.
        if is_required and WRITTEN in state and "/" not in id and not state.get(name):
            yield name
    if not _is_written(state.get(WRITTEN)):
        yield WRITTEN


@cache
def _identifying(resource: type[Resource]) -> tuple[tuple[str, bool], ...]:
    """Return the inputs that identify the resource or another one, and which are required ids."""
    fields = resource.Inputs.model_fields
    ids = {name for name in fields if name.endswith("_id")}
    names = sorted(ids.union(resource.unique_by))
    return tuple((name, name in ids and fields[name].is_required()) for name in names)


def _is_written(written: Any) -> bool:
    entries = _object(written)
    if entries is None:
        return False
    variables = entries.get(VARIABLES) or {}
    if not isinstance(variables, dict) or not all(isinstance(e, dict) for e in variables.values()):
        return False
    return all(each is True or isinstance(each, dict) for each in entries.values())


def _object(stored: Any) -> dict[str, Any] | None:
    return decoded({} if stored is None else stored)


def _shape(state: Props, name: str) -> str:
    return shape_of(state[name]).partition(" with ")[0] if name in state else "missing"
