"""A running emulator, as a test sees it: its address, clock, request log and faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from .messages import extra_missing

if TYPE_CHECKING:
    from ..emulator import Emulator

TIMEOUT_S = 10


class Runsite:
    """
    A local Runsite with one account, empty at first.

    Attributes:
        url: The address of the API.
        api_key: An API key of the account.
        clock: The clock: `advance(seconds)` moves it, `set_scale(0)` stops it.
        emulator: The emulator that serves the API.
    """

    def __init__(self, emulator: Emulator, url: str) -> None:
        self.emulator = emulator
        self.url = url
        self.api_key = emulator.api_key
        self.clock = emulator.clock
        # Plain HTTP on this machine, through no proxy; loading certificates would take 0.1 s.
        transport = httpx.HTTPTransport(verify=False)
        self._http = httpx.Client(transport=transport, base_url=url, timeout=TIMEOUT_S)

    def close(self) -> None:
        """Close the connections of this object; the emulator keeps running."""
        self._http.close()

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables with which the provider uses this Runsite."""
        return {"RUNSITE_API_URL": self.url, "RUNSITE_API_KEY": self.api_key}

    def get(self, path: str) -> Any:
        """Return what the API returns for *path*, for example `/projects`."""
        return self._api("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        """Create an object as somebody else does, `post("/projects", name="shop")`."""
        return self._api("POST", path, body)

    def journal(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the requests after number *since* (`seq`) and their responses, oldest first."""
        return self.emulator.journal.entries(since=since)

    def requests(self, since: int = 0) -> list[str]:
        """Return `METHOD path` of every request after number *since*."""
        return [f"{entry['method']} {entry['path']}" for entry in self.journal(since)]

    def writes(self, since: int = 0) -> list[str]:
        """Return the requests after number *since* that are not a GET."""
        return [each for each in self.requests(since) if not each.startswith("GET ")]

    def last_seq(self) -> int:
        """Return the number of the last request, for `since`; 0 when there is none."""
        return self.emulator.journal.last_seq

    def schedule_fault(self, kind: str, **fields: Any) -> None:
        """Make the next matching request fail; docs/emulator.md has each *kind* and its fields."""
        self.control("POST", "faults", kind=kind, **fields)

    def unused_faults(self) -> int:
        """Return how many scheduled faults have not occurred."""
        return sum(fault.remaining for fault in self.emulator.faults.all())

    def set_switches(self, **switches: Any) -> None:
        """Change how this Runsite behaves; docs/emulator.md has the switches."""
        self.control("PATCH", "switches", **switches)

    def control(self, method: str, path: str, /, **body: Any) -> Any:
        """
        Send a request to the control API, `control("POST", "clock", advance=60)`.

        Returns:
            The JSON body of the response, or None when the response is empty.

        Raises:
            httpx.HTTPStatusError: the response has an error status.
        """
        token = {"X-Emulator-Token": self.emulator.control_token}
        return self._send(method, f"/_emulator/{path}", token, body or None)

    def _api(self, method: str, path: str, body: Any) -> Any:
        return self._send(method, f"/api{path}", {"Authorization": f"Bearer {self.api_key}"}, body)

    def _send(self, method: str, path: str, headers: dict[str, str], body: Any) -> Any:
        response = self._http.request(method, path, headers=headers, json=body).raise_for_status()
        return response.json() if response.content else None


@contextmanager
def serve(**options: Any) -> Iterator[Runsite]:
    """
    Serve a new, empty Runsite from a thread of this process, on a free port of 127.0.0.1.

    *options* are those of `pulumi_runsite.emulator.Emulator`.

    Raises:
        ImportError: the extra `testing` is not installed.
    """
    try:
        from ..emulator import Emulator, running  # noqa: PLC0415 - only where a test needs it
    except ImportError as error:
        raise ImportError(extra_missing(str(error.name))) from error
    with running(Emulator(**options)) as served:
        runsite = Runsite(served.emulator, served.url)
        try:
            yield runsite
        finally:
            runsite.close()
