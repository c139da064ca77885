"""The emulator: its store, clock, ids, switches, API keys, request log and faults."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from ..faults.schedule import FaultSchedule
from .api_keys import ApiKeys
from .clock import Clock
from .delayed_requests import DelayedRequest
from .ids import IdGenerator
from .journal import Journal
from .rate_limits import RateLimits
from .redaction import Redactor
from .state_file import NoStateFile, SqliteStateFile
from .store import Store
from .switches import parse_switches


class Emulator:
    """
    One emulated Runsite account.

    Args:
        state: The SQLite file that keeps the state between runs. Defaults to memory only.
        seed: The seed of ids, keys and digests: the same seed and the same requests produce the
            same responses and the same journal. Defaults to a random one.
        scale: Emulated seconds per real second. `0` is a manual clock, see `clock.advance`.
        api_keys: `ak_live_...` keys, each with an optional `:read`, `:write` or `:admin` suffix;
            the scope defaults to `write`. Defaults to one generated `write` key, see `api_key`.
        control_token: The token of the control API. Defaults to a generated one.
        switches: Values of switches, by name.
        journal_values: `digest` or `plain`: how values of variables and secrets are displayed in
            the journal.
        hosts: Names accepted in the `Host` header in addition to those of this machine.

    Raises:
        ValueError: The format of a key, a switch or the state file is invalid.
    """

    def __init__(  # noqa: PLR0913 - these are the options of the command line
        self,
        *,
        state: Path | None = None,
        seed: int | None = None,
        scale: float = 1.0,
        api_keys: tuple[str, ...] = (),
        control_token: str | None = None,
        switches: dict[str, Any] | None = None,
        journal_values: str = "digest",
        hosts: tuple[str, ...] = (),
    ) -> None:
        self.store = Store(SqliteStateFile(state) if state else NoStateFile())
        self.initial_switches = parse_switches(switches or {})
        self.switches = self.initial_switches.model_copy(deep=True)
        saved = self.store.load_metadata("emulator")
        self.ids = IdGenerator(self._seed(seed, saved), saved.get("made", 0))
        self.clock = Clock(scale, saved.get("now"))
        self.api_key = (
            api_keys[0].rpartition(":")[0] or api_keys[0] if api_keys else self._generate_api_key()
        )
        self.keys = ApiKeys(api_keys or (self.api_key,), self.ids)
        self.control_token = control_token or self.ids.fixed_hex("control token", 32)
        self.redactor = Redactor(self.ids.fixed_hex("salt", 32), journal_values)
        self.journal = Journal(self.redactor)
        self.faults = FaultSchedule()
        self.rate_limits = RateLimits()
        self.delayed_requests: list[DelayedRequest] = []
        # Ids of rows with a pending status change; a dict, because it keeps its order.
        self.in_transition: dict[str, None] = {
            **{row.id: None for row in self.store.deployments.all() if row.ahead},
            **{row.id: None for row in self.store.web_services.all() if row.next_status},
        }
        self.hosts = hosts
        self.save_progress()
        self.store.commit()

    def commit(self) -> None:
        """Write all changes to the state file."""
        if self.store.is_dirty:
            self.save_progress()
            self.store.commit()

    def save_progress(self) -> None:
        """Include the clock and the number of issued ids in the next commit."""
        progress = {"seed": self.ids.seed, "made": self.ids.issued, "now": self.clock.now()}
        self.store.save_metadata("emulator", progress)

    def reset(self) -> None:
        """Return to the initial state: empty, with the initial switches, keys and clock."""
        for table in self.store.tables():
            table.clear()
        self.switches = self.initial_switches.model_copy(deep=True)
        self.ids.issued = 0
        self.clock.restart()
        self.journal = Journal(self.redactor)
        self.faults.clear()
        self.rate_limits.clear()
        self.in_transition.clear()
        self.delayed_requests.clear()
        self.keys.reset()

    def _generate_api_key(self) -> str:
        return "ak_live_" + self.ids.fixed_hex("api key", 32)

    def _seed(self, seed: int | None, saved: dict[str, Any]) -> str:
        if seed is not None:
            return str(seed)
        return str(saved.get("seed") or secrets.token_hex(16))
