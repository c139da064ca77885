"""A web service in the emulator and its deployments, as fixture `service`."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import Deployment, WebService
from tests.world import World


class ServiceDeployments:
    """One web service and its deployments."""

    def __init__(self, world: World, image_ref: str = "nginx:1.27") -> None:
        self.world = world
        self.id, _ = world.create(WebService, "service", name="web", image_ref=image_ref)
        self.path = f"/web-services/{self.id}/deployments"

    def deploy(self, urn: str = "it", **more: Any) -> tuple[str, Props]:
        return self.world.create(Deployment, urn, web_service_id=self.id, **more)

    def update(self, state: Props, id: str, **more: Any) -> Props:
        return self.world.update(Deployment, id, state, web_service_id=self.id, **more)

    def post_count(self) -> int:
        return self.world.writes().count(f"POST {self.path}")

    def break_image(self) -> None:
        self.world.control("PATCH", f"dashboard/web-services/{self.id}", image_ref="x:fail-build")


@pytest.fixture
def service(world: World) -> ServiceDeployments:
    return ServiceDeployments(world)
