"""Bad inputs that only Runsite can know: one message, and nothing is created or changed."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.fields import Props
from tests.adapters.dynamic_host_process import Host
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.plugin_process import Plugin

NOBODY = "00000000-0000-0000-0000-000000000000"

APPLIED: list[tuple[str, str, dict[str, Any], str]] = [
    ("P1.26", "Project", {"name": "shop"}, "Project 'shop' already exists"),
    ("P1.27", "Project", {"name": "twice"}, "Project 'twice' already exists"),
    ("P2.6", "WebService", {"name": "web", "image_ref": "nginx"}, "'web' already exists"),
    ("P2.16", "WebService", {"project_id": NOBODY}, "404"),
    ("P2.17", "WebService", {"project_id": "11111111-1111-4111-8111-111111111111"}, "404"),
    ("P3.8", "Deployment", {"web_service_id": "<project>"}, "404"),
    ("P3.9", "Deployment", {"web_service_id": NOBODY}, "404"),
    ("P3.55", "Deployment", {"web_service_id": "<service>", "rollback_to": NOBODY}, "404"),
    ("P3.56", "Deployment", {"web_service_id": "<service>", "rollback_to": "<live>"}, ""),
    ("P4.5", "EnvVar", {"web_service_id": NOBODY, "key": "A", "value": "canary"}, "404"),
    ("P4.23", "EnvVar", {"web_service_id": "<service>", "key": "KEY", "value": "canary"},
     "Environment variable 'KEY' already exists"),
    ("P5.6", "ProjectSecret",
     {"project_id": NOBODY, "key": "A", "scope": "staging", "value": "canary"}, "404"),
    ("P5.19", "ProjectSecret",
     {"project_id": "<project>", "key": "KEY", "scope": "staging", "value": "canary"},
     "Project secret 'KEY' 'staging' already exists"),
]  # fmt: skip
"""Number of the row, resource, inputs, message."""


@pytest.mark.parametrize("host_name", ["host", "plugin"])
def test_what_only_runsite_can_know_is_one_message(
    request: pytest.FixtureRequest, runsite: Running, host_name: str
) -> None:
    runsite.emulator.reset()
    adapter: Host | Plugin = request.getfixturevalue(host_name)
    adapter.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    known = existing(adapter)
    for number, resource_type, inputs, expected in APPLIED:
        before = objects(runsite)
        resource = adapter(resource_type)
        resource.urn += number
        news = {"name": "x", "image_ref": "nginx"} if resource_type == "WebService" else {}
        news |= {name: known.get(value, value) for name, value in inputs.items()}
        try:
            resource.create(news)
            message = ""
        except RpcFailed as failed:
            message = str(failed)
        assert expected in message, (number, message)
        assert "canary" not in message, number
        assert "Traceback" not in message, number
        assert not expected or objects(runsite) == before, number


def existing(adapter: Host | Plugin) -> dict[str, str]:
    """Create one of each resource, and two projects of one name."""
    project, _ = adapter("Project").create({"name": "shop"})
    for policy in ("error", "replace"):
        another = adapter("Project")
        another.urn += policy
        another.create({"name": "twice", "immutable_changes": policy})
    service, _ = adapter("WebService").create({"name": "web", "image_ref": "nginx"})
    key: Props = {"key": "KEY", "value": "canary-1"}
    adapter("EnvVar").create(key | {"web_service_id": service})
    adapter("ProjectSecret").create(key | {"project_id": project, "scope": "staging"})
    live, _ = adapter("Deployment").create({"web_service_id": service})
    return {"<project>": project, "<service>": service, "<live>": live}


def objects(runsite: Running) -> list[str]:
    """Return everything on Runsite."""
    store = runsite.emulator.store
    tables = (store.projects, store.web_services, store.variables, store.secrets, store.deployments)
    return [repr(row) for table in tables for row in table.all()]
