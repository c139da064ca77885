"""Creates an object, or writes the existing one that it replaces."""

from __future__ import annotations

from .context import Context, ResourceInitFailed
from .fields import Props
from .resource import ADOPT_ID, Resource


async def create_or_write(
    resource: type[Resource], ctx: Context, own_id: str | None, inputs: Props
) -> tuple[str, Props]:
    """Create the object, or write it in place where it is *own_id*; record what the state has."""
    if not resource.is_replaced_in_place:
        return await resource.create(ctx, inputs)
    record = ctx.state_record.replaced if own_id else ctx.state_record.store
    try:
        id, state = await resource.create(ctx, inputs | ({ADOPT_ID: own_id} if own_id else {}))
    except ResourceInitFailed as error:
        record(error.id, error.state)
        raise
    record(id, state)
    return id, {name: value for name, value in state.items() if name in inputs or name != ADOPT_ID}
