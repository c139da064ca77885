"""Reads the secrets of a project, which the API groups by key, in a shape it does not document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .envelope import NO_ITEMS
from .fields import Props

SCOPES = frozenset({"production", "staging", "development"})
_WRAPPERS = frozenset(
    {"data", "entries", "environments", "items", "keys", "results", "scopes", "secrets", "values"}
)
_ATTRIBUTES = frozenset(
    {"created_at", "description", "environment", "id", "message", "project_id", "scope",
     "updated_at"}
)  # fmt: skip
_SHARED = ("created_at", "is_secret", "updated_at")
"""The attributes that a group may have in place of its secrets."""


class NotUnderstoodError(Exception):
    """A part of the response is no secret with a key and a scope."""


def secrets_in(response: Any) -> list[Props]:
    """
    Return every secret in *response* with its `key` and its `scope`.

    It has an `id` if the API reports one for it alone. One of all scopes of its key is its
    `group_id`, and also its `id` while the key has no other scope.

    Raises:
        NotUnderstoodError: there may be secrets in the response that were not found.
    """
    found = list(_secrets(response, None, None))
    return [_without_shared_id(item, found) for item in found]


def _without_shared_id(secret: Props, found: list[Props]) -> Props:
    """Return *secret* with an id that another one has too as its `group_id`."""
    id = secret.get("id")
    names = {(item["key"], item["scope"]) for item in found if item.get("id") == id}
    if id is None or len(names) == 1:
        return secret
    return {name: value for name, value in secret.items() if name != "id"} | {"group_id": id}


def _secrets(value: Any, key: str | None, scope: str | None) -> Iterator[Props]:
    if isinstance(value, list):
        for item in value:
            yield from _listed(item, key, scope)
    elif isinstance(value, dict):
        key, scope = _text(value, "key") or key, _scope_of(value) or scope
        if key and scope:
            yield {**value, "key": key, "scope": scope}
        else:
            yield from _group(value, key, scope)
    elif key and scope and (value is None or isinstance(value, str)):
        yield {"key": key, "scope": scope, "value": value}
    else:
        raise NotUnderstoodError


def _listed(item: Any, key: str | None, scope: str | None) -> Iterator[Props]:
    if isinstance(item, dict):
        yield from _secrets(item, key, scope)
    elif isinstance(item, str) and key and not scope and item.lower() in SCOPES:
        yield {"key": key, "scope": item.lower()}
    elif isinstance(item, str) and item and scope and not key:
        yield {"key": item, "scope": scope}
    else:
        raise NotUnderstoodError


def _group(group: Props, key: str | None, scope: str | None) -> Iterator[Props]:
    found: list[Props] = []
    is_understood = not group or group.get("total") == 0
    is_wrapped = any(name in _WRAPPERS and isinstance(group[name], (list, dict)) for name in group)
    for name, item in group.items():
        try:
            found += _members(name, item, key, scope, _text(group, "key"))
            is_understood |= isinstance(item, (list, dict)) and name not in NO_ITEMS
        except NotUnderstoodError:
            # Beside a list of secrets, or in the group of one key, it is an attribute.
            if name in _WRAPPERS or not (is_wrapped or key):
                raise
    if not found and not is_understood:
        raise NotUnderstoodError
    shared = {name: group[name] for name in _SHARED if key and name in group}
    if key and group.get("id") is not None:
        shared["group_id"] = group["id"]
        if len(found) == 1:
            shared["id"] = group["id"]
    yield from (shared | item for item in found)


def _members(
    name: str, item: Any, key: str | None, scope: str | None, own_key: str | None
) -> Iterator[Props]:
    if name.lower() in SCOPES and not scope:
        yield from _secrets(item, key, name.lower())
    elif isinstance(item, (list, dict)):
        if name in _WRAPPERS:
            yield from _secrets(item, key, scope)
        elif name not in NO_ITEMS:
            yield from _secrets(item, own_key or name, scope)
    elif scope and not key and name not in _ATTRIBUTES and (item is None or isinstance(item, str)):
        yield {"key": name, "scope": scope, "value": item}


def _text(value: Props, name: str) -> str | None:
    text = value.get(name)
    return text if isinstance(text, str) and text else None


def _scope_of(value: Props) -> str | None:
    scope = _text(value, "scope") or _text(value, "environment")
    return scope.lower() if scope and scope.lower() in SCOPES else scope
