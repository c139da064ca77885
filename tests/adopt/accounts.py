"""A Runsite account with existing resources, created through the API."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.testing import Runsite

PROJECTS = ("shop", "Größe & Co", "class")
SERVICES, VARIABLES_EACH = 20, 10
CANARY = "canary-value"
"""The beginning of every value that Runsite masks."""


class Account:
    """Creates resources on a Runsite."""

    def __init__(self, runsite: Runsite) -> None:
        self._runsite = runsite

    def create(self, collection: str, **body: Any) -> str:
        """Create a resource in *collection*, and return its id."""
        return str(self._runsite.post(collection, **body)["id"])

    def project(self, name: str, **more: Any) -> str:
        return self.create("/projects", name=name, **more)

    def service(self, name: str, **more: Any) -> str:
        source = {} if "source_type" in more else {"source_type": "image", "image_ref": "nginx:1"}
        return self.create("/web-services", name=name, **source, **more)

    def variable(self, service: str, key: str, value: str, *, is_secret: bool) -> str:
        collection = f"/web-services/{service}/env"
        return self.create(collection, key=key, value=value, is_secret=is_secret)

    def secret(self, project: str, key: str, scope: str) -> str:
        collection = f"/projects/{project}/secrets"
        return self.create(collection, key=key, scope=scope, value=f"{CANARY}-{key}-{scope}")

    def deploy(self, service: str) -> str:
        return self.create(f"/web-services/{service}/deployments")


def fill(account: Account, services: int = SERVICES) -> dict[str, int]:
    """Create 3 projects and services with 10 variables, half of them masked; return the counts."""
    projects = [account.project(name, description=f"It's {name}") for name in PROJECTS]
    for project in projects:
        for scope in ("production", "staging"):
            account.secret(project, "PAYMENT_KEY", scope)
    for number in range(services):
        parent = {"project_id": projects[number % 4]} if number % 4 < len(projects) else {}
        service = account.service(f"api {number % 7}", **_source(number), **parent)
        for each in range(VARIABLES_EACH):
            is_masked = each % 2 == 1
            value = f"{CANARY}-{number}-{each}" if is_masked else f'it\'s "{number}"\n\\{each}'
            account.variable(service, f"KEY_{each}", value, is_secret=is_masked)
        if number % 5:
            account.deploy(service)
    return {
        "Project": 3,
        "ProjectSecret": 6,
        "WebService": services,
        "EnvVar": services * VARIABLES_EACH,
        "Deployment": services - len(range(0, services, 5)),
    }


def _source(number: int) -> dict[str, Any]:
    if number % 3:
        return {}
    repository = f"https://github.com/acme/api-{number}"
    return {"source_type": "git", "git_repository_url": repository, "max_instances": 3}
