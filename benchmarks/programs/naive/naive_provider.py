"""A dynamic provider as one writes it first: one request per operation, a new client each time."""

from __future__ import annotations

import os
from typing import Any

import httpx
import pulumi
from pulumi import dynamic


def send(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Send one request and return the JSON of its response."""
    url = f"{os.environ['RUNSITE_API_URL']}/api/{path}"
    headers = {"Authorization": f"Bearer {os.environ['RUNSITE_API_KEY']}"}
    response = httpx.request(method, url, headers=headers, json=body, timeout=60)
    response.raise_for_status()
    return response.json() if response.content else None


class WebServiceProvider(dynamic.ResourceProvider):
    """Creates and reads web services; the API can neither update nor delete them."""

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Create a web service."""
        body = {"name": props["name"], "source_type": "image", "image_ref": props["image_ref"]}
        return dynamic.CreateResult(send("POST", "web-services", body)["id"], props)

    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Read a web service."""
        found = send("GET", f"web-services/{id_}")
        return dynamic.ReadResult(id_, props | {"name": found["name"]})


class EnvVarProvider(dynamic.ResourceProvider):
    """Creates, reads, updates and deletes variables."""

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Create a variable."""
        body = {"key": props["key"], "value": props["value"], "is_secret": True}
        created = send("POST", f"web-services/{props['web_service_id']}/env", body)
        return dynamic.CreateResult(created["id"], props)

    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Find a variable in the list of its web service."""
        listed = send("GET", f"web-services/{props['web_service_id']}/env")
        found = {each["id"]: each["key"] for each in listed["environment_variables"]}
        if id_ not in found:
            return dynamic.ReadResult("", {})
        return dynamic.ReadResult(id_, props | {"key": found[id_]})

    def update(
        self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]
    ) -> dynamic.UpdateResult:
        """Write the value by the bulk call, the only one that updates."""
        item = {"id": _id, "key": _news["key"], "value": _news["value"], "is_secret": True}
        send("PUT", f"web-services/{_news['web_service_id']}/env/bulk", {"variables": [item]})
        return dynamic.UpdateResult(_news)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Delete a variable."""
        send("DELETE", f"web-services/{_props['web_service_id']}/env/{_id}")


class WebService(dynamic.Resource):
    """A web service."""

    def __init__(self, name: str) -> None:
        super().__init__(WebServiceProvider(), name, {"name": name, "image_ref": "nginx:1.27"})


class EnvVar(dynamic.Resource):
    """A variable of a web service."""

    def __init__(
        self, name: str, web_service_id: pulumi.Output[str], key: str, value: pulumi.Output[str]
    ) -> None:
        super().__init__(
            EnvVarProvider(), name, {"web_service_id": web_service_id, "key": key, "value": value}
        )
