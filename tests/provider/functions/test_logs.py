"""The function `get_logs`."""

from __future__ import annotations

from pulumi_runsite.provider.functions import GetLogs
from pulumi_runsite.provider.resources import Deployment
from tests.world import World

from .conftest import create_service, invoke


def test_logs_are_limited_as_requested_and_the_key_is_redacted(world: World) -> None:
    web = create_service(world)
    world.create(Deployment, web_service_id=web)
    world.emulator.clock.advance(3600)
    result = invoke(world, GetLogs, web_service_id=web, tail=3)
    assert len(result["logs"].splitlines()) == 3
    since = int(world.emulator.clock.now())
    recent = invoke(world, GetLogs, web_service_id=web, tail=10000, since=since - 15)
    assert 1 <= len(recent["logs"].splitlines()) <= 2
    body = {
        "logs": f"\x1b[31mkey={world.emulator.api_key}\x1b[0m\n",
        "timestamp": "2026-01-01T00:00:00Z",
    }
    world.fault(kind="answer", status=200, path="*/logs", body=body)
    assert invoke(world, GetLogs, web_service_id=web)["logs"] == "key=[secret]\n"


def test_a_time_in_the_future_is_a_warning(world: World) -> None:
    web = create_service(world)
    world.create(Deployment, web_service_id=web)
    now = int(world.emulator.clock.now())
    invoke(world, GetLogs, web_service_id=web, since=now)
    assert world.messages.warnings == []
    invoke(world, GetLogs, web_service_id=web, since=now + 90)
    (warning,) = world.messages.warnings
    assert f"`since` is {now + 90}, which is 8" in warning
