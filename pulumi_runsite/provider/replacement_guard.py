"""Prevents a replacement from deleting the very object that the create adopted."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from . import drift
from .check_failures import Failure, displayed
from .context import Context, ResourceInitFailed
from .default_names import resource_name
from .existing import naming_holder
from .fields import UNKNOWN, Props, Rule
from .map_variables import MapVariables, keys_of_maps
from .messages import creation as messages
from .messages import env_var_maps as map_messages
from .messages import existing as existing_messages
from .resource import ADOPT_ID, Diff, Resource
from .resources.moved_variables import MovedVariables
from .state_record import StateRecord
from .variable_holders import MAP
from .write_in_place import create_or_write, delete, is_used_up


class Replacements:
    """
    What one run of the engine reveals about the resources in the state.

    A replacement is a create and a delete that do not know of each other. A create may adopt an
    existing object: by `adopt_id`, one that an earlier run created, or the replaced object itself,
    which is then written in place. The delete, which may come in a later run, must leave it alone.
    """

    def __init__(self) -> None:
        self._declared: set[str] = set()
        self._state_ids: dict[str, str] = {}  # empty while only the inputs are known
        self._previous: dict[str, Props] = {}
        self._imported: dict[str, str] = {}
        self._replaced_ids: set[str] = set()
        self._current: dict[str, tuple[type[Resource], str]] = {}
        self.map_variables = MapVariables()
        self._vacated: set[tuple[Any, ...]] = set()
        """The identities that a resource has in the state, and may not have after this run."""

    def record_check(self, urn: str, olds: Props) -> None:
        """Record that the program declares *urn*, which has the inputs *olds* in the state."""
        if olds:
            self._declared.add(urn)
            self._state_ids.setdefault(urn, "")
            self._previous[urn] = olds
        else:
            self._current.pop(urn, None)

    def record_diff(
        self,
        resource: type[Resource],
        record: StateRecord,
        urn: str,
        id: str,
        state: Props,
        inputs: Props,
        diff: Diff,
    ) -> None:
        """Record what the diff of the resource *urn* means for the object *id*."""
        self._state_ids[urn] = id
        if urn not in self._declared:
            return  # a refresh diffs as well, and a destroy may follow
        self._current.pop(urn, None)
        self.map_variables.record(urn, id, state)
        maps = resource.Inputs.fields_with(Rule.SECRET_VALUES)
        self.map_variables.record_changes(id, state, inputs, maps)
        if diff.replaces:
            self._replaced_ids.add(id)
            self._vacated.add(tuple(state.get(name) for name in resource.unique_by))
        if diff:
            self._vacated.update((id, key) for key in keys_of_maps(state, maps))
        if resource.is_replaced_in_place:
            record.store(id, state)
        if not (diff.replaces if resource.is_replaced_in_place else diff):
            self._current[urn] = (resource, id)

    def record_read(self, urn: str, id: str, state: Props | None) -> None:
        """Record that *urn* was refreshed: the next diff is not one with the program."""
        self._declared.discard(urn)
        self._previous[urn] = state or {}
        if state is None:
            self._state_ids.pop(urn, None)
        else:
            self._state_ids[urn] = id

    def is_declared(self, urn: str) -> bool:
        """Return whether the next diff of *urn* is one with the program."""
        return urn in self._declared

    def is_in_state(self, urn: str) -> bool:
        """Return whether the state has *urn*, so that a create of it is a replacement."""
        return urn in self._state_ids

    def naming_holder(self, resource: type[Resource], urn: str) -> AbstractContextManager[None]:
        """Name the resource of the program that has what a create of *urn* finds."""
        if not resource.is_replaced_in_place:
            return nullcontext()
        ids = self._state_ids.items()
        others = {id.partition("/")[2]: resource_name(each) for each, id in ids if each != urn}
        hint = existing_messages.may_be_held() if urn in self._state_ids else ""
        return naming_holder(others, hint)

    def is_moved(self, resource: type[Resource], urn: str, inputs: Props) -> bool:
        """Return whether *inputs* give the resource, which is in the state, another identity."""
        olds = self._previous.get(urn, {})
        return any(olds.get(name) != inputs.get(name) for name in resource.unique_by)

    def may_be_vacated(self, identity: tuple[Any, ...]) -> bool:
        """Return whether this run may free *identity*, the values of `unique_by` or a map's key."""
        return identity in self._vacated

    def record_import(self, urn: str, id: str) -> None:
        """Record that *urn* was imported, or read by its import id, and is the object *id*."""
        self._imported[urn] = id

    def check_parents(self, resource: type[Resource], inputs: Props, olds: Props) -> list[Failure]:
        """Return why the resource cannot follow a parent that is being replaced."""
        return [
            Failure(name, messages.parent_is_replaced(displayed(olds[name]), resource.noun))
            for name in sorted(resource.Inputs.fields_with(Rule.IMMUTABLE))
            if inputs.get(name) == UNKNOWN and str(olds.get(name)) in self._replaced_ids
        ]

    async def create(
        self, resource: type[Resource], ctx: Context, urn: str, inputs: Props
    ) -> tuple[str, Props]:
        """Create the resource; one that replaces another ignores `adopt_id`, unless it is new."""
        if urn and urn in self._state_ids:
            if not self._is_adopting(urn, inputs):
                inputs = _without_adopt_id(inputs)
            ctx.create_log.replaces(self._state_ids[urn])
        elif await is_used_up(resource, ctx, inputs):  # by `--replace` the state is unknown
            inputs = _without_adopt_id(inputs)
        own_id = await self._own_id(resource, ctx, urn, inputs)
        existing = {ctx.create_log.created_id(), inputs.get(ADOPT_ID), own_id}
        try:
            with self.naming_holder(resource, urn):
                id, state = await create_or_write(resource, ctx, own_id, inputs)
        except ResourceInitFailed as error:
            self._record_create(resource, urn, error.id, existing)
            self.map_variables.record(urn, error.id, error.state)
            if ctx.engine_log.is_connected():
                ctx.create_log.reported()
            raise
        self._record_create(resource, urn, id, existing)
        self.map_variables.record(urn, id, state)
        if urn in self._state_ids:
            self._state_ids[urn] = id
        if id == own_id or ADOPT_ID in inputs:
            ctx.create_log.forget()
        elif ctx.engine_log.is_connected():
            ctx.create_log.reported()
        return id, state

    def _is_adopting(self, urn: str, inputs: Props) -> bool:
        """Return whether a replacement adopts what `adopt_id` has named since the last run."""
        adopt_id, state_id = inputs.get(ADOPT_ID), self._state_ids[urn]
        if adopt_id in (None, state_id, state_id.partition("/")[2]):
            return False
        return urn in self._previous and adopt_id != self._previous[urn].get(ADOPT_ID)

    async def _own_id(
        self, resource: type[Resource], ctx: Context, urn: str, inputs: Props
    ) -> str | None:
        """Return the id of the object that the create replaces, if it is to be written in place."""
        if not resource.is_replaced_in_place or ADOPT_ID in inputs:
            return None
        known_id = ctx.state_record.id()
        if not self.is_moved(resource, urn, inputs):
            return await resource.find_own_id(ctx, inputs, None)
        return known_id and await resource.find_own_id(ctx, inputs, known_id)

    def _record_create(
        self, resource: type[Resource], urn: str, id: str, existing: set[str | None]
    ) -> None:
        self._current.pop(urn, None)
        if {id, id.partition("/")[2]} & existing:  # the id of a variable is `<parent>/<id>`
            self._current[urn] = (resource, id)

    def without_used_adopt_id(
        self, resource: type[Resource], urn: str, state: Props, inputs: Props
    ) -> Props:
        """Return *inputs* of an update without an `adopt_id` that an earlier run has used."""
        olds = self._previous.get(urn, {})
        if olds.get(ADOPT_ID) != inputs.get(ADOPT_ID) or resource.lacks_keys(state, olds):
            return inputs
        return _without_adopt_id(inputs)

    async def update(
        self, resource: type[Resource], ctx: Context, urn: str, id: str, state: Props, inputs: Props
    ) -> Props:
        """Update the resource in place."""
        self._current[urn] = (resource, id)
        inputs = self.without_used_adopt_id(resource, urn, state, inputs)
        if sent := resource.sent_writes(state, inputs):
            ctx.state_record.begin_write(id, {mark: state.get(mark) for mark in sorted(sent)})
        if held := self.map_variables.leaving(each for _, each in self._current.values()):
            MovedVariables.of(ctx.client).adopted |= held
        try:
            updated = await resource.update(ctx, id, state, inputs)
        except ResourceInitFailed as error:
            self.map_variables.record(urn, id, error.state)
            raise
        self.map_variables.record(urn, id, updated)
        if ctx.engine_log.is_connected():  # an update may create: see `Variable.update`
            ctx.create_log.reported()
        if resource.is_replaced_in_place:
            ctx.state_record.store(id, updated)
        return updated

    async def delete(
        self, resource: type[Resource], ctx: Context, urn: str, id: str, state: Props
    ) -> None:
        """Delete the object, unless the state still refers to it, or a replacement has its id."""
        self._state_ids.setdefault(urn, id)  # with delete before replace, a create follows
        self._previous[urn] = self._previous.get(urn, {}) | state
        id_now = drift.id_now(id, state)
        ids = (id, id_now)  # a replacement in place has the one of now
        is_current = any((resource, each) in self._current.values() for each in ids)
        noun = resource.noun[:1].upper() + resource.noun[1:]
        if self.map_variables.has(id_now) or ctx.variable_holders.of(id_now) == MAP:
            ctx.engine_log.info(map_messages.kept_for_map(f"{noun} {id}"))
            ctx.state_record.forget(id)
            ctx.variable_holders.drop(id_now)
        elif resource.is_replaced_in_place and (
            is_current or ctx.state_record.is_replaced(id, state)
        ):
            ctx.state_record.delete_skipped()
            if not is_current:
                ctx.engine_log.warning(messages.replaced_in_place(f"{noun} {id}"))
        elif is_current or self._imported.get(urn) == id:
            ctx.engine_log.warning(messages.not_replaced(f"{noun} {id}"))
        else:
            await delete(resource, ctx, id, state)


def _without_adopt_id(inputs: Props) -> Props:
    return {name: value for name, value in inputs.items() if name != ADOPT_ID}
