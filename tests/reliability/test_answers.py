"""Slow, large or invalid responses: a single error each, in time."""

from __future__ import annotations

import time
from typing import Any

import anyio
import pytest

from pulumi_runsite.api import Client, InvalidResponse, NotSent, OutcomeUnknown, RunsiteError
from pulumi_runsite.api.client import ATTEMPTS, FRESH_S, api_path
from pulumi_runsite.api.transport import MAX_ANSWER_BYTES, Answer, Wire
from tests.api.clocks import FakeClock
from tests.world import World

MIB = 1024 * 1024


def exchange(world: World, within_s: float) -> Answer:
    """Return the response to a request for the projects, within *within_s* seconds."""

    async def go() -> Answer:
        wire = Wire(world.url, {"Authorization": f"Bearer {world.emulator.api_key}"})
        try:
            return await wire.exchange("GET", "/api/projects", None, {}, within_s)
        finally:
            await wire.close()

    return anyio.run(go)


@pytest.mark.parametrize("kind", ["dribble_headers", "dribble_body", "stall"])
def test_a_slow_response_ends_at_the_deadline(world: World, kind: str) -> None:
    world.fault(kind=kind, seconds=30)
    began = time.monotonic()
    with pytest.raises(OutcomeUnknown, match=r"GET /api/projects: no answer in 0\.5 s"):
        exchange(world, 0.5)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ({"kind": "big_body"}, f"is larger than {MAX_ANSWER_BYTES} bytes"),
        ({"kind": "gzip_bomb", "size": 4 * MIB}, "is compressed, which was not asked for"),
        ({"kind": "deep_json"}, "is not JSON"),
        ({"kind": "nan"}, "is not JSON"),
        ({"kind": "bad_utf8"}, "is not JSON"),
        ({"kind": "html"}, r"is not JSON \(text/html\)"),
        ({"kind": "redirect"}, "307: a redirect, which is not followed"),
        ({"kind": "answer", "status": 200, "body": ["a list"]}, "is not an object"),
    ],
)
def test_an_unusable_response_is_an_error_with_the_reason(
    world: World, fault: dict[str, Any], text: str
) -> None:
    world.fault(**fault)
    with pytest.raises(InvalidResponse, match=text):
        world.run(lambda ctx: ctx.client.request("GET", "/projects"))
    assert world.requests() == ["GET /projects"]


def test_a_refused_connection_is_retried() -> None:
    clock = FakeClock()

    async def go() -> None:
        client = Client("ak_live_nobody", "http://127.0.0.1:9", "/api", clock=clock)
        with pytest.raises(NotSent, match=r"cannot connect to http://127\.0\.0\.1:9"):
            await client.request("POST", "/projects", {"name": "shop"})
        await client.close()

    anyio.run(go)
    assert len(clock.slept) == ATTEMPTS - 1


def test_a_proxy_of_the_environment_does_not_receive_the_api_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert exchange(world, 10).status == 200


def test_a_cached_list_is_read_again_after_a_write_and_when_expired(world: World) -> None:
    async def go(ctx: Any) -> list[int]:
        counts = []
        for step in (None, None, "write", None, "wait"):
            if step == "write":
                await ctx.client.request("POST", "/projects", {"name": "shop"})
            if step == "wait":
                await ctx.client.clock.sleep(FRESH_S + 1)
            counts.append((await ctx.client.list_cached("/projects"))["total"])
        return counts

    assert world.run(go) == [0, 0, 1, 1, 1]
    assert world.requests().count("GET /projects") == 3


@pytest.mark.parametrize(
    "id",
    ["..", ".", "", "a/b", "a?b", "a#b", "%2e%2e", "https://evil.example", "a b", "é", "x" * 999],
)
def test_an_id_cannot_change_the_path(id: str) -> None:
    with pytest.raises(RunsiteError, match="is not an id as Runsite gives them"):
        api_path("projects", id)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_idempotent_requests_are_retried(world: World, method: str) -> None:
    world.fault(kind="answer", status=503, method=method, count=ATTEMPTS - 1)
    with pytest.raises(RunsiteError, match=r"40[45]"):
        world.run(lambda ctx: ctx.client.send(method, "/projects/nowhere-at-all/x"))
    assert len(world.requests()) == ATTEMPTS


def test_a_too_long_retry_after_is_not_waited_for(world: World) -> None:
    world.fault(kind="answer", status=429, headers={"retry-after": "86400"})
    with pytest.raises(RunsiteError, match="429"):
        world.run(lambda ctx: ctx.client.request("GET", "/projects"))
    assert world.requests() == ["GET /projects"]


def test_waiting_for_a_rate_limit_has_a_deadline(world: World) -> None:
    world.fault(kind="answer", status=429, count=200)
    with pytest.raises(RunsiteError, match="429"):
        world.run(lambda ctx: ctx.client.request("GET", "/projects"))
    assert 200 < world.clock.now() <= 300
    world.control("DELETE", "faults")
