"""Creates an object, or writes the existing one that it replaces; deletes one."""

from __future__ import annotations

from ..api import NotFound, RunsiteError
from .context import Context, ResourceInitFailed
from .create_once import is_refused
from .fields import Props
from .previewed_create import NotAdoptableError
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
    try:
        id, state = await _write_or_create(resource, ctx, own_id, inputs)
    except ResourceInitFailed as error:
        _record(ctx, own_id, error.id, error.state)
        raise
    _record(ctx, own_id, id, state)
    return id, {name: value for name, value in state.items() if name in inputs or name != ADOPT_ID}


async def delete(resource: type[Resource], ctx: Context, id: str, state: Props) -> None:
    """Delete the object; without a response, a program that goes back writes it again."""
    if marks := {mark: state.get(mark) for mark in resource.written_in_place}:
        ctx.state_record.begin_write(id, marks)
    try:
        await resource.delete(ctx, id, state)
    except RunsiteError as error:
        if is_refused(error):
            ctx.state_record.undo_write()
        raise
    ctx.state_record.forget(id)


async def _write_or_create(
    resource: type[Resource], ctx: Context, own_id: str | None, inputs: Props
) -> tuple[str, Props]:
    if own_id is None:
        return await resource.create(ctx, inputs)
    try:
        return await resource.create(ctx, inputs | {ADOPT_ID: own_id})
    except (NotAdoptableError, NotFound):
        if await resource.find_own_id(ctx, inputs, own_id):
            raise
    # It was deleted since it was found, maybe by a bulk write of this run.
    return await resource.create(ctx, inputs)


def _record(ctx: Context, own_id: str | None, id: str, state: Props) -> None:
    if id == own_id:
        ctx.state_record.replaced(id, state)
    else:
        ctx.state_record.store(id, state)
