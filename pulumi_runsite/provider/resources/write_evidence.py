"""Whether the list of variables shows that a write was not carried out, also of a masked value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..context import Context
from ..drift import changed_since, last_change, version_mark
from ..fields import Props
from ..server_time import epoch_s, server_now


def is_unchanged(ctx: Context, item: Props, before: Props, listed: Iterable[Props]) -> bool:
    """
    Return whether a masked *item*, as *listed*, has the time of its last change as *before*.

    That counts only where a write of now has another time, and where the list has a variable that
    shows that Runsite renews it.
    """
    then = last_change(before)
    if item.get("is_secret") is False or not version_mark(item) or changed_since(item, then):
        return False
    now, tolerance_s = server_now(ctx.client)
    is_long_ago = now - (epoch_s(then) or now) > tolerance_s
    return is_long_ago and any(changed_since(each, each.get("created_at")) for each in listed)


def not_written(
    ctx: Context,
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
        or is_unchanged(ctx, item, known[name], listed.values())
    ]
