"""What is known of the variables that an update of a map creates: the engine knows of none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ...api import InvalidResponse, RunsiteError
from ..attempt import Attempt, Begun
from ..candidates import Evidence, ids_of, is_early, is_late
from ..context import Context
from ..create_log import CreateLog
from ..create_once import may_be_created
from ..fields import Props
from ..server_time import creation_window, latest_creation
from .bulk_write import UNKNOWN_OUTCOME
from .mapped_env_vars import MappedEnvVar

_LATE_S = 0.0
"""Seconds after a write of unknown outcome in which a new variable is still one of it."""


class MapLog(NamedTuple):
    """The log of one update of the maps of a web service."""

    ctx: Context
    revision: Any
    """The revision in the state: it changes when the engine stores a result."""

    @property
    def entry(self) -> CreateLog:
        """The entry of the maps, beside that of the web service itself."""
        return self.ctx.create_log.part("env_vars")

    def begin(self, new: list[str], items: list[Props], list_path: str) -> None:
        """Record that the keys *new* are about to be sent; *items* are those of the list."""
        since, until = creation_window(self.ctx.client, _LATE_S)
        names = ", ".join(f"`{key}`" for key in sorted(new))
        begun = Begun(
            fingerprint={"revision": self.revision},
            existing_ids=ids_of(items),
            sent=dict.fromkeys(new, ""),
            since=since,
            until=until,
            list_path=list_path,
            resource=f"{MappedEnvVar.noun} {names}",
        )
        self.entry.begin(begun)

    def failed(self, error: RunsiteError, lost_at: float | None) -> None:
        """Record the outcome of a write that has failed, after an attempt that was lost if any."""
        if is_unknown(error):
            self.response_lost(self.ctx.client.clock.now())
        elif lost_at is not None:
            self.response_lost(lost_at)
        else:
            self.entry.forget()

    def response_lost(self, at: float) -> None:
        """Record that the outcome of an attempt is unknown; it ended *at* this clock's time."""
        client = self.ctx.client
        until = latest_creation(client, _LATE_S) - (client.clock.now() - at)
        self.entry.response_lost(until, None)

    def interrupted(self) -> Attempt | None:
        """Return the last update, if its result is not in the state."""
        attempt = self._last()
        if attempt and attempt.was_reported and not attempt.is_for({"revision": self.revision}):
            return None
        return attempt

    def since(self) -> float | None:
        """Return the time on Runsite before the last update was sent."""
        attempt = self._last()
        return attempt.since if attempt else None

    def is_new(self, item: Props) -> bool:
        """Return whether *item* was created while the last update was sent, under any key."""
        attempt = self._last()
        return attempt is not None and _is_new(attempt, item)

    def created_by_others(self, items: Iterable[Props]) -> set[str]:
        """Return the keys of those of *items* that the last update sent, and did not create."""
        attempt = self._last()
        return {
            MappedEnvVar.import_name(item)
            for item in items
            if _has_sent(attempt, item) and not _is_created_by(attempt, item)
        }

    def created_by_interrupted(self, items: Iterable[Props]) -> set[str]:
        """Return the keys of those of *items* that an interrupted update has created."""
        attempt = self.interrupted()
        return {MappedEnvVar.import_name(item) for item in items if _is_created_by(attempt, item)}

    def _last(self) -> Attempt | None:
        try:
            return self.entry.unfinished()
        except RunsiteError:  # only a create needs the log
            return None


def is_unknown(error: RunsiteError) -> bool:
    """Return whether a write that ended with *error* may have been carried out."""
    return isinstance(error, (*UNKNOWN_OUTCOME, InvalidResponse)) or may_be_created(error)


def _has_sent(attempt: Attempt | None, item: Props) -> bool:
    return attempt is not None and attempt.sent(MappedEnvVar.import_name(item), "")


def _is_created_by(attempt: Attempt | None, item: Props) -> bool:
    return attempt is not None and _has_sent(attempt, item) and _is_new(attempt, item)


def _is_new(attempt: Attempt, item: Props) -> bool:
    by = Evidence.of_attempt(attempt, frozenset())
    return str(item["id"]) not in by.excluded_ids and not (is_late(item, by) or is_early(item, by))
