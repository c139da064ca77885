"""Creates an object, or writes the existing one that it replaces."""

from __future__ import annotations

from .context import Context, ResourceInitFailed
from .fields import Props
from .resource import ADOPT_ID, Resource


async def is_used_up(resource: type[Resource], ctx: Context, inputs: Props) -> bool:
    """Return whether `adopt_id` is an earlier id of the variable that the state has by now."""
    known_id = ctx.state_record.id() if resource.is_replaced_in_place else None
    if not known_id or inputs.get(ADOPT_ID) in (None, known_id, known_id.partition("/")[2]):
        return False
    return await resource.find_own_id(ctx, inputs, known_id) is not None


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
