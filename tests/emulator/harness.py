"""An emulator in this process with a manual clock, and clients for its APIs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx

from pulumi_runsite.emulator import Emulator, create_app
from pulumi_runsite.emulator.app import openapi_document
from pulumi_runsite.emulator.openapi.operation_lookup import operations_of

JSON = dict[str, Any]

READ, WRITE, ADMIN = "ak_live_reader", "ak_live_writer", "ak_live_admin"
TOKEN = "the-control-token"
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
"""An id that no resource has."""


def new_emulator(seed: int | None = 1, **options: Any) -> Emulator:
    """Return an emulator with a manual clock and one key per scope."""
    keys = (f"{WRITE}:write", f"{READ}:read", f"{ADMIN}:admin")
    return Emulator(scale=0, seed=seed, api_keys=keys, control_token=TOKEN, **options)


class InProcessTransport(httpx.BaseTransport):
    """Sends requests to an ASGI application in its own event loop."""

    def __init__(self, emulator: Emulator) -> None:
        self._loop = asyncio.new_event_loop()
        self._app = create_app(emulator)
        self._emulator = emulator
        self._transport = httpx.ASGITransport(app=self._app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._loop.run_until_complete(self._send(request))

    async def _send(self, request: httpx.Request) -> httpx.Response:
        response = await self._transport.handle_async_request(request)
        body = await response.aread()
        self._check_declared(request, response.status_code)
        # The undecoded body: httpx decodes the content-encoding of the new response again.
        return httpx.Response(response.status_code, headers=response.headers, content=body)

    def _check_declared(self, request: httpx.Request, status: int) -> None:
        """Check that the OpenAPI document declares *status*, in every test that sends a request."""
        path = request.url.path.replace("/api/v1/", "/api/")
        operation = operations_of(self._app.api).find(request.method, path)
        is_faulty = any(entry["fault"] for entry in self._emulator.journal.latest(1))
        # A path that is switched off is unknown, and the format of a success may be switched.
        if operation is None or is_faulty or self._emulator.switches.prefixes != "both":
            return
        switched = {200, 201, 202, 204} if status < 300 else set()
        assert status in declared_statuses()[operation] | switched, (operation, status)

    def close(self) -> None:
        self._loop.close()


@cache
def declared_statuses() -> dict[str, set[int]]:
    """Return the declared statuses of each operation."""
    return {
        operation["operationId"]: {int(status) for status in operation["responses"]}
        for methods in openapi_document()["paths"].values()
        for operation in methods.values()
    }


class Runsite:
    """Clients for the API and the control API of one emulator, and its clock."""

    def __init__(
        self, emulator: Emulator, transport: httpx.BaseTransport, url: str = "http://localhost"
    ) -> None:
        self.emulator = emulator
        self.url = url
        self.bare = httpx.Client(transport=transport, base_url=url)
        self.api = self.client(WRITE)
        self.control = httpx.Client(
            transport=transport,
            base_url=f"{url}/_emulator/",
            headers={"X-Emulator-Token": TOKEN},
        )

    def client(self, key: str, prefix: str = "/api") -> httpx.Client:
        """Return a client with the API key *key*."""
        return httpx.Client(
            transport=self.bare._transport,
            base_url=f"{self.url}{prefix}/",
            headers={"Authorization": f"Bearer {key}"},
        )

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""
        self.emulator.clock.advance(seconds)

    def schedule_fault(self, kind: str, **fields: Any) -> JSON:
        """Schedule a fault with the control API and return it."""
        response = self.control.post("faults", json={"kind": kind} | fields)
        created: JSON = response.raise_for_status().json()
        return created

    def set_switches(self, **switches: Any) -> None:
        """Set switches with the control API."""
        self.control.patch("switches", json=switches).raise_for_status()

    def get(self, path: str, **query: Any) -> Any:
        """Return the body of a successful GET."""
        return self.api.get(path, params=query).raise_for_status().json()

    def post(self, path: str, body: JSON | None = None) -> JSON:
        """Return the body of a successful POST."""
        created: JSON = self.api.post(path, json=body).raise_for_status().json()
        return created

    def create_project(self, name: str = "shop") -> str:
        """Create a project and return its id."""
        return str(self.post("projects", {"name": name})["id"])

    def create_service(self, **fields: Any) -> str:
        """Create a web service and return its path."""
        source = {} if "image_ref" in fields else {"git_repository_url": REPOSITORY}
        created = self.post("web-services", {"name": "web"} | source | fields)
        return f"web-services/{created['id']}"

    def create_running_service(self, **fields: Any) -> str:
        """Create and deploy a web service and return its path."""
        service = self.create_service(**fields)
        self.start_deployment(service)
        self.advance(10)
        return service

    def start_deployment(self, service: str, branch: str | None = None) -> str:
        """Start a deployment and return its path."""
        body = {} if branch is None else {"branch": branch}
        return f"{service}/deployments/" + str(self.post(f"{service}/deployments", body)["id"])

    def complete_deployment(self, service: str, branch: str | None = None) -> str:
        """Start a deployment, advance the clock until it is finished, and return its path."""
        deployment = self.start_deployment(service, branch)
        self.advance(10)
        return deployment

    def create_variable(
        self, service: str, key: str = "KEY", value: str = "one", **fields: Any
    ) -> JSON:
        """Create a variable and return it."""
        return self.post(f"{service}/env", {"key": key, "value": value} | fields)

    def variables_by_key(self, service: str) -> dict[str, JSON]:
        """Return the variables by key."""
        return {v["key"]: v for v in self.get(f"{service}/env")["environment_variables"]}

    def status(self, path: str) -> str:
        """Return the status of a web service or a deployment."""
        return str(self.get(path)["status"])


REPOSITORY = "https://github.com/user/repo"


@contextmanager
def connect(emulator: Emulator) -> Iterator[Runsite]:
    """Yield clients of *emulator* that need no socket."""
    transport = InProcessTransport(emulator)
    try:
        yield Runsite(emulator, transport)
    finally:
        transport.close()
