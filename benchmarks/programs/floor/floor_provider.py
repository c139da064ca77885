"""Resources of a dynamic provider that does nothing: what the engine and its host cost."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi import dynamic


class Idle(dynamic.ResourceProvider):
    """Answers every call with what it was given."""

    serialize_as_secret_always = False  # encrypting a reference to this class is avoidable cost

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Return a fixed id."""
        return dynamic.CreateResult("id", props)

    def update(
        self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]
    ) -> dynamic.UpdateResult:
        """Return the new inputs."""
        return dynamic.UpdateResult(_news)


class WebService(dynamic.Resource):
    """A web service that exists nowhere."""

    def __init__(self, name: str) -> None:
        super().__init__(Idle(), name, {"image_ref": "nginx:1.27"})


class EnvVar(dynamic.Resource):
    """A variable that exists nowhere."""

    def __init__(
        self, name: str, web_service_id: pulumi.Output[str], key: str, value: pulumi.Output[str]
    ) -> None:
        super().__init__(
            Idle(), name, {"web_service_id": web_service_id, "key": key, "value": value}
        )
