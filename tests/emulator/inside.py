"""An emulator in this process, on a clock that only tests turn, and clients that ask it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from pulumi_runsite.emulator import Emulator, create_app

JSON = dict[str, Any]

READ, WRITE, ADMIN = "ak_live_reader", "ak_live_writer", "ak_live_admin"
TOKEN = "the-control-token"
NOBODY = "00000000-0000-4000-8000-000000000000"
"""An id that nothing has."""


def emulator(seed: int | None = 1, **options: Any) -> Emulator:
    """Return an emulator whose clock stands still, with a key for each scope."""
    keys = (f"{WRITE}:write", f"{READ}:read", f"{ADMIN}:admin")
    return Emulator(scale=0, seed=seed, api_keys=keys, control_token=TOKEN, **options)


class Inside(httpx.BaseTransport):
    """Carries requests into an ASGI application, in a loop of its own."""

    def __init__(self, asked: Emulator) -> None:
        self._loop = asyncio.new_event_loop()
        self._door = httpx.ASGITransport(app=create_app(asked))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._loop.run_until_complete(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._door.handle_async_request(request)
        body = await answer.aread()
        # As it came: httpx undoes a content-encoding once more, from these bytes.
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)

    def close(self) -> None:
        self._loop.close()


class Runsite:
    """What a test needs of one emulator: its API, its control room, and its clock."""

    def __init__(
        self, asked: Emulator, transport: httpx.BaseTransport, url: str = "http://localhost"
    ) -> None:
        self.emulator = asked
        self.url = url
        self.bare = httpx.Client(transport=transport, base_url=url)
        self.api = self.door(WRITE)
        self.room = httpx.Client(
            transport=transport,
            base_url=f"{url}/_emulator/",
            headers={"X-Emulator-Token": TOKEN},
        )

    def door(self, key: str, prefix: str = "/api") -> httpx.Client:
        """Return a client that has *key*."""
        return httpx.Client(
            transport=self.bare._transport,
            base_url=f"{self.url}{prefix}/",
            headers={"Authorization": f"Bearer {key}"},
        )

    def passes(self, seconds: float) -> None:
        """Let emulated time go on."""
        self.emulator.clock.advance(seconds)

    def fault(self, kind: str, **fields: Any) -> JSON:
        """Schedule a fault, as the control room would, and return it."""
        answer = self.room.post("faults", json={"kind": kind} | fields)
        made: JSON = answer.raise_for_status().json()
        return made

    def turn(self, **switches: Any) -> None:
        """Turn switches, as the control room would."""
        self.room.patch("switches", json=switches).raise_for_status()

    def get(self, path: str, **query: Any) -> Any:
        """Return the body of a GET that succeeds."""
        return self.api.get(path, params=query).raise_for_status().json()

    def make(self, path: str, body: JSON | None = None) -> JSON:
        """Return the body of a POST that succeeds."""
        made: JSON = self.api.post(path, json=body).raise_for_status().json()
        return made

    def project(self, name: str = "shop") -> str:
        """Make a project and return its id."""
        return str(self.make("projects", {"name": name})["id"])

    def service(self, **fields: Any) -> str:
        """Make a web service and return its path."""
        source = {} if "image_ref" in fields else {"git_repository_url": REPOSITORY}
        made = self.make("web-services", {"name": "web"} | source | fields)
        return f"web-services/{made['id']}"

    def running(self, **fields: Any) -> str:
        """Make a web service, deploy it, and return its path."""
        service = self.service(**fields)
        self.deploy(service)
        self.passes(10)
        return service

    def deploy(self, service: str, branch: str | None = None) -> str:
        """Start a deployment and return its path."""
        body = {} if branch is None else {"branch": branch}
        return f"{service}/deployments/" + str(self.make(f"{service}/deployments", body)["id"])

    def deployed(self, service: str, branch: str | None = None) -> str:
        """Start a deployment, wait for its end, and return its path."""
        deployment = self.deploy(service, branch)
        self.passes(10)
        return deployment

    def variable(self, service: str, key: str = "KEY", value: str = "one", **fields: Any) -> JSON:
        """Make a variable and return it."""
        return self.make(f"{service}/env", {"key": key, "value": value} | fields)

    def variables(self, service: str) -> dict[str, JSON]:
        """Return the variables by key."""
        return {v["key"]: v for v in self.get(f"{service}/env")["environment_variables"]}

    def status(self, path: str) -> str:
        """Return the status of a web service or a deployment."""
        return str(self.get(path)["status"])


REPOSITORY = "https://github.com/user/repo"


@contextmanager
def opened(asked: Emulator) -> Iterator[Runsite]:
    """Yield *asked* with everything that asks it."""
    transport = Inside(asked)
    try:
        yield Runsite(asked, transport)
    finally:
        transport.close()
