"""Questions whose answer a switch can change; test_switches.py asks each of them twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.emulator.inside import WRITE, Runsite

Ask = Callable[[Runsite], Any]


def made(path: str, **body: Any) -> Ask:
    return lambda runsite: runsite.api.post(path, json=body).status_code


def variable(runsite: Runsite, **body: Any) -> Any:
    body = {"key": "KEY", "value": "v"} | body
    return runsite.api.post(f"{runsite.service()}/env", json=body)


def secret(runsite: Runsite, **body: Any) -> Any:
    body = {"key": "KEY", "value": "v", "scope": "staging"} | body
    return runsite.api.post(f"projects/{runsite.project()}/secrets", json=body)


def twice(runsite: Runsite) -> Any:
    service = runsite.service()
    runsite.variable(service, value="one")
    status = runsite.api.post(f"{service}/env", json={"key": "KEY", "value": "two"}).status_code
    listed = runsite.get(f"{service}/env")["environment_variables"]
    return status, [v["value"] for v in listed]


def bulk(runsite: Runsite) -> Any:
    service, project = runsite.service(), runsite.project()
    item = {"key": "NEW", "value": "v"}
    runsite.variable(service, "OLD")
    runsite.api.put(f"{service}/env/bulk", json={"variables": [item]})
    for key in ("OLD", "NEW"):
        one = {"key": key, "value": "v", "scope": "staging"}
        runsite.api.put(f"projects/{project}/secrets/bulk", json={"secrets": [one]})
    return set(runsite.variables(service)), runsite.get(f"projects/{project}/secrets")["total"]


def bulk_env_again(runsite: Runsite) -> Any:
    service = runsite.service()
    runsite.variable(service)
    items = {"variables": [{"key": "KEY", "value": "two"}]}
    return runsite.api.put(f"{service}/env/bulk", json=items).status_code


def bulk_secret_again(runsite: Runsite) -> Any:
    project = f"projects/{runsite.project()}/secrets"
    one = {"key": "KEY", "value": "v", "scope": "staging"}
    runsite.make(project, one)
    return runsite.api.put(f"{project}/bulk", json={"secrets": [one]}).status_code


def shape(runsite: Runsite) -> Any:
    project = f"projects/{runsite.project()}/secrets"
    runsite.make(project, {"key": "KEY", "value": "v", "scope": "staging"})
    found = runsite.get(project)
    group = found.get("KEY") or found["secrets"]
    return type(group).__name__, list(found)


def foreign(runsite: Runsite) -> Any:
    project = runsite.project()
    runsite.room.patch(f"dashboard/projects/{project}", json={"owner": "them"})
    return runsite.api.get(f"projects/{project}").status_code


def deploys(runsite: Runsite) -> Any:
    service = runsite.running()
    runsite.api.post(f"{service}/stop")
    runsite.passes(10)
    answer = runsite.api.post(f"{service}/deploy").json()
    return runsite.get(f"{service}/deployments")["total"], answer["status"]


def deploy_answers(runsite: Runsite) -> Any:
    return "trigger_type" in runsite.api.post(f"{runsite.service()}/deploy").json()


def stops(runsite: Runsite) -> Any:
    answer = runsite.api.post(f"{runsite.running()}/stop")
    return answer.json()["status"] if answer.content else None


def stops_twice(runsite: Runsite) -> Any:
    return runsite.api.post(f"{runsite.service()}/stop").status_code


def deletes(key: str) -> Ask:
    def ask(runsite: Runsite) -> Any:
        service = runsite.service()
        path = f"{service}/env/{runsite.variable(service)['id']}"
        return runsite.door(key).delete(path).status_code

    return ask


def with_branch(runsite: Runsite) -> Any:
    body = {"name": "x", "source_type": "image", "image_ref": "a:1", "github_branch": "b"}
    answer = runsite.api.post("web-services", json=body)
    return answer.status_code, type(answer.json()["detail"]).__name__


def repeats(runsite: Runsite) -> Any:
    return "input" in runsite.api.post("projects", json={"name": 1}).json()["detail"][0]


def ends(after_s: float) -> Ask:
    def ask(runsite: Runsite) -> Any:
        deployment = runsite.deploy(runsite.service())
        runsite.passes(after_s)
        return runsite.status(deployment)

    return ask


def stopped(runsite: Runsite) -> Any:
    service = runsite.running()
    runsite.api.post(f"{service}/stop")
    runsite.passes(1)
    return runsite.status(service)


def many(runsite: Runsite) -> Any:
    one, other = runsite.service(), runsite.service()
    for service in (one, other, one, other, one):
        runsite.deployed(service, "fail-build")
    return runsite.api.post(f"{one}/deployments").status_code


def sixth(after_s: float) -> Ask:
    def ask(runsite: Runsite) -> Any:
        service = runsite.service()
        for _ in range(6):
            answer = runsite.api.post(f"{service}/deployments")
            runsite.passes(after_s)
        return answer.status_code, answer.headers.get("retry-after")

    return ask


def asks_twice(runsite: Runsite) -> Any:
    return [runsite.api.get("projects").status_code for _ in range(2)][-1]


def keeps(runsite: Runsite) -> Any:
    service = runsite.service()
    for _ in range(3):
        runsite.deployed(service)
    return runsite.get(f"{service}/deployments")["total"]


def malformed(runsite: Runsite) -> Any:
    return runsite.api.get("projects/7").status_code


def same_names(runsite: Runsite) -> Any:
    runsite.project("x")
    runsite.service(name="x")
    body = {"name": "x", "source_type": "image", "image_ref": "a:1"}
    return made("projects", name="x")(runsite), made("web-services", **body)(runsite)


def lists(runsite: Runsite) -> Any:
    runsite.project()
    return runsite.get("projects")["total"]


def reads(runsite: Runsite) -> Any:
    project = runsite.project()
    service = runsite.service()
    deployment = runsite.deploy(service)
    paths = (f"projects/{project}", service, deployment)
    runsite.passes(0.5)
    return {runsite.api.get(path).status_code for path in paths}


def prefixes(runsite: Runsite) -> Any:
    doors = [runsite.door(WRITE), runsite.door(WRITE, "/api/v1")]
    return [door.get("projects").status_code for door in doors]
