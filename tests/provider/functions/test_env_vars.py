"""The function `get_env_vars`."""

from __future__ import annotations

from pulumi_runsite.provider.functions import GetEnvVars
from pulumi_runsite.provider.resources import EnvVar
from tests.world import World

from .conftest import create_service, invoke


def test_variables_are_returned_without_values(world: World) -> None:
    web = create_service(world)
    for key, is_secret in (("PLAIN", False), ("MASKED", True)):
        world.create(
            EnvVar, key, web_service_id=web, key=key, value="canary-value", is_secret=is_secret
        )
    result = invoke(world, GetEnvVars, web_service_id=web)["environment_variables"]
    assert {each["key"]: each["is_secret"] for each in result} == {"PLAIN": False, "MASKED": True}
    assert "canary-value" not in repr(result)
    assert all("value" not in each for each in result)
