"""The proof that something is gone."""

from __future__ import annotations

from collections.abc import Iterable

from ...api import Client, NotFound


async def confirmed_deleted(
    client: Client, object_path: str, listed: Iterable[str], id: str
) -> bool:
    """
    Say whether *id* is gone: 404 in the API's own words, and not among the ids *listed* either.

    A wrong address, account or proxy answers 404 too, so one witness is not enough.
    """
    try:
        await client.request("GET", object_path)
    except NotFound:
        return id not in set(listed)
    return False
