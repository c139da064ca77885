"""The environment variables of a web service or the secrets of a project, as fixture `home`."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import EnvVar, Project, ProjectSecret, WebService
from tests.world import World


class Home:
    """Where variables of one kind live."""

    def __init__(self, world: World, kind: type[EnvVar | ProjectSecret]) -> None:
        self.world = world
        self.kind = kind
        if kind is EnvVar:
            self.parent, _ = world.create(WebService, "w", name="web", image_ref="nginx")
            self.inputs = {"web_service_id": self.parent, "key": "DATABASE_URL"}
            self.path = f"/web-services/{self.parent}/env"
            self.rows = world.emulator.store.variables
        else:
            self.parent, _ = world.create(Project, "p", name="shop")
            self.inputs = {"project_id": self.parent, "key": "STRIPE", "scope": "production"}
            self.path = f"/projects/{self.parent}/secrets"
            self.rows = world.emulator.store.secrets  # type: ignore[assignment]
        self.since = world.mark()

    def create(self, urn: str = "it", **more: Any) -> tuple[str, Props]:
        return self.world.create(self.kind, urn, **self.inputs | {"value": "canary-1"} | more)

    def update(self, id: str, state: Props, **more: Any) -> Props:
        return self.world.update(self.kind, id, state, **self.inputs | {"value": "canary-1"} | more)

    def asked(self) -> list[str]:
        return self.world.asked(self.since)

    def writes(self) -> list[str]:
        return self.world.writes(self.since)

    def values(self) -> dict[str, str]:
        return {row.key: row.value for row in self.rows.all()}


@pytest.fixture(params=[EnvVar, ProjectSecret], ids=lambda kind: kind.__name__)
def home(world: World, request: pytest.FixtureRequest) -> Home:
    return Home(world, request.param)
