"""Prevents a replacement from deleting the very object that the create adopted."""

from __future__ import annotations

from .check_failures import Failure, displayed
from .context import Context, ResourceInitFailed
from .fields import UNKNOWN, Props, Rule
from .messages import creation as messages
from .resource import ADOPT_ID, Diff, Resource


class Replacements:
    """
    What one run of the engine reveals about the resources in the state.

    A replacement is a create and a delete that do not know of each other. A create may adopt an
    existing object: by `adopt_id`, or one that an earlier run created. When that is the replaced
    object itself, the delete, which may come in a later run, must leave it alone.
    """

    def __init__(self) -> None:
        self._declared: set[str] = set()
        self._in_state: set[str] = set()
        self._imported: dict[str, str] = {}
        self._replaced_ids: set[str] = set()
        self._current: dict[str, tuple[type[Resource], str]] = {}

    def record_check(self, urn: str, olds: Props) -> None:
        """Record that the program declares *urn*, which has the inputs *olds* in the state."""
        if olds:
            self._declared.add(urn)
            self._in_state.add(urn)
        else:
            self._current.pop(urn, None)

    def record_diff(self, resource: type[Resource], urn: str, id: str, diff: Diff) -> None:
        """Record what the diff of the resource *urn* means for the object *id*."""
        self._in_state.add(urn)
        self._current.pop(urn, None)
        if urn not in self._declared:
            return  # a refresh diffs as well, and a destroy may follow
        if diff.replaces:
            self._replaced_ids.add(id)
        if not diff:
            self._current[urn] = (resource, id)

    def record_read(self, urn: str) -> None:
        """Record that *urn* is being refreshed: the next diff is not one with the program."""
        self._declared.discard(urn)

    def is_declared(self, urn: str) -> bool:
        """Return whether the next diff of *urn* is one with the program."""
        return urn in self._declared

    def record_import(self, urn: str, id: str) -> None:
        """Record that *urn* was imported, or read by its import id, and is the object *id*."""
        self._imported[urn] = id

    def check_parents(self, resource: type[Resource], inputs: Props, olds: Props) -> list[Failure]:
        """Return why the resource cannot follow a parent that is being replaced."""
        return [
            Failure(name, messages.parent_is_replaced(displayed(olds[name]), resource.noun))
            for name in sorted(resource.Inputs.fields_with(Rule.IMMUTABLE))
            if inputs.get(name) == UNKNOWN and olds.get(name) in self._replaced_ids
        ]

    async def create(
        self, resource: type[Resource], ctx: Context, urn: str, inputs: Props
    ) -> tuple[str, Props]:
        """Create the resource; one that replaces another ignores `adopt_id`."""
        if urn and urn in self._in_state:
            inputs = {name: value for name, value in inputs.items() if name != ADOPT_ID}
            ctx.create_log.forget_reported()
        existing = {ctx.create_log.created_id(), inputs.get(ADOPT_ID)}
        try:
            id, state = await resource.create(ctx, inputs)
        except ResourceInitFailed as error:
            self._record_create(resource, urn, error.id, existing)
            raise
        self._record_create(resource, urn, id, existing)
        if ADOPT_ID in inputs:
            ctx.create_log.forget()
        elif ctx.engine_log.is_connected():
            ctx.create_log.reported()
        return id, state

    def _record_create(
        self, resource: type[Resource], urn: str, id: str, existing: set[str | None]
    ) -> None:
        self._current.pop(urn, None)
        if {id, id.partition("/")[2]} & existing:  # the id of a variable is `<parent>/<id>`
            self._current[urn] = (resource, id)

    async def update(
        self, resource: type[Resource], ctx: Context, urn: str, id: str, state: Props, inputs: Props
    ) -> Props:
        """Update the resource in place."""
        self._current[urn] = (resource, id)
        return await resource.update(ctx, id, state, inputs)

    async def delete(
        self, resource: type[Resource], ctx: Context, urn: str, id: str, state: Props
    ) -> None:
        """Delete the object, unless the state still refers to it after a create that adopted it."""
        self._in_state.add(urn)  # with delete before replace, a create follows
        if (resource, id) not in self._current.values() and self._imported.get(urn) != id:
            await resource.delete(ctx, id, state)
            return
        noun = resource.noun[:1].upper() + resource.noun[1:]
        ctx.engine_log.warning(messages.not_replaced(f"{noun} {id}"))
