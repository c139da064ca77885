"""What the client sends, and how it reads a response."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from pulumi_runsite.api import Client, InvalidResponse, Redactor, Unauthorized
from pulumi_runsite.api.proxy import Proxy
from tests.api.client_calls import answers, fails, projects, run
from tests.world import World, runsite, world

__all__ = ["runsite", "world"]


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


def test_the_password_of_a_proxy_is_redacted(world: World) -> None:
    redactor = Redactor()
    proxy = Proxy("http://user:passw0rd@127.0.0.1:9", "HTTPS_PROXY")
    Client("key", world.url, "/api", clock=world.clock, proxy=proxy, redactor=redactor)
    assert redactor.redact("passw0rd") == "[secret]"


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
    async def go(client: Client) -> tuple[str, float, float]:
        await client.clock.sleep(5)
        await client.request("GET", "/projects")
        date: tuple[str, float, float] = client.observations["Date"]
        return date

    date, sent_at, read_at = run(world, go)
    assert date.endswith(" GMT")
    assert (sent_at, read_at) == (5, 5)
