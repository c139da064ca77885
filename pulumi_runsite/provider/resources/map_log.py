"""What is known of the variables that an update of a map creates: the engine knows of none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...api import InvalidResponse, RunsiteError
from ..attempt import Attempt, Begun
from ..context import Context
from ..create_log import CreateLog
from ..create_once import LATE_S, SENT_WITHIN_S, may_be_created
from ..fields import Props
from ..server_time import server_now
from .bulk_write import UNKNOWN_OUTCOME
from .mapped_env_vars import MappedEnvVar


@dataclass(frozen=True)
class MapLog:
    """The log of one update of the maps of a web service."""

    ctx: Context
    revision: Any
    """The revision in the state: it changes when the engine stores a result."""

    @property
    def log(self) -> CreateLog:
        """The entries of the maps, beside that of the web service itself."""
        return self.ctx.create_log.part("env_vars")

    def begin(self, new: list[str], items: list[Props], list_path: str) -> None:
        """Record that the keys *new* are about to be sent; *items* are those of the list."""
        now, tolerance_s = server_now(self.ctx.client)
        names = ", ".join(f"`{key}`" for key in sorted(new))
        begun = Begun(
            fingerprint={"revision": self.revision},
            existing_ids=frozenset(str(item["id"]) for item in items),
            sent=dict.fromkeys(new, ""),
            since=now - tolerance_s,
            until=now + tolerance_s + SENT_WITHIN_S + LATE_S,
            list_path=list_path,
            resource=f"{MappedEnvVar.noun} {names}",
        )
        self.log.begin(begun)

    def failed(self, error: RunsiteError) -> None:
        """Record the outcome of a write that has failed."""
        if is_unknown(error):
            now, tolerance_s = server_now(self.ctx.client)
            self.log.response_lost(now + tolerance_s + LATE_S, None)
        else:
            self.log.forget()

    def interrupted(self) -> Attempt | None:
        """Return the last update, if its result is not in the state."""
        attempt = self._last()
        if attempt and attempt.was_reported and not attempt.is_for({"revision": self.revision}):
            return None
        return attempt

    def is_foreign(self, item: Props) -> bool:
        """Return whether *item*, of a key that an update of unknown outcome sent, is another's."""
        attempt = self._last()
        if attempt is None or not attempt.sent(MappedEnvVar.import_name(item), ""):
            return False
        return not MappedEnvVar.is_created_by(attempt, item)

    def created_by_interrupted(self, items: Iterable[Props]) -> set[str]:
        """Return the keys of those of *items* that an interrupted update has created."""
        attempt = self.interrupted()
        created = [item for item in items if MappedEnvVar.is_created_by(attempt, item)]
        return {MappedEnvVar.import_name(item) for item in created}

    def _last(self) -> Attempt | None:
        try:
            return self.log.unfinished()
        except RunsiteError:  # only a create needs the log
            return None


def is_unknown(error: RunsiteError) -> bool:
    """Return whether a write that ended with *error* may have been carried out."""
    return isinstance(error, (*UNKNOWN_OUTCOME, InvalidResponse)) or may_be_created(error)
