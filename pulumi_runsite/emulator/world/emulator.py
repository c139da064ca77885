"""The emulator as one object: its store, clock, ids, switches, keys, journal and faults."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request

from ..faults.schedule import Faults
from .api_keys import KeyRing
from .clock import Clock
from .delayed_requests import LateRequest
from .ids import Ids
from .journal import Journal
from .rate_limits import Rates
from .redaction import Veil
from .state_file import NoDisk, SqliteDisk
from .store import Store
from .switches import turned


class Emulator:
    """
    One Runsite.

    Args:
        state: SQLite file that outlives the process; None keeps everything in memory.
        seed: the same seed and the same requests give the same ids, keys and journal.
        scale: emulated seconds per real second; 0 is a clock that is turned by hand.
        api_keys: `ak_live_...` keys, each with `:read`, `:write` or `:admin` behind it if it is
            not to have `write`; none: one `write` key is made, see `api_key`.
        control_token: what opens the control room; None: one is made.
        journal_values: show values of variables and secrets in the journal, not their digests.
        hosts: further names that a Host header may have, beside those of this machine.

    Raises:
        ValueError: for a key that does not look like one, a switch that is none, or a state file
            that cannot be used.
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
        self.store = Store(SqliteDisk(state) if state else NoDisk())
        self.first_switches = turned(switches or {})
        self.switches = self.first_switches.model_copy(deep=True)
        fact = self.store.recall("emulator")
        self.ids = Ids(self._seed(seed, fact), fact.get("made", 0))
        self.clock = Clock(scale, fact.get("now"))
        self.api_key = api_keys[0].rpartition(":")[0] or api_keys[0] if api_keys else self._key()
        self.keys = KeyRing(api_keys or (self.api_key,), self.ids)
        self.control_token = control_token or self.ids.fixed_hex("control token", 32)
        self.veil = Veil(self.ids.fixed_hex("salt", 32), journal_values)
        self.journal = Journal(self.veil)
        self.faults = Faults()
        self.rates = Rates()
        self.late: list[LateRequest] = []
        # Ids of what has a status ahead of it; a dict, because it keeps its order.
        self.moving: dict[str, None] = {
            **{row.id: None for row in self.store.deployments.all() if row.ahead},
            **{row.id: None for row in self.store.web_services.all() if row.next_status},
        }
        self.hosts = hosts
        self.save_clock()
        self.store.commit()

    def commit(self) -> None:
        """Make everything that was done survive the process."""
        if self.store.is_dirty:
            self.save_clock()
            self.store.commit()

    def save_clock(self) -> None:
        """Have the next commit keep where the clock and the ids stand."""
        self.store.remember("emulator", self._fact())

    def reset(self) -> None:
        """Forget all that clients made, the journal and the faults; the clock starts anew."""
        for table in self.store.tables():
            table.clear()
        self.switches = self.first_switches.model_copy(deep=True)
        self.ids.made = 0
        self.clock.restart()
        self.journal = Journal(self.veil)
        self.faults.clear()
        self.rates.clear()
        self.moving.clear()
        self.late.clear()
        self.keys.restore()

    def _key(self) -> str:
        return "ak_live_" + self.ids.fixed_hex("api key", 32)

    def _seed(self, seed: int | None, fact: dict[str, Any]) -> str:
        if seed is not None:
            return str(seed)
        return str(fact.get("seed") or secrets.token_hex(16))

    def _fact(self) -> dict[str, Any]:
        return {"seed": self.ids.seed, "made": self.ids.made, "now": self.clock.now()}


async def _here(request: Request) -> Emulator:
    emulator: Emulator = request.scope["emulator"]
    return emulator


Here = Annotated[Emulator, Depends(_here)]
