"""What the client sends again, how long it waits, and how it reads a response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import anyio
import pytest

from pulumi_runsite.api import (
    Client,
    Interrupted,
    InvalidResponse,
    OnWait,
    RateLimited,
    RunsiteError,
    Unauthorized,
    Unavailable,
)
from tests.world import World, runsite, world

__all__ = ["runsite", "world"]

Call = Callable[[Client], Awaitable[Any]]


def run(world: World, call: Call) -> Any:
    async def go() -> Any:
        client = world.client()
        try:
            return await call(client)
        finally:
            await client.close()

    return anyio.run(go)


def fails(world: World, call: Call, error: type[RunsiteError] = RunsiteError) -> str:
    with pytest.raises(error) as raised:
        run(world, call)
    return str(raised.value)


def answers(world: World, status: int, count: int = 1, **more: Any) -> None:
    world.fault(kind="answer", status=status, count=count, **more)


def projects(client: Client) -> Awaitable[Any]:
    return client.request("GET", "/projects")


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


def test_after_a_401_nothing_is_sent_any_more(world: World) -> None:
    answers(world, 401)

    async def twice(client: Client) -> None:
        with pytest.raises(Unauthorized, match="GET /api/projects"):
            await client.request("GET", "/projects")
        await client.request("POST", "/web-services", {"name": "web"})

    assert "POST /api/web-services was not sent" in fails(world, twice, Unauthorized)
    assert world.requests() == ["GET /projects"]


@pytest.mark.parametrize("body", [{"updated": 1}, {"success": True}, {"success": None}, [], [1]])
def test_the_response_to_a_write_is_returned(world: World, body: Any) -> None:
    answers(world, 200, body=body)
    assert run(world, lambda client: client.send("PUT", "/projects/p-1", {})) == body


def test_a_response_that_denies_success_is_an_error(world: World) -> None:
    answers(world, 200, body={"success": False})
    message = fails(world, lambda client: client.send("PUT", "/projects/p-1", {}), InvalidResponse)
    assert "PUT /api/projects/p-1" in message


@pytest.mark.parametrize("text", ["[]", "null", "5", '"text"', "true"])
def test_what_is_no_object_is_an_error_where_one_is_expected(world: World, text: str) -> None:
    answers(world, 200, text=text)
    message = fails(world, projects, InvalidResponse)
    assert "GET /api/projects" in message


@pytest.mark.parametrize(
    ("method", "text", "expected"),
    [("GET", "[]", []), ("PUT", "null", {}), ("DELETE", "", {}), ("PUT", '{"a": 1}', {"a": 1})],
)
def test_a_response_of_any_form_is_returned(
    world: World, method: str, text: str, expected: Any
) -> None:
    answers(world, 200, text=text)
    assert run(world, lambda client: client.request_any(method, "/projects/p-1")) == expected


@pytest.mark.parametrize("text", ["null", "5", '"text"'])
def test_what_is_neither_an_object_nor_a_list_is_an_error(world: World, text: str) -> None:
    answers(world, 200, text=text)
    message = fails(world, lambda client: client.request_any("GET", "/projects"), InvalidResponse)
    assert "GET /api/projects" in message


def test_the_api_key_is_redacted_from_an_error(world: World) -> None:
    answers(world, 400, body={"detail": f"bad key {world.emulator.api_key}"})
    assert "bad key [secret]" in fails(world, projects)


def test_a_cached_list_is_shared_until_a_write(world: World) -> None:
    async def go(client: Client) -> None:
        read = partial(client.request, "GET", "/projects")
        assert await client.cached("/projects", read) is await client.cached("/projects", read)
        await client.request("POST", "/projects", {"name": "shop"})
        assert len((await client.cached("/projects", read))["projects"]) == 1
        await client.cached("/projects", read, client.clock.now() + 1)

    run(world, go)
    gets = [each for each in world.requests() if each.startswith("GET")]
    assert len(gets) == 3


def test_a_list_that_was_read_during_a_write_is_not_used_after_it(world: World) -> None:
    async def go(client: Client) -> None:
        before = client._writes
        await client.request("POST", "/projects", {"name": "shop"})
        assert client._writes == before + 2
        await client.request("GET", "/projects")
        assert client._writes == before + 2

    run(world, go)


def test_the_time_of_the_last_response_is_kept(world: World) -> None:
    async def go(client: Client) -> tuple[str, float]:
        await client.clock.sleep(5)
        await client.request("GET", "/projects")
        date: tuple[str, float] = client.observations["Date"]
        return date

    date, read_at = run(world, go)
    assert date.endswith(" GMT")
    assert read_at == 5


def test_an_interrupt_ends_the_wait_for_another_attempt(world: World) -> None:
    answers(world, 503)
    world.clock.interrupted = True
    fails(world, projects, Interrupted)
    assert len(world.requests()) == 1
