"""A local Runsite in a process of its own, and what it was asked."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

STOP_S = 10
ANSWER_S = 10


class NotStarted(Exception):
    """The emulator ended before it answered; its last words are the message."""


class LocalRunsite:
    """The emulator at *url*; `api_key` opens its API, its control room is open to `control`."""

    def __init__(self, url: str, api_key: str, room: httpx.Client, process_id: int) -> None:
        self.url = url
        self.api_key = api_key
        self.process_id = process_id
        self._room = room

    def control(self, method: str, path: str, **options: Any) -> Any:
        """
        Ask the control room, `control("POST", "faults", json={...})`, and return its answer.

        Raises:
            httpx.HTTPStatusError: it refused.
        """
        answer = self._room.request(method, path, **options).raise_for_status()
        return answer.json() if answer.content else None

    def journal(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the requests after number *since*, oldest first; each has its `seq`."""
        entries: list[dict[str, Any]] = self.control("GET", "journal", params={"since": since})[
            "entries"
        ]
        return entries

    def writes(self, since: int = 0) -> list[str]:
        """Return `METHOD path` of every request after number *since* that is not a GET."""
        asked = self.journal(since)
        return [f"{e['method']} {e['path']}" for e in asked if e["method"] != "GET"]

    def mark(self) -> int:
        """Return the number of the last request, for `since`."""
        return max((entry["seq"] for entry in self.journal()), default=0)


@contextmanager
def running(folder: Path, *options: str) -> Iterator[LocalRunsite]:
    """
    Start an emulator with *options*, its log in *folder*, and end it.

    Raises:
        NotStarted: it did not.
    """
    api_key, token = f"ak_live_{secrets.token_hex(16)}", secrets.token_hex(16)
    log = folder / f"runsite-{token[:6]}.log"
    ours = ("--port", "0", "--api-key", api_key, "--control-token", token)
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "pulumi_runsite.emulator", *ours, *options],
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
            raise NotStarted(f"The local Runsite did not start: {log.read_text().strip()[-500:]}")
        with httpx.Client(
            base_url=f"{url}/_emulator/",
            headers={"X-Emulator-Token": token},
            timeout=ANSWER_S,
        ) as room:
            yield LocalRunsite(url, api_key, room, process.pid)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
