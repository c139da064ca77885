"""Slow, large and invalid responses: one error each, within the timeout."""

from __future__ import annotations

import time
from typing import Any

import anyio
import pytest

from pulumi_runsite.api import (
    Client,
    InvalidResponse,
    NotSent,
    OutcomeUnknown,
    RunsiteError,
    api_path,
)
from pulumi_runsite.api.client import MAX_ATTEMPTS
from pulumi_runsite.api.list_cache import LIST_CACHE_S
from pulumi_runsite.api.transport import MAX_RESPONSE_BYTES, Response, Transport
from pulumi_runsite.provider.collection import PROJECTS
from tests.api.clocks import FakeClock
from tests.world import World

MIB = 1024 * 1024


def request_projects(world: World, timeout_s: float) -> Response:
    """Send one request for the projects, and return the response."""

    async def go() -> Response:
        transport = Transport(world.url, {"Authorization": f"Bearer {world.emulator.api_key}"})
        try:
            return await transport.send("GET", "/api/projects", None, {}, timeout_s)
        finally:
            await transport.close()

    return anyio.run(go)


@pytest.mark.parametrize("kind", ["dribble_headers", "dribble_body", "stall"])
def test_a_slow_response_ends_at_the_timeout(world: World, kind: str) -> None:
    world.fault(kind=kind, seconds=30)
    started_at = time.monotonic()
    with pytest.raises(
        OutcomeUnknown, match=r"GET /api/projects was sent, but no response .* 0\.5 s"
    ):
        request_projects(world, 0.5)
    assert time.monotonic() - started_at < 10


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": "big_body"}, f"is larger than {MAX_RESPONSE_BYTES} bytes"),
        ({"kind": "gzip_bomb", "size": 4 * MIB}, "is compressed, which was not requested"),
        ({"kind": "deep_json"}, "is not JSON"),
        ({"kind": "nan"}, "is not JSON"),
        ({"kind": "bad_utf8"}, "is not JSON"),
        ({"kind": "html"}, r"is not JSON \(text/html, from http:"),
        ({"kind": "redirect"}, "307 with an invalid response: a redirect, which is not followed"),
        ({"kind": "answer", "status": 200, "body": ["a list"]}, "is not a JSON object"),
    ],
)
def test_an_invalid_response_is_an_error_that_names_its_fault(
    world: World, fault: dict[str, Any], expected: str
) -> None:
    world.fault(**fault)
    with pytest.raises(InvalidResponse, match=expected):
        world.run(lambda ctx: ctx.client.request("GET", "/projects"))
    assert world.requests() == ["GET /projects"]


def test_a_request_that_cannot_connect_was_not_sent_and_is_repeated() -> None:
    clock = FakeClock()

    async def go() -> None:
        client = Client("ak_live_nobody", "http://127.0.0.1:9", "/api", clock=clock)
        with pytest.raises(NotSent, match=r"cannot connect to http://127\.0\.0\.1:9"):
            await client.request("POST", "/projects", {"name": "shop"})
        await client.close()

    anyio.run(go)
    assert len(clock.slept) == MAX_ATTEMPTS - 1


def test_a_proxy_of_the_environment_does_not_receive_the_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert request_projects(world, 10).status == 200


def test_a_list_is_read_again_after_a_local_write_and_when_the_cache_expired(world: World) -> None:
    async def go(ctx: Any) -> list[int]:
        counts = []
        for step in (None, None, "write", None, "wait"):
            if step == "write":
                await ctx.client.request("POST", "/projects", {"name": "shop"})
            if step == "wait":
                await ctx.client.clock.sleep(LIST_CACHE_S + 1)
            counts.append(len(await PROJECTS.fetch_cached(ctx)))
        return counts

    assert world.run(go) == [0, 0, 1, 1, 1]
    assert world.requests().count("GET /projects") == 3


@pytest.mark.parametrize(
    "id",
    ["..", ".", "", "a/b", "a?b", "a#b", "%2e%2e", "https://evil.example", "a b", "é", "x" * 999],
)
def test_an_id_cannot_lead_to_another_path(id: str) -> None:
    with pytest.raises(RunsiteError, match="is not a valid Runsite id"):
        api_path("projects", id)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_idempotent_request_is_sent_again(world: World, method: str) -> None:
    world.fault(kind="answer", status=503, method=method, count=MAX_ATTEMPTS - 1)
    with pytest.raises(RunsiteError, match=r"40[45]"):
        world.run(lambda ctx: ctx.client.send(method, "/projects/nowhere-at-all/x"))
    assert len(world.requests()) == MAX_ATTEMPTS


def test_a_retry_after_that_is_too_long_is_not_waited_for(world: World) -> None:
    world.fault(kind="answer", status=429, headers={"retry-after": "86400"})
    with pytest.raises(RunsiteError, match=r"429: .*Runsite requested a wait of 86400 s"):
        world.run(lambda ctx: ctx.client.request("GET", "/projects"))
    assert world.requests() == ["GET /projects"]


def test_the_wait_for_a_rate_limit_is_limited(world: World) -> None:
    world.fault(kind="answer", status=429, count=200)
    with pytest.raises(RunsiteError, match="429"):
        world.run(lambda ctx: ctx.client.request("GET", "/projects"))
    assert 200 < world.clock.now() <= 300
    world.control("DELETE", "faults")
