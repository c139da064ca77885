"""The keys that Runsite stores in another form than the program declares, such as upper case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..collection import normalized
from ..fields import Props

STORED_KEY = "stored key"
"""A field that is added to a listed variable: the key that the API reports, where it is another."""

IsNew = Callable[[Props], bool]
"""Returns whether an item of the list was created for the program."""


def is_of_others(item: Props) -> bool:  # noqa: ARG001
    """Return False: nothing was created for the program."""
    return False


def is_of_new_service(item: Props) -> bool:  # noqa: ARG001
    """Return True: whatever belongs to a new web service was created with it."""
    return True


def as_declared(
    items: list[Props], declared: Mapping[str, Props], is_new: IsNew = is_of_others
) -> list[Props]:
    """
    Return *items* under the keys of *declared*, of which each may have an `id`.

    Two keys may differ in their case only, so that the same letters are no evidence: the item has
    the id of the declared variable, or *is_new* where that one has none. Of two with one key, the
    one with the id of the declared variable is returned.
    """
    items = _without_others(items, declared)
    keys = {item.get("key") for item in items}
    missing = {normalized("key", key): key for key in declared.keys() - keys}
    if not missing:
        return items
    found = []
    for item in items:
        key = missing.get(normalized("key", item.get("key")))
        if key is None or item.get("key") in declared or not _is_of(item, declared[key], is_new):
            found.append(item)
        else:
            found.append(item | {"key": key, STORED_KEY: item.get("key")})
            del missing[normalized("key", key)]
    return found


def _without_others(items: list[Props], declared: Mapping[str, Props]) -> list[Props]:
    """Return *items* without those that only share the key of one that is *declared*."""
    listed = {item["id"] for item in items}
    known = {key: each["id"] for key, each in declared.items() if each.get("id") in listed}
    return [item for item in items if known.get(str(item.get("key")), item["id"]) == item["id"]]


def _is_of(item: Props, variable: Props, is_new: IsNew) -> bool:
    id = variable.get("id")
    return is_new(item) if id is None else item["id"] == id
