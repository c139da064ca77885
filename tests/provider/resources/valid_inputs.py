"""Valid inputs of every resource, and the check failures of a variation of them."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    Restart,
    WebService,
)

VALID_INPUTS: dict[type[Resource], dict[str, Any]] = {
    Project: {"name": "shop"},
    WebService: {"name": "web", "image_ref": "nginx:1.27"},
    EnvVar: {"web_service_id": "s-1", "key": "A", "value": "canary-value"},
    ProjectSecret: {"project_id": "p-1", "key": "A", "value": "canary-value", "scope": "staging"},
    Deployment: {"web_service_id": "s-1"},
    Restart: {"web_service_id": "s-1"},
}


def check_failures(resource: type[Resource], **props: Any) -> dict[str, str]:
    _, failures = resource.check(VALID_INPUTS[resource] | props)
    return {failure.path: failure.reason for failure in failures}
