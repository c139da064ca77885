"""A local Runsite in a process of its own, and the record of what it was asked."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from . import Broken

STOP_S = 10


@dataclass(frozen=True)
class Asked:
    """The requests of one step: how many reads, and which writes how often."""

    reads: int
    writes: Counter[str]

    def __str__(self) -> str:
        count = self.writes.total()
        named = ", ".join(f"{n} {name}" for name, n in sorted(self.writes.items()))
        return f"{self.reads} GET, {count} writes{f' ({named})' if named else ''}"


class Runsite:
    """The local Runsite at *url*."""

    def __init__(self, url: str, api_key: str, token: str) -> None:
        self.url = url
        self.api_key = api_key
        self._room = httpx.Client(
            base_url=f"{url}/_emulator/", headers={"X-Emulator-Token": token}, timeout=10
        )
        self._seen = 0

    def asked(self) -> Asked:
        """Return what was asked since the last time this was called."""
        journal = self._room.get("journal", params={"since": self._seen})
        entries: list[dict[str, Any]] = journal.raise_for_status().json()["entries"]
        self._seen = max((entry["seq"] for entry in entries), default=self._seen)
        writes = [e for e in entries if e["method"] != "GET"]
        return Asked(len(entries) - len(writes), Counter(str(e["operation"]) for e in writes))

    def change_in_dashboard(self, key: str, value: str) -> None:
        """Give the variable *key* another value, as somebody might in the dashboard."""
        there = self._room.get("state").raise_for_status().json()["variables"]
        (id_,) = (variable["id"] for variable in there if variable["key"] == key)
        self._room.patch(f"dashboard/variables/{id_}", json={"value": value}).raise_for_status()


@contextmanager
def running(folder: Path) -> Iterator[Runsite]:
    """
    Start a local Runsite, and end it.

    Raises:
        Broken: it did not start.
    """
    api_key, token = f"ak_live_{secrets.token_hex(16)}", secrets.token_hex(16)
    options = ("--port", "0", "--api-key", api_key, "--control-token", token)
    log = folder / "runsite.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "pulumi_runsite.emulator", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            # Ctrl-C is for pulumi, which still needs Runsite to end well.
            start_new_session=True,
        )
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        url = process.stdout.readline().strip()
        if not url.startswith("http"):
            raise Broken(f"The local Runsite did not start: {log.read_text().strip()[-500:]}")
        yield Runsite(url, api_key, token)
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
