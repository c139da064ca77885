"""What the client sends again, and how long it waits."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from pulumi_runsite.api import Client, Interrupted, OnWait, RateLimited, RunsiteError, Unavailable
from pulumi_runsite.api.transport import Transport
from tests.api.client_calls import answers, fails, projects, run
from tests.world import World, runsite, world

__all__ = ["runsite", "world"]


@pytest.mark.parametrize("failure", [{"kind": "close"}, {"kind": "answer", "status": 503}])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_idempotent_request_is_sent_four_times(
    world: World, method: str, failure: dict[str, Any]
) -> None:
    world.fault(count=4, **failure)
    fails(world, lambda client: client.request_any(method, "/projects/p-1"))
    assert len(world.requests()) == 4
    assert len(world.clock.slept) == 3
    assert all(0 <= slept <= 8 for slept in world.clock.slept)


@pytest.mark.parametrize("failure", [{"kind": "close"}, {"kind": "answer", "status": 503}])
def test_a_post_that_may_have_arrived_is_sent_once(world: World, failure: dict[str, Any]) -> None:
    world.fault(**failure)
    fails(world, lambda client: client.request("POST", "/projects", {"name": "shop"}))
    assert world.requests() == ["POST /projects"]
    assert world.clock.slept == []


@pytest.mark.parametrize(("seconds", "count"), [(29, 3), (31, 2), (59, 2), (60, 1)])
def test_a_request_ends_within_a_minute(world: World, seconds: int, count: int) -> None:
    answers(world, 503, count, headers={"retry-after": str(seconds)})
    fails(world, projects, Unavailable)
    assert len(world.requests()) == count
    assert all(slept >= seconds for slept in world.clock.slept)


def test_the_wait_for_a_rate_limit_is_no_part_of_that_minute(world: World) -> None:
    answers(world, 429, headers={"retry-after": "100"})
    answers(world, 503, headers={"retry-after": "59"})
    assert run(world, projects)["projects"] == []
    assert len(world.requests()) == 3


@pytest.mark.parametrize(("seconds", "count"), [(100, 3), (120, 3), (60, 5), (121, 1)])
def test_a_rate_limit_is_waited_for_at_most_five_minutes(
    world: World, seconds: int, count: int
) -> None:
    answers(world, 429, count, headers={"retry-after": str(seconds)})
    assert f"requested a wait of {seconds} s" in fails(world, projects, RateLimited)
    assert len(world.requests()) == count


def test_the_wait_for_a_rate_limit_counts_from_the_request(world: World) -> None:
    answers(world, 429, headers={"retry-after": "100"})

    async def later(client: Client) -> Any:
        await client.clock.sleep(1_000)
        return await client.request("GET", "/projects")

    assert run(world, later)["projects"] == []


@pytest.mark.parametrize(("seconds", "count"), [(121.0, 1), (121.5, 0)])
def test_a_request_waits_two_minutes_at_most_before_it_is_sent(
    world: World, seconds: float, count: int
) -> None:
    """And a second, since another request may add up to a quarter of one to Retry-After."""

    async def after_another(client: Client) -> None:
        client._pacer.pause("requests", seconds)
        with suppress(RateLimited):
            await client.request("GET", "/projects")

    run(world, after_another)
    assert len(world.requests()) == count


@pytest.mark.parametrize("status", [429, 503])
def test_a_client_without_retries_attempts_a_request_once(world: World, status: int) -> None:
    answers(world, status)

    async def once(client: Client) -> Any:
        with pytest.raises((RateLimited, Unavailable)):
            await client.without_retries().request("GET", "/projects")
        assert world.clock.slept == []
        answers(world, 503)
        return await client.request("GET", "/projects")

    assert run(world, once)["projects"] == []
    assert len(world.requests()) == 3


class RecordingTransport(Transport):
    """Records the time limit of each attempt."""

    timeouts_s: list[float]

    async def send(self, method: str, path: str, body: Any, query: Any, timeout_s: float) -> Any:
        self.timeouts_s.append(timeout_s)
        return await super().send(method, path, body, query, timeout_s)


def test_all_attempts_of_a_request_share_its_minute(world: World) -> None:
    for seconds in ("29", "30"):
        answers(world, 503, headers={"retry-after": seconds})

    async def recorded(client: Client) -> list[float]:
        client._transport = RecordingTransport(world.url, {})
        client._transport.timeouts_s = timeouts_s = []
        await client.clock.sleep(100)
        with suppress(RunsiteError):  # without the API key
            await client.request("GET", "/projects")
        return timeouts_s

    assert run(world, recorded) == [60, 31, 1]


def test_another_request_does_not_wait_for_a_rate_limit_that_is_too_long(world: World) -> None:
    answers(world, 429, headers={"retry-after": "121"})

    async def twice(client: Client) -> None:
        with pytest.raises(RateLimited):
            await client.request("GET", "/projects")
        await client.request("GET", "/web-services")

    assert "GET /api/web-services was not sent" in fails(world, twice, RateLimited)
    assert world.clock.slept == []


def test_the_first_pause_after_a_failure_is_less_than_a_second(world: World) -> None:
    answers(world, 503)
    run(world, projects)
    (slept,) = world.clock.slept
    assert slept < 1


def test_the_user_is_informed_of_the_wait_for_a_rate_limit(world: World) -> None:
    answers(world, 429, headers={"retry-after": "30"})
    texts: list[str] = []
    run(world, lambda client: client.request("GET", "/projects", on_wait=OnWait(texts.append)))
    assert [text for text in texts if "30 s" in text] == texts
    assert len(texts) == 1


def test_an_interrupt_ends_the_wait_for_another_attempt(world: World) -> None:
    answers(world, 503)
    world.clock.interrupted = True
    fails(world, projects, Interrupted)
    assert len(world.requests()) == 1
