"""The functions `get_deployment` and `get_deployments`."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.provider.functions import GetDeployment, GetDeployments
from pulumi_runsite.provider.resources import Deployment
from tests.world import World

from .conftest import create_service, error_of, invoke


def test_without_an_id_the_live_deployment_is_returned(world: World) -> None:
    web = create_service(world)
    assert "has no live deployment" in error_of(world, GetDeployment, web_service_id=web)
    first, _ = world.create(Deployment, "one", web_service_id=web)
    second, _ = world.create(Deployment, "two", web_service_id=web)
    result = invoke(world, GetDeployment, web_service_id=web)
    assert (result["id"], result["is_live"]) == (second, True)
    earlier = invoke(world, GetDeployment, web_service_id=web, id=first)
    assert (earlier["id"], earlier["is_live"]) == (first, False)
    page = invoke(world, GetDeployments, web_service_id=web, limit=1, offset=1)
    assert [each["id"] for each in page["deployments"]] == [first]
    assert page["total"] == 2


def test_the_live_deployment_is_found_behind_a_hundred_newer_ones(world: World) -> None:
    world.emulator.switches.rate_limit = "off"
    web = create_service(world)
    live, _ = world.create(Deployment, "one", web_service_id=web)

    async def fail_many(ctx: Any) -> None:
        for _ in range(101):
            await ctx.client.request(
                "POST", f"/web-services/{web}/deployments", {"branch": "fail-build"}
            )
            world.emulator.clock.advance(60)

    world.run(fail_many)
    assert invoke(world, GetDeployment, web_service_id=web)["id"] == live


def test_repeated_pages_end_the_search(world: World) -> None:
    web = create_service(world)
    page = {"deployments": [{"id": f"d-{number}", "is_live": False} for number in range(20)]}
    world.fault(kind="answer", status=200, path="*/deployments", body=page, count=2)
    mark = world.mark()
    assert "has no live deployment" in error_of(world, GetDeployment, web_service_id=web)
    assert len(world.requests(mark)) == 2


def test_a_deployment_that_does_not_exist_is_an_error(world: World) -> None:
    web, id = create_service(world), "00000000-0000-4000-8000-000000000000"
    message = error_of(world, GetDeployment, web_service_id=web, id=id)
    assert message.startswith(f"Web service {web} has no deployment with the id {id} (GET ")


def test_no_more_deployments_are_returned_than_requested(world: World) -> None:
    web = create_service(world)
    ids = [world.create(Deployment, each, web_service_id=web)[0] for each in ("one", "two")]
    page = invoke(world, GetDeployments, web_service_id=web, limit=1)
    assert [each["id"] for each in page["deployments"]] == [ids[1]]
    assert page["total"] == 2


def test_the_texts_of_a_deployment_are_returned_without_secrets(world: World) -> None:
    web = create_service(world)
    id, _ = world.create(Deployment, web_service_id=web)
    (row,) = world.emulator.store.deployments.all()
    row.commit_message = f"\x1b[31mkey {world.emulator.api_key}"
    one = invoke(world, GetDeployment, web_service_id=web, id=id)
    live = invoke(world, GetDeployment, web_service_id=web)
    (listed,) = invoke(world, GetDeployments, web_service_id=web)["deployments"]
    assert [each["commit_message"] for each in (one, live, listed)] == ["key [secret]"] * 3
