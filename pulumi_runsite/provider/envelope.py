"""Finds the list or the object in a response, whatever it is wrapped in."""

from __future__ import annotations

from typing import Any

from .fields import Props

_WRAPPERS = ("data", "items", "results")
_MORE = ("has_more", "has_next", "next", "next_cursor", "next_page", "next_page_token")
"""Fields with which usual APIs refer to another page; Runsite documents none."""
NO_ITEMS = frozenset({"detail", "errors", "links", "messages", "warnings"})
"""Lists beside the items: an empty one does not mean that there are no items."""


def list_in(response: Any, field: str) -> list[Any] | None:
    """
    Return the list in *response*, None if it is not clear which one is meant.

    It is the response itself, its field *field*, a usual wrapper or the only list; or one of these
    inside the only object of the response.
    """
    found = _list_at(response, field)
    if found is None and isinstance(response, dict):
        inner = _named(response, field, dict) or _only(response, dict)
        found = _list_at(inner, field) if inner else None
    return found


def _list_at(value: Any, field: str) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    if field in value and value[field] is None and value.get("total") == 0:
        return []
    named: list[Any] | None = _named(value, field, list)
    return named if named is not None else _only(value, list)


def object_in(response: Any) -> Props | None:
    """Return the object with an id in *response*: itself, or the only one inside it."""
    if not isinstance(response, dict) or "id" in response:
        return response if isinstance(response, dict) else None
    inner: Props | None = _only(response, dict)
    return inner if inner is not None and "id" in inner else response


def _named(value: Props, field: str, json_type: type) -> Any:
    for name in (field, *_WRAPPERS):
        if isinstance(value.get(name), json_type):
            return value[name]
    return None


def _only(value: Props, json_type: type) -> Any:
    names = value.keys() - NO_ITEMS
    found = [value[name] for name in names if isinstance(value[name], json_type)]
    return found[0] if len(found) == 1 else None


def total_in(response: Any) -> int:
    """Return the number of items that *response* claims to have, 0 if it does not claim any."""
    totals = [each["total"] for each in _objects(response) if isinstance(each.get("total"), int)]
    return max(totals, default=0)


def claims_more(response: Any) -> bool:
    """Return whether *response* refers to another page of the list."""
    return any(
        each.get(name) is True or (isinstance(each.get(name), str) and each[name] != "")
        for each in _objects(response)
        for name in _MORE
    )


def states_end(response: Any) -> bool:
    """Return whether *response* states whether its list has another page."""
    return any(
        isinstance(each.get("total"), int) or each.keys() & {*_MORE} for each in _objects(response)
    )


def _objects(response: Any) -> list[Props]:
    if not isinstance(response, dict):
        return []
    return [response, *(item for item in response.values() if isinstance(item, dict))]
