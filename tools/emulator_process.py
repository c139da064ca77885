"""The Runsite emulator in a process of its own, with access to its control API."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

STOP_TIMEOUT_S = 10
CONTROL_TIMEOUT_S = 10


class EmulatorNotStarted(Exception):
    """The emulator exited before it printed its URL; the message ends with the tail of its log."""


class EmulatorProcess:
    """A running emulator: `url` and `api_key` for the provider, `control` for its control API."""

    def __init__(self, url: str, api_key: str, control: httpx.Client, process_id: int) -> None:
        self.url = url
        self.api_key = api_key
        self.process_id = process_id
        self._control = control

    def control(self, method: str, path: str, **options: Any) -> Any:
        """
        Send a request to the control API, `control("POST", "faults", json={...})`.

        Returns:
            The JSON body of the response, or None when the response is empty.

        Raises:
            httpx.HTTPStatusError: the response has an error status.
        """
        response = self._control.request(method, path, **options).raise_for_status()
        return response.json() if response.content else None

    def journal(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the entries of the request log after number *since* (`seq`), oldest first."""
        entries: list[dict[str, Any]] = self.control("GET", "journal", params={"since": since})[
            "entries"
        ]
        return entries

    def writes(self, since: int = 0) -> list[str]:
        """Return `METHOD path` of every logged request after *since* that is not a GET."""
        entries = self.journal(since)
        return [f"{e['method']} {e['path']}" for e in entries if e["method"] != "GET"]

    def last_seq(self) -> int:
        """Return the number of the last logged request, for `since`; 0 when there is none."""
        return max((entry["seq"] for entry in self.journal()), default=0)


@contextmanager
def run_emulator(folder: Path, *options: str) -> Iterator[EmulatorProcess]:
    """
    Start an emulator with the command line *options*, and stop it on exit.

    Its log is written to *folder*.

    Raises:
        EmulatorNotStarted: the process exited before it printed its URL.
    """
    api_key, token = f"ak_live_{secrets.token_hex(16)}", secrets.token_hex(16)
    log = folder / f"runsite-{token[:6]}.log"
    defaults = ("--port", "0", "--api-key", api_key, "--control-token", token)
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "pulumi_runsite.emulator", *defaults, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            # Ctrl-C must reach pulumi only: pulumi still sends requests while it shuts down.
            start_new_session=True,
        )
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        url = process.stdout.readline().strip()
        if not url.startswith("http"):
            tail = log.read_text().strip()[-500:]
            raise EmulatorNotStarted(f"The Runsite emulator did not start: {tail}")
        with httpx.Client(
            base_url=f"{url}/_emulator/",
            headers={"X-Emulator-Token": token},
            timeout=CONTROL_TIMEOUT_S,
        ) as control:
            yield EmulatorProcess(url, api_key, control, process.pid)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
