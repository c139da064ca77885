"""What is known of the variables in the maps of a web service: by state, list and log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ...api import ApiError, OnWait, RunsiteError
from ..candidates import ids_in_state, ids_of
from ..collection import Collection
from ..context import Context
from ..create_preview import previewed_list
from ..fields import Props
from ..like_keys import like
from ..messages import env_var_maps as messages
from .bulk_write import is_shown
from .created_within import is_awaited, is_refuted_by, with_times, without_times
from .map_log import MapLog
from .mapped_env_vars import MappedEnvVar, Variables, unknown
from .stored_keys import IsNew, as_declared, is_of_others


@dataclass
class KnownVariables:
    """The variables of the maps of a web service, no other ones."""

    ctx: Context
    service_id: str
    wanted: Variables
    """What the program declares."""
    known: Variables
    """What Runsite has of it, as far as it is known; brought up to date by each request."""
    revision: Any = None
    """The revision in the state, None where there is none."""
    is_own: IsNew = is_of_others
    """Returns whether an item of the list is one of the maps, whatever its key."""
    new: list[str] = field(default_factory=list)
    """The keys that the last write creates."""
    on_wait: OnWait = field(default_factory=OnWait)
    """The waits of the last request."""

    @property
    def log(self) -> MapLog:
        """The log of the update."""
        return MapLog(self.ctx, self.revision)

    @property
    def siblings(self) -> Collection:
        """All variables of the web service."""
        return MappedEnvVar.siblings(self.service_id)

    def ids_of(self, variables: Iterable[Props]) -> list[str]:
        """Return `<web service id>/<id>` of those of *variables* whose id is known."""
        return [f"{self.service_id}/{each['id']}" for each in variables if "id" in each]

    def ids_with_value(self) -> list[str]:
        """Return the ids of the variables whose value on Runsite is known."""
        return self.ids_of(each for each in self.known.values() if "value" in each)

    async def changed(self) -> Variables:
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
        has_ids = all("id" in self.known.get(key, {}) for key in self.wanted)
        if not has_ids or self.log.interrupted() is not None:
            # Read now: a colleague may just have created one.
            self._identify_among(await self._items(self.ctx.client.clock.now()))

    def new_of(self, keys: Iterable[str]) -> list[str]:
        """Return those of *keys* that Runsite has not shown yet."""
        return [key for key in keys if key not in self.known or is_awaited(self.known[key])]

    async def refuse_existing(self) -> None:
        """Raise an error if Runsite has a new key, created by somebody else, for a preview."""
        if self.new_of(self.wanted):
            self._identify_among(self._as_declared(await previewed_list(self.ctx, self.siblings)))

    def _identify_among(self, items: list[Props]) -> None:
        """
        Find the ids of what is to be written, and refuse what others have created.

        Raises:
            RunsiteError: Runsite has a key that is not in the state.
        """
        no_id = [key for key in self.wanted if "id" not in self.known.get(key, {})]
        by_key, own = MappedEnvVar.by_key(items), self._own_of_interrupted(items)
        present = [key for key in by_key if key in no_id or key in own - self.known.keys()]
        foreign = self.of_others(by_key)
        refused = [
            key for key in present if key not in own and (key not in self.known or key in foreign)
        ]
        previous = {
            key: self.known.get(key) or unknown(self.service_id, key)
            for key in present
            if key not in refused
        }
        own_known = {key: each for key, each in self.known.items() if key not in refused}
        self.known = own_known | MappedEnvVar.observed(items, previous)
        self._refuse(refused, by_key)
        self._refuse_like(no_id, items)

    def _own_of_interrupted(self, items: list[Props]) -> set[str]:
        """Return the keys of those of *items* that an interrupted update has created."""
        own = self.log.created_by_interrupted(items)
        self.known = without_times(self.known, own)
        return own

    def of_others(self, by_key: Variables) -> set[str]:
        """Return the keys of the listed variables that are known, and that others have created."""
        awaited = {k for k, item in by_key.items() if is_refuted_by(self.known.get(k, {}), item)}
        return awaited | self.log.created_by_others(by_key.values())

    async def refuse_created_since(self) -> None:
        """Raise an error if Runsite has one of the keys to create by now, by somebody else."""
        if not self.new:
            return
        if (lost_at := self.on_wait.lost_at) is not None:
            self.log.response_lost(lost_at)
        items = await self._items(self.ctx.client.clock.now())
        by_key = MappedEnvVar.by_key(items)
        own = set() if lost_at is None else self._own_of_interrupted(items)
        is_expected = self.known.keys() - self.of_others(by_key) | own
        self._refuse([key for key in self.new if key in by_key.keys() - is_expected], by_key)
        self._refuse_like(self.new, items)

    def _refuse(self, keys: Iterable[str], by_key: Variables) -> None:
        if names := ", ".join(f"`{key}` ({by_key[key]['id']})" for key in sorted(keys)):
            raise RunsiteError(messages.key_exists(names, self.service_id))

    def _refuse_like(self, keys: list[str], items: list[Props]) -> None:
        """Raise an error if Runsite may overwrite a variable of others by one of *keys*."""
        own_ids = ids_of(self.known.values()) | ids_in_state(self.ctx, self.siblings, items)
        for key in sorted(set(keys) - MappedEnvVar.by_key(items).keys()):
            for other in like(items, {"key": key}):
                if str(other["id"]) not in own_ids and not self._is_new(other):
                    stored = f"`{other['key']}` ({other['id']})"
                    raise RunsiteError(messages.like_key_exists(key, stored, self.service_id))

    async def has_moved(self, error: ApiError) -> bool:
        """Return whether the list shows why a write was refused, and know what it shows."""
        # A list that lacks one of them may lag.
        await MappedEnvVar.settled(self.ctx, self.service_id, self.known, self._is_new)
        items = await self._items()
        by_key = MappedEnvVar.by_key(items)
        before = {key: each.get("id") for key, each in self.known.items()}
        if before.keys() - by_key.keys():
            self.ctx.account.confirm_address(error.reason)
        own = self._own_of_interrupted(items)
        known = {k: each for k, each in self.known.items() if k in own or _is_in(by_key, k, each)}
        previous = {key: unknown(self.service_id, key) for key in own & self.wanted.keys()}
        unseen = {k: each for k, each in self.known.items() if k not in by_key and "id" not in each}
        self.known = MappedEnvVar.observed(items, previous | known) | unseen
        return {key: each.get("id") for key, each in self.known.items()} != before

    async def look_again(self) -> None:
        """
        Bring what is known up to date, as far as the list is read, after a failure.

        A new key that the list lacks is forgotten: somebody else may create it from now on.
        """
        try:
            items = await self._items()
        except RunsiteError:
            return
        unclear = {key for key in self.new if "id" not in self.known.get(key, {})}
        others = unclear - self.log.created_by_interrupted(items)
        if others:
            self.log.entry.forget_sent(*others)
        own = {k: each for k, each in self.known.items() if k not in others or is_awaited(each)}
        self.known = own | MappedEnvVar.observed(items, own)

    async def listed(self) -> Variables:
        """Return all variables of the web service, under the keys that the program declares."""
        return MappedEnvVar.by_key(await self._items())

    async def own_by_key(self, key: str) -> Props | None:
        """Return the listed variable *key*, None with a warning where it may be of others."""
        id, listed = f"{self.service_id}/{key}", await self.listed()
        found = listed.get(key) or await MappedEnvVar.current(self.ctx, id, self.known[key])
        if not found or not self.of_others({key: found}):
            return found
        warning = messages.not_deleted(key, found["id"], self.service_id)
        self.ctx.engine_log.warning(warning)
        return None

    async def _items(self, not_before: float = 0.0) -> list[Props]:
        """Return the list, read at *not_before* or later, under the keys that are declared."""
        return self._as_declared(await self.siblings.fetch_cached(self.ctx, not_before))

    def known_among(self, items: list[Props]) -> tuple[set[str], list[Props]]:
        """Return the keys of those of *items* that are known, and the others."""
        declared = self._as_declared(items)
        by_key = MappedEnvVar.by_key(declared)
        own = {key for key, each in self.known.items() if _is_in(by_key, key, each)}
        return own, [item for item in declared if MappedEnvVar.import_name(item) not in own]

    def _as_declared(self, items: list[Props]) -> list[Props]:
        declared = {key: self.known.get(key, {}) for key in self.wanted} | self.known
        return as_declared(items, declared, self._is_new)

    def _is_new(self, item: Props) -> bool:
        return self.is_own(item) or self.log.is_new(item)

    def item(self, key: str) -> Props:
        """Return what a write sends of *key*."""
        known, wanted = self.known.get(key, {}), self.wanted[key]
        id = {"id": known["id"]} if "id" in known else {}
        return id | {name: wanted[name] for name in ("key", "value", "is_secret")}

    def unseen(self, items: Variables) -> list[str]:
        """Return the keys of *items* that do not show what was written."""
        known = self.known
        return [k for k, i in items.items() if not is_shown(i, self.wanted[k], known.get(k, {}))]

    def record(self, reported: Variables) -> None:
        """Know *reported*, which Runsite reports of what was written."""
        for key, item in reported.items():
            before = self.known.get(key) or unknown(self.service_id, key)
            MappedEnvVar.warn_of_stored(self.ctx, item, self.wanted[key])
            self.known[key] = MappedEnvVar.written(item, before, self.wanted[key])

    def not_shown(self, keys: Iterable[str]) -> None:
        """Know of *keys* only that a write of them has succeeded, which the list does not show."""
        for key in keys:
            self.forget_value(key)
            if key in self.new and (since := self.log.since()) is not None:
                self.known[key] = with_times(self.ctx, self.known[key], since)

    def forget_value(self, key: str) -> None:
        """Know of *key* only that it may have been written."""
        before = self.known.get(key) or unknown(self.service_id, key)
        self.known[key] = {name: each for name, each in before.items() if name != "value"}


def _is_in(items: Variables, key: str, variable: Props) -> bool:
    """Return whether *items* have the *variable*: under another id, somebody else created it."""
    return key in items and variable.get("id") in (None, items[key]["id"])
