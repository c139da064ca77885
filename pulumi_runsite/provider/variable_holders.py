"""
Which of a map and an `EnvVar` has written a variable last, as far as this machine knows.

Both have it in the state where a move between them was interrupted, or has failed elsewhere. One
run sees both only if the engine diffs both: not with `--target`, and of a run that was killed the
state has nothing. So it is recorded beside the state, before it is sent: the other one of both then
neither trusts its state nor deletes the variable.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from . import drift
from .fields import Props
from .private_folder import PrivateFolder

MAP, ENV_VAR, DELETED = "map", "EnvVar", "deleted"
"""What may be recorded of a variable: who has written it last, or that its map deletes it."""

MAX_ENTRIES = 1000
"""Variables of one web service at most; older ones are forgotten."""


class VariableHolders:
    """MAP, ENV_VAR or DELETED for each variable that was moved, by `<web service id>/<id>`."""

    def __init__(self, folder: Path | None = None, account: str = "") -> None:
        """Without a *folder*, nothing is kept."""
        self._folder = PrivateFolder(folder) if folder else None
        self._account = account
        self._before: dict[str, str] = {}
        """What was recorded before this call, empty for what was not."""

    def of(self, id: str) -> str:
        """Return what is recorded of the variable *id*, an empty text if nothing is."""
        return self._read(_service_of(id)).get(id, "")

    def known_state(self, holder: str, id: str, state: Props, maps: Iterable[str]) -> Props:
        """Return the *state* of *holder* without the values that Runsite may not have any more."""
        known = self._read(_service_of(id)) if holder else {}
        if not known:
            return state
        if holder == ENV_VAR:
            is_lost = known.get(drift.id_now(id, state), holder) != holder
            return {name: value for name, value in state.items() if not is_lost or name != "value"}
        ids = drift.variable_ids(id, state)
        lost = {key for key, each in ids.items() if known.get(each, holder) != holder}
        values = {name: state[name] for name in maps if isinstance(state.get(name), dict)}
        return state | {
            name: {key: value for key, value in each.items() if key not in lost}
            for name, each in values.items()
        }

    def record(self, ids: Iterable[str], holder: str) -> None:
        """Record that *holder* is about to write *ids*; or with DELETED, to delete them."""
        news = dict.fromkeys(ids, holder)
        self._before = {id: self.of(id) for id in news} | self._before
        self._set(news)

    def undo(self) -> None:
        """Record what was recorded before this call: it has changed nothing."""
        self._set(self._before)

    def record_known(self, ids: Iterable[str], holder: str) -> None:
        """Record that *holder* has written those of *ids* of which something is recorded."""
        written = list(ids)
        services = set(map(_service_of, written))
        known = set[str]().union(*map(self._read, services))
        self._set({id: holder for id in written if id in known})

    def drop(self, id: str) -> None:
        """Record nothing any more of the variable *id*, which only one of both has left."""
        self._set({id: ""})

    def forget(self, service_id: str) -> None:
        """Forget the variables of a web service, which no state has any more."""
        self._write(service_id, {})

    def _set(self, news: Mapping[str, str]) -> None:
        for service_id in {_service_of(id) for id in news}:
            known = self._read(service_id)
            others = {id: holder for id, holder in known.items() if id not in news}
            entries = [*others.items(), *((id, holder) for id, holder in news.items() if holder)]
            if known != dict(entries):
                self._write(service_id, dict(entries[-MAX_ENTRIES:]))

    def _read(self, service_id: str) -> dict[str, str]:
        try:
            content = self._folder.read(self._name(service_id)) if self._folder else None
            record = json.loads(content or b"{}")
        except (OSError, ValueError):  # then the state is believed
            return {}
        return record if isinstance(record, dict) else {}

    def _write(self, service_id: str, record: dict[str, str]) -> None:
        with suppress(OSError):  # then a refresh shows what the other one has changed
            if self._folder and record:
                content = json.dumps(record).encode()
                self._folder.write_unsynced(self._name(service_id), content)
            elif self._folder:
                self._folder.remove(self._name(service_id))

    def _name(self, service_id: str) -> str:
        name = f"variables {self._account} {service_id}"
        return f"{hashlib.sha256(name.encode()).hexdigest()}.json"


def _service_of(id: str) -> str:
    return id.partition("/")[0]
