"""After a 429, no request of the account is sent before the time that Runsite requested."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import pytest

from pulumi_runsite.api import Client, RateLimited, RunsiteError
from pulumi_runsite.provider.deployments.start_stop import start_or_stop
from pulumi_runsite.provider.resources import Deployment, WebService
from tests.world import EmulatedClock, World


class InterruptingClock(EmulatedClock):
    """Does something else during the first sleep."""

    meanwhile: Callable[[], Any] | None = None

    async def sleep(self, seconds: float) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            await meanwhile()
        await super().sleep(seconds)


def sent(world: World) -> list[tuple[str, float]]:
    """Return the path of each request, and the seconds since the first one."""
    entries = list(world.emulator.journal._entries)
    return [(each.path.removeprefix("/api"), each.at - entries[0].at) for each in entries]


def answer(world: World, status: int, path: str, **headers: str) -> None:
    world.fault(kind="answer", status=status, path=path, headers=headers)


def run(world: World, call: Callable[[Client], Any], clock: EmulatedClock | None = None) -> Any:
    async def go() -> Any:
        client = Client(world.emulator.api_key, world.url, "/api", clock=clock or world.clock)
        try:
            return await call(client)
        finally:
            await client.close()

    return anyio.run(go)


@pytest.mark.parametrize("status", [500, 503])
def test_a_retry_waits_for_the_rate_limit_that_another_request_has_met(
    world: World, status: int
) -> None:
    answer(world, status, "/projects")
    clock = InterruptingClock(world.emulator)

    async def request(client: Client) -> None:
        async def refuse_another() -> None:
            client._pacer.pause("requests", 10.0)

        clock.meanwhile = refuse_another
        await client.request("GET", "/projects")

    run(world, request, clock)
    assert [at >= 10 for _, at in sent(world)] == [False, True]


def test_a_retry_is_not_sent_after_the_rate_limit_has_stopped_another_request(
    world: World,
) -> None:
    answer(world, 503, "/projects")
    answer(world, 429, "/web-services", **{"retry-after": "600"})
    clock = InterruptingClock(world.emulator)

    async def request(client: Client) -> None:
        async def another() -> None:
            with pytest.raises(RateLimited, match="600 s"):
                await client.request("GET", "/web-services")

        clock.meanwhile = another
        with pytest.raises(RateLimited, match="GET /api/projects was not sent"):
            await client.request("GET", "/projects")

    run(world, request, clock)
    assert world.requests() == ["GET /projects", "GET /web-services"]


def test_a_503_is_repeated_after_the_time_that_it_requests(world: World) -> None:
    answer(world, 503, "/projects", **{"retry-after": "30"})
    run(world, lambda client: client.request("GET", "/projects"))
    assert [at >= 30 for _, at in sent(world)] == [False, True]


def test_nothing_is_sent_while_runsite_requests_a_wait_that_is_too_long(world: World) -> None:
    answer(world, 429, "/projects", **{"retry-after": "600"})

    async def twice(client: Client) -> None:
        with pytest.raises(RateLimited, match=r"429: .*a wait of 600 s"):
            await client.request("GET", "/projects")
        with pytest.raises(RateLimited) as raised:
            await client.request("POST", "/web-services", {"name": "web"})
        assert str(raised.value) == (
            "POST /api/web-services was not sent: Runsite's rate limit was reached by an earlier "
            "request, and Runsite requested a wait of 601 s. Run the command again after 601 s."
        )

    run(world, twice)
    assert world.requests() == ["GET /projects"]


def test_a_start_that_the_rate_limit_refuses_names_the_wait_and_what_to_do(world: World) -> None:
    id, _ = world.create(WebService, "w", name="web", image_ref="nginx:1.27")
    world.create(Deployment, "d", web_service_id=id)
    for status, remedy in (
        (429, "Run the command again after 600 s."),
        (503, "run the command again."),
    ):
        headers = {"retry-after": "600"} if status == 429 else {}
        answer(world, status, "*/stop", **headers)
        with pytest.raises(RunsiteError) as raised:
            world.run(lambda ctx: start_or_stop(ctx, id, "stopped"))
        assert str(raised.value).endswith(remedy)
