"""Writes the environment variables of the maps of a web service, and keeps what was written."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from ...api import Conflict, Forbidden, NotFound, Rejected, RunsiteError
from ..context import Context, ResourceInitFailed
from ..fields import Props
from ..messages import env_var_maps as messages
from .bulk_write import UNKNOWN_OUTCOME, BulkReplacedError, BulkWrite, is_shown
from .map_log import MapLog, is_unknown
from .mapped_env_vars import MappedEnvVar, Variables, unknown, with_variables

REVISION = "env_vars_revision"
"""The output that changes with every write."""


@dataclass
class MapWrite:
    """One write of the variables of a web service: those of its maps, no other one."""

    ctx: Context
    service_id: str
    wanted: Variables
    """What the program declares."""
    known: Variables
    """What Runsite has of it, as far as it is known; brought up to date by each request."""
    revision: Any = None
    """The revision in the state, None where there is none."""
    has_sent: bool = False

    @property
    def _log(self) -> MapLog:
        return MapLog(self.ctx, self.revision)

    async def apply(self, state: Props) -> Props:
        """
        Write what differs, and return *state* with what Runsite has then.

        Raises:
            ResourceInitFailed: with *state* and what has been written of it.
        """
        try:
            await self._write_changed()
            for key in [key for key in self.known if key not in self.wanted]:
                await self._delete(key)
        except RunsiteError as error:
            if self.has_sent:
                self._log.failed(error)
            await self._look_again()
            reached = self._reached(state)
            raise ResourceInitFailed(str(error), self.service_id, reached) from None
        return self._reached(state)

    def _reached(self, state: Props) -> Props:
        if self.ctx.engine_log.is_connected():
            self._log.entry.reported()
        if not self.has_sent:
            self.ctx.state_record.end_write(REVISION)
            return with_variables(state, self.known)
        return with_variables(state, self.known) | {REVISION: secrets.token_hex(8)}

    async def _write_changed(self) -> None:
        try:
            await self._write(await self._changed())
        except (NotFound, Conflict, Forbidden, Rejected) as error:
            # A variable was deleted since; or the request was sent twice, since its first response
            # was lost, and has created some.
            if not (self.has_sent and await self._has_moved(error)):
                raise
            await self._write(await self._changed())

    async def _has_moved(self, error: RunsiteError) -> bool:
        """Return whether the list shows why a write was refused, and know what it shows."""
        items = await MappedEnvVar.settled(self.ctx, self.service_id, self.known)
        before = {key: each.get("id") for key, each in self.known.items()}
        by_key = MappedEnvVar.by_key(items)
        if before.keys() - by_key.keys():
            self.ctx.account.confirm_address(error.reason)
        own = self._log.created_by_interrupted(items)
        previous = {key: unknown(self.service_id, key) for key in own & self.wanted.keys()}
        unseen = {k: each for k, each in self.known.items() if k not in by_key and "id" not in each}
        self.known = MappedEnvVar.observed(items, previous | self.known) | unseen
        return {key: each.get("id") for key, each in self.known.items()} != before

    async def _changed(self) -> Variables:
        """Return what to write; what Runsite reports as it is declared is only recorded."""
        await self._identify()
        changed: Variables = {}
        for key, inputs in self.wanted.items():
            before = self.known.get(key)
            if before is None or MappedEnvVar.changes_on_runsite(before, inputs):
                changed[key] = inputs
            else:
                self.known[key] = MappedEnvVar.with_inputs(before, inputs)
        return changed

    async def _identify(self) -> None:
        """
        Find the ids of what is to be written, and refuse what others have created.

        Raises:
            RunsiteError: Runsite has a key that is not in the state, with another value.
        """
        no_id = [key for key in self.wanted if "id" not in self.known.get(key, {})]
        if not no_id and self._log.interrupted() is None:
            return
        now = self.ctx.client.clock.now()  # a colleague may just have created one
        items = await MappedEnvVar.siblings(self.service_id).fetch_cached(self.ctx, now)
        by_key, own = MappedEnvVar.by_key(items), self._log.created_by_interrupted(items)
        present = [key for key in by_key if key in no_id or key in own - self.known.keys()]
        foreign = self._log.created_by_others(items)
        others = [key for key in present if key not in self.known or key in foreign]
        refused = [
            key
            for key in others
            if key not in own and not MappedEnvVar.has(by_key[key], self.wanted[key])
        ]
        found = [key for key in present if key not in refused]
        previous = {key: self.known.get(key) or unknown(self.service_id, key) for key in found}
        own_known = {key: each for key, each in self.known.items() if key not in refused}
        self.known = own_known | MappedEnvVar.observed(items, previous)
        if refused:
            names = ", ".join(f"`{key}` ({by_key[key]['id']})" for key in sorted(refused))
            raise RunsiteError(messages.key_exists(names, self.service_id))

    async def _write(self, changed: Variables) -> None:
        if not changed:
            return
        siblings = MappedEnvVar.siblings(self.service_id)
        if new := [key for key in changed if key not in self.known]:
            self._log.begin(new, await siblings.fetch_cached(self.ctx), siblings.path)
        self.has_sent = True
        write = BulkWrite(
            MappedEnvVar.noun,
            siblings,
            MappedEnvVar.bulk_field,
            [self._item(key) for key in changed],
            MappedEnvVar.import_name,
        )
        try:
            reported = await write.send(self.ctx)
        except BulkReplacedError as error:
            self._record({key: {} for key in changed})
            await self._restore(error)
            return
        except RunsiteError as error:
            for key in changed if is_unknown(error) else ():
                self._forget_value(key)
            raise
        if reported is None:
            await self._write_singly(changed)
        else:
            await self._record_shown(write, {key: reported.get(key, {}) for key in changed})

    async def _record_shown(self, write: BulkWrite, reported: Variables) -> None:
        """Record what was written; fail where neither the response nor the list shows it."""
        unseen = self._unseen(reported)
        if unseen:
            listed = MappedEnvVar.by_key(await write.siblings.fetch_cached(self.ctx))
            reported |= {key: listed.get(key, {}) for key in unseen}
        lost = self._unseen({key: reported[key] for key in unseen})
        self._record({key: item for key, item in reported.items() if key not in lost})
        if lost:
            for key in lost:
                self._forget_value(key)
            raise write.not_shown(self.ctx, lost)

    def _unseen(self, items: Variables) -> list[str]:
        known = self.known
        return [k for k, i in items.items() if not is_shown(i, self.wanted[k], known.get(k, {}))]

    def _item(self, key: str) -> Props:
        known, wanted = self.known.get(key, {}), self.wanted[key]
        id = {"id": known["id"]} if "id" in known else {}
        return id | {name: wanted[name] for name in ("key", "value", "is_secret")}

    def _record(self, reported: Variables) -> None:
        for key, item in reported.items():
            before = self.known.get(key) or unknown(self.service_id, key)
            MappedEnvVar.warn_if_readable(self.ctx, item, self.wanted[key])
            self.known[key] = MappedEnvVar.written(item, before, self.wanted[key])

    def _forget_value(self, key: str) -> None:
        before = self.known.get(key) or unknown(self.service_id, key)
        self.known[key] = {name: each for name, each in before.items() if name != "value"}

    async def _write_singly(self, changed: Variables) -> None:
        """Write one variable after the other, as an `EnvVar` does where bulk writes replace."""
        for key, inputs in changed.items():
            ctx = replace(self.ctx, create_log=self.ctx.create_log.part(f"env_vars {key}"))
            before = self.known.get(key, {})
            if "id" in before:
                self._forget_value(key)
                item = await MappedEnvVar.write_one(ctx, before, inputs)
            else:
                item = await self._create_one(ctx, inputs)
            self._record({key: item})

    async def _restore(self, error: BulkReplacedError) -> None:
        """Create again what a bulk write removed of the maps; of the rest nobody has the values."""
        others = error.lost - self.known.keys()
        lost = {key: each for key, each in self.wanted.items() if key in error.lost}
        # Still known, without an id: the list may only lag, and then they exist.
        self.known |= {key: unknown(self.service_id, key) for key in lost}
        await self._write_singly(lost)
        if others:
            raise BulkReplacedError(error.request, others)

    async def _create_one(self, ctx: Context, inputs: Props) -> Props:
        try:
            item = await MappedEnvVar.create_one(ctx, inputs)
        except UNKNOWN_OUTCOME:
            self._forget_value(inputs["key"])
            raise
        except RunsiteError:
            self._log.entry.forget_sent(inputs["key"])
            raise
        ctx.create_log.forget()  # the log of all new keys has it
        return item

    async def _delete(self, key: str) -> None:
        self.has_sent = True
        variable, ctx = self.known[key], self.ctx
        if "id" not in variable:
            found = await MappedEnvVar.current(ctx, f"{self.service_id}/{key}", variable)
            if found and self._log.created_by_others([found]):
                ctx.engine_log.warning(messages.not_deleted(key, found["id"], self.service_id))
            elif found:
                variable = found
        if "id" in variable:
            await MappedEnvVar.delete(ctx, f"{self.service_id}/{variable['id']}", variable)
        del self.known[key]
        self._log.entry.forget_sent(key)

    async def _look_again(self) -> None:
        """Bring what is known up to date, as far as the list is read, after a failure."""
        try:
            items = await MappedEnvVar.siblings(self.service_id).fetch_cached(self.ctx)
        except RunsiteError:
            return
        self.known |= MappedEnvVar.observed(items, self.known)
