"""New keys of a map that Runsite has accepted, and that its list does not show yet."""

from __future__ import annotations

from collections.abc import Mapping

from ..context import Context
from ..fields import Props
from ..server_time import epoch_s, is_clock_known, latest_creation

CREATED_WITHIN = "created_within"
"""
Marks a variable of a successful write which the list lacked afterwards: it may only lag.

It has the times on Runsite between which the write has created it, if it did.
"""


def with_times(ctx: Context, variable: Props, since: float) -> Props:
    """
    Return a new *variable* of a write that was sent after *since*, and has succeeded now.

    Without times where the one on Runsite is unknown: too much would fit.
    """
    if not is_clock_known(ctx.client):
        return variable
    first, _ = variable.get(CREATED_WITHIN, (since, since))
    return variable | {CREATED_WITHIN: [first, latest_creation(ctx.client, 0.0)]}


def without_times(known: Mapping[str, Props], keys: set[str]) -> dict[str, Props]:
    """Return *known* variables, of which *keys* need no evidence any more."""
    return {
        key: {name: each for name, each in variable.items() if name != CREATED_WITHIN}
        if key in keys
        else variable
        for key, variable in known.items()
    }


def is_awaited(variable: Props) -> bool:
    """Return whether the list has not shown *variable* yet."""
    return CREATED_WITHIN in variable and "id" not in variable


def is_refuted_by(variable: Props, item: Props) -> bool:
    """Return whether *item* is not the awaited *variable* by its time, but has its key."""
    if not is_awaited(variable):
        return False
    since, until = variable[CREATED_WITHIN]
    created_at = epoch_s(item.get("created_at"))
    return created_at is None or not since <= created_at <= until
