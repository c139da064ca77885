"""Confirms that an object is deleted: in its own account, and for longer than a moment."""

from __future__ import annotations

from functools import partial

from ...api import NotFound, RunsiteError
from ..collection import Collection
from ..context import Context
from ..fields import Props
from ..messages import responses as messages


async def current_object(ctx: Context, collection: Collection, id: str) -> Props | None:
    """
    Return the object as the API has it, None once it is confirmed deleted.

    A wrong address, account or proxy answers 404 too, and a list may lag. So the account must be
    the one in the state, and the list must lack the object twice before a second 404.

    Raises:
        AnotherAccountError: the account may be another one.
        RunsiteError: it is not found, but listed.
    """
    try:
        return await collection.get(ctx, id)
    except NotFound as error:
        ctx.account.confirm_account(error.reason)
    listed = await collection.find_twice(ctx, partial(_with_id, id))
    try:
        return await collection.get(ctx, id)
    except NotFound as error:
        if listed is not None:
            raise RunsiteError(messages.not_found_but_listed(error.reason)) from None
        return None


def _with_id(id: str, items: list[Props]) -> Props | None:
    return next((item for item in items if str(item.get("id")) == id), None)
