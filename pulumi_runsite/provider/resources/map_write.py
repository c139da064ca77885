"""Writes the environment variables of the maps of a web service, and keeps what was written."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from ...api import ApiError, Conflict, Forbidden, NotFound, OnWait, Rejected, RunsiteError
from ...api.interruption import completing
from ..account_marks import explaining_not_found
from ..context import Context, ResourceInitFailed
from ..create_once import Created, is_refused
from ..create_request import object_path
from ..fields import Props
from ..messages import env_var_maps as messages
from ..variable_holders import MAP
from . import mapped_env_vars as maps
from .bulk_write import UNKNOWN_OUTCOME, BulkReplacedError, BulkWrite, is_too_much
from .map_known import KnownVariables
from .map_log import is_unknown
from .mapped_env_vars import UNREAD, MappedEnvVar, Variables, unknown, with_variables
from .stored_keys import is_of_new_service
from .write_evidence import not_written

REVISION = "env_vars_revision"
"""The output that changes with every write."""


@dataclass
class MapWrite(KnownVariables):
    """One write of the variables of a web service: those of its maps, no other one."""

    has_sent: bool = False
    has_written: bool = False
    """Whether Runsite has carried out a write, or may have."""

    @classmethod
    async def of_create(
        cls, ctx: Context, id: str, wanted: Variables, created: Created
    ) -> MapWrite:
        """Return the write of what the create of the web service has not created of *wanted*."""
        known = await MappedEnvVar.of_new_service(ctx, id, wanted)
        if "env_vars" in created.stale:
            ctx.create_log.forget_sent("env_vars")
        else:
            known = {key: maps.as_created(each, wanted[key]) for key, each in known.items()}
        # All of them belong to the new web service, also those that a list which lags lacks.
        known = {key: unknown(id, key) for key in wanted} | known
        return cls(ctx, id, wanted, known, is_own=is_of_new_service)

    @classmethod
    def of_update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> MapWrite:
        """Return the write of an update of the web service *id* from *state* to *inputs*."""
        return cls(ctx, id, maps.declared(inputs, id), maps.managed(state, id), state.get(REVISION))

    async def adopt(self) -> None:
        """Know what the web service has of the new keys, so that they are not refused."""
        if new := {key: self.wanted[key] for key in self.new_of(self.wanted)}:
            try:
                found = await MappedEnvVar.of_adopted_service(self.ctx, self.service_id, new)
            except RunsiteError:
                self.ctx.state_record.undo_write()
                raise
            self.known |= found
            self.ctx.variable_holders.record(self.ids_of(found.values()), MAP)

    async def apply(self, state: Props) -> Props:
        """
        Write what differs, and return *state* with what Runsite has then.

        Raises:
            ResourceInitFailed: with *state* and what has been written of it.
        """
        try:
            await self._write_all()
        except RunsiteError as error:
            raise ResourceInitFailed(str(error), self.service_id, self._reached(state)) from None
        return self._reached(state)

    async def update(self, state: Props) -> Props:
        """Write as `apply` does; where nothing was written, raise the error without a state."""
        try:
            await self._write_all()
        except RunsiteError as error:
            if self.has_written:
                reached = self._reached(state)
                raise ResourceInitFailed(str(error), self.service_id, reached) from None
            self.ctx.state_record.undo_write()
            self.ctx.variable_holders.undo()
            raise
        return self._reached(state)

    async def _write_all(self) -> None:
        try:
            with explaining_not_found(self.ctx.account):
                await self._write_changed()
                for key in [key for key in self.known if key not in self.wanted]:
                    await self._delete(key)
        except RunsiteError as error:
            if self.has_sent:
                self.log.failed(error, self.on_wait.lost_at)
            await self.look_again()
            raise

    def _reached(self, state: Props) -> Props:
        self.ctx.variable_holders.record_known(self.ids_with_value(), MAP)
        if self.ctx.engine_log.is_connected():
            self.log.entry.reported()
        if not self.has_sent:
            self.ctx.state_record.end_write(REVISION)
            return with_variables(state, self.known)
        return with_variables(state, self.known) | {REVISION: secrets.token_hex(8)}

    async def _write_changed(self) -> None:
        try:
            await self._write(await self.changed())
        except (NotFound, Conflict, Forbidden, Rejected) as error:
            # A variable was deleted or created since; or the request was sent twice, since its
            # first response was lost, and has created some.
            if not self.has_sent:
                raise
            self.log.failed(error, self.on_wait.lost_at)
            has_moved = await self.has_moved(error)
            changed = await self.changed() if has_moved or isinstance(error, Conflict) else {}
            if not has_moved:
                raise
            await self._write(changed)

    async def _write(self, changed: Variables) -> None:
        if not changed:
            return
        self.new = self.new_of(changed)
        if self.new:
            items = await self.siblings.fetch_cached(self.ctx)
            self.log.begin(self.new, items, self.siblings.path)
        self.has_sent = True
        await self._send(changed)

    async def _send(self, changed: Variables) -> None:
        """Send *changed* in one bulk write, or in several where the API limits one."""
        items = [self.item(key) for key in changed]
        noun, field, name_of = MappedEnvVar.noun, MappedEnvVar.bulk_field, MappedEnvVar.import_name
        self.on_wait = OnWait(check=self.refuse_created_since)
        write = BulkWrite(noun, self.siblings, field, items, name_of, self.on_wait)
        try:
            reported = await write.send(self.ctx)
        except BulkReplacedError as error:
            self.has_written = True
            listed = await self.listed()
            self.record({key: listed.get(key, {}) for key in changed})
            await self._restore(error)
            return
        except RunsiteError as error:
            # Of a later attempt, an earlier one may have been carried out.
            is_lost = is_unknown(error) or self.on_wait.lost_at is not None
            if not is_lost and isinstance(error, ApiError) and is_too_much(error, list(changed)):
                await self._send_halves(changed)
                return
            for key in changed if is_lost else ():
                self.forget_value(key)
            self.has_written |= is_lost or not is_refused(error)
            raise
        if reported is None:
            await self._write_singly(changed)
        else:
            self.has_written = True
            await self._record_shown(write, {key: reported.get(key, {}) for key in changed})

    async def _send_halves(self, changed: Variables) -> None:
        keys, middle = list(changed), len(changed) // 2
        for half in (keys[:middle], keys[middle:]):
            await self.refuse_created_since()
            await self._send({key: changed[key] for key in half})

    async def _record_shown(self, write: BulkWrite, reported: Variables) -> None:
        """Record what was written; fail where neither the response nor the list shows it."""
        unseen = self.unseen(reported)
        listed = await self.listed() if unseen else {}
        found = {key: listed.get(key, {}) for key in unseen}
        lost = self.unseen(found)
        lost += not_written(self.ctx, found, self.known, lost, listed)
        reported |= found
        self.record({key: item for key, item in reported.items() if key not in lost})
        if lost:
            self.not_shown(lost)
            raise write.not_shown(self.ctx, lost)

    async def _write_singly(self, changed: Variables) -> None:
        """Write one variable after the other, as an `EnvVar` does where bulk writes replace."""
        for key, inputs in changed.items():
            own = (each for each in self.known.values() if "id" in each)
            self.ctx.known_paths.update(object_path(self.siblings, each) for each in own)
            ctx = replace(self.ctx, create_log=self.ctx.create_log.part(f"env_vars {key}"))
            before = self.known.get(key, {})
            if "id" in before:
                self.forget_value(key)
                self.has_written = True
                item = await MappedEnvVar.write_one(ctx, before, inputs)
                ctx.create_log.forget()  # an interrupted run may have created it
            else:
                item = await self._create_one(ctx, inputs)
                self.has_written = True
            self.record({key: item})

    async def _restore(self, error: BulkReplacedError) -> None:
        """Create again what a bulk write removed of the maps; of the rest nobody has the values."""
        own, others = self.known_among(error.lost)
        lost = {key: each for key, each in self.wanted.items() if key in own}
        # Still known, without an id: the list may only lag, and then they exist.
        self.known |= {key: unknown(self.service_id, key) for key in lost}
        with completing():
            await self._write_singly(lost)
        if others:
            names = map(MappedEnvVar.import_name, others)
            raise BulkReplacedError(error.request, names, others)

    async def _create_one(self, ctx: Context, inputs: Props) -> Props:
        try:
            item = await MappedEnvVar.create_one(ctx, inputs)
        except UNKNOWN_OUTCOME:
            self.forget_value(inputs["key"])
            self.has_written = True
            raise
        except RunsiteError as error:
            self.has_written |= not is_refused(error)
            self.log.entry.forget_sent(inputs["key"])
            raise
        ctx.create_log.forget()  # the log of all new keys has it
        return item

    async def _delete(self, key: str) -> None:
        variable, ctx = self.known[key], self.ctx
        if UNREAD in variable:
            if found := (await self.listed()).get(key):
                ctx.engine_log.warning(messages.released(key, found["id"], self.service_id))
            del self.known[key]
            return
        self.has_sent = True
        own = variable if "id" in variable else await self.own_by_key(key)
        if own:
            try:
                await MappedEnvVar.delete_unless_adopted(ctx, self.service_id, own)
            except RunsiteError as error:
                if not is_refused(error):
                    self.forget_value(key)
                    self.has_written = True
                raise
        self.has_written = True
        del self.known[key]
        self.log.entry.forget_sent(key)
