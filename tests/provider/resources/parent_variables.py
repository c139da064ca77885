"""The variables of a web service or the secrets of a project, as fixture `variables`."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import EnvVar, Project, ProjectSecret, WebService
from tests.world import World


class ParentVariables:
    """The environment variables of one web service, or the secrets of one project."""

    def __init__(self, world: World, resource: type[EnvVar | ProjectSecret]) -> None:
        self.world = world
        self.resource = resource
        if resource is EnvVar:
            self.parent_id, _ = world.create(WebService, "w", name="web", image_ref="nginx")
            self.inputs = {"web_service_id": self.parent_id, "key": "DATABASE_URL"}
            self.path = f"/web-services/{self.parent_id}/env"
            self.rows = world.emulator.store.variables
        else:
            self.parent_id, _ = world.create(Project, "p", name="shop")
            self.inputs = {"project_id": self.parent_id, "key": "STRIPE", "scope": "production"}
            self.path = f"/projects/{self.parent_id}/secrets"
            self.rows = world.emulator.store.secrets  # type: ignore[assignment]
        self.since = world.mark()

    def create(self, urn: str = "it", **more: Any) -> tuple[str, Props]:
        return self.world.create(self.resource, urn, **self.inputs | {"value": "canary-1"} | more)

    def update(self, id: str, state: Props, **more: Any) -> Props:
        return self.world.update(
            self.resource, id, state, **self.inputs | {"value": "canary-1"} | more
        )

    def by_hand(self, key: str, value: str) -> str:
        """Create a variable as a colleague does, and return its id."""
        scope = {name: self.inputs[name] for name in {"scope"} & self.inputs.keys()}
        self.world.by_hand(self.path, key=key, value=value, **scope)
        (id,) = (row.id for row in self.rows.all() if row.key == key)
        return id

    def by_hand_during_a_wait(self, patch: pytest.MonkeyPatch, key: str, value: str) -> None:
        """Have a colleague create a variable while the provider waits, if there is none."""
        sleep = self.world.clock.sleep

        async def sleep_meanwhile(seconds: float) -> None:
            await sleep(seconds)
            if not self.values():
                self.by_hand(key, value)

        patch.setattr(self.world.clock, "sleep", sleep_meanwhile)

    def requests(self) -> list[str]:
        return self.world.requests(self.since)

    def writes(self) -> list[str]:
        return self.world.writes(self.since)

    def values(self) -> dict[str, str]:
        return {row.key: row.value for row in self.rows.all()}


@pytest.fixture(params=[EnvVar, ProjectSecret], ids=lambda resource: resource.__name__)
def variables(world: World, request: pytest.FixtureRequest) -> ParentVariables:
    return ParentVariables(world, request.param)
