"""Whether the list of variables shows that a write was not carried out, also of a masked value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..drift import changed_since, last_change, version_mark
from ..fields import Props


def is_unchanged(item: Props, before: Props, listed: Iterable[Props]) -> bool:
    """
    Return whether *item*, as *listed*, has the time of its last change that it had *before*.

    That counts only where the list has a variable that shows that Runsite renews this time.
    """
    then = last_change(before)
    is_same = bool(then and version_mark(item)) and not changed_since(item, then)
    return is_same and any(changed_since(each, str(each.get("created_at"))) for each in listed)


def not_written(
    found: Mapping[str, Props],
    known: Mapping[str, Props],
    lost: Iterable[str],
    listed: Mapping[str, Props],
) -> list[str]:
    """
    Return the names of variables that the list shows, masked, and that were not written.

    *found* is what one request wrote, *known* what was known before. Of the same request it did
    not write *lost*: where the list shows one of them with its old value, it was not carried out.
    """
    lost_names = set(lost)
    is_refuted = any(found[name] for name in lost_names)
    return [
        name
        for name, item in found.items()
        if name not in lost_names and name in known and item.get("is_secret") is not False
        if (is_refuted and not changed_since(item, last_change(known[name])))
        or is_unchanged(item, known[name], listed.values())
    ]
