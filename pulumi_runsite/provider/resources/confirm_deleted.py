"""Confirms that an object is deleted."""

from __future__ import annotations

from collections.abc import Iterable

from ...api import Client, NotFound


async def confirm_deleted(
    client: Client, object_path: str, listed_ids: Iterable[str], id: str
) -> bool:
    """
    Return whether *id* is deleted: a 404 of the API, and no entry in its list.

    A wrong address, account or proxy answers 404 too, so one of the two is not enough.
    """
    try:
        await client.request("GET", object_path)
    except NotFound:
        return id not in set(listed_ids)
    return False
