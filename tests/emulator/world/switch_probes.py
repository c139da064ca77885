"""Requests whose response a switch changes; test_switches.py sends each of them twice."""

from __future__ import annotations

from typing import Any

from tests.emulator.harness import WRITE, Runsite
from tests.emulator.world.switch_case import Probe


def status_of_post(path: str, **body: Any) -> Probe:
    return lambda runsite: runsite.api.post(path, json=body).status_code


def post_variable(runsite: Runsite, **body: Any) -> Any:
    body = {"key": "KEY", "value": "v"} | body
    return runsite.api.post(f"{runsite.create_service()}/env", json=body)


def post_secret(runsite: Runsite, **body: Any) -> Any:
    body = {"key": "KEY", "value": "v", "scope": "staging"} | body
    return runsite.api.post(f"projects/{runsite.create_project()}/secrets", json=body)


def post_variable_twice(runsite: Runsite) -> Any:
    service = runsite.create_service()
    runsite.create_variable(service, value="one")
    status = runsite.api.post(f"{service}/env", json={"key": "KEY", "value": "two"}).status_code
    listed = runsite.get(f"{service}/env")["environment_variables"]
    return status, [v["value"] for v in listed]


def put_bulks(runsite: Runsite) -> Any:
    service, project = runsite.create_service(), runsite.create_project()
    item = {"key": "NEW", "value": "v"}
    runsite.create_variable(service, "OLD")
    runsite.api.put(f"{service}/env/bulk", json={"variables": [item]})
    for key in ("OLD", "NEW"):
        one = {"key": key, "value": "v", "scope": "staging"}
        runsite.api.put(f"projects/{project}/secrets/bulk", json={"secrets": [one]})
    return set(runsite.variables_by_key(service)), runsite.get(f"projects/{project}/secrets")[
        "total"
    ]


def put_existing_variable(runsite: Runsite) -> Any:
    service = runsite.create_service()
    runsite.create_variable(service)
    items = {"variables": [{"key": "KEY", "value": "two"}]}
    return runsite.api.put(f"{service}/env/bulk", json=items).status_code


def put_existing_secret(runsite: Runsite) -> Any:
    project = f"projects/{runsite.create_project()}/secrets"
    one = {"key": "KEY", "value": "v", "scope": "staging"}
    runsite.post(project, one)
    return runsite.api.put(f"{project}/bulk", json={"secrets": [one]}).status_code


def get_foreign_project(runsite: Runsite) -> Any:
    project = runsite.create_project()
    runsite.control.patch(f"dashboard/projects/{project}", json={"owner": "them"})
    return runsite.api.get(f"projects/{project}").status_code


def deploy_stopped_service(runsite: Runsite) -> Any:
    service = runsite.create_running_service()
    runsite.api.post(f"{service}/stop")
    runsite.advance(10)
    response = runsite.api.post(f"{service}/deploy").json()
    return runsite.get(f"{service}/deployments")["total"], response["status"]


def deploy_returns_deployment(runsite: Runsite) -> Any:
    return "trigger_type" in runsite.api.post(f"{runsite.create_service()}/deploy").json()


def stop_stopped_service(runsite: Runsite) -> Any:
    return runsite.api.post(f"{runsite.create_service()}/stop").status_code


def delete_variable_with(key: str) -> Probe:
    def probe(runsite: Runsite) -> Any:
        service = runsite.create_service()
        path = f"{service}/env/{runsite.create_variable(service)['id']}"
        return runsite.client(key).delete(path).status_code

    return probe


def create_image_with_branch(runsite: Runsite) -> Any:
    body = {"name": "x", "source_type": "image", "image_ref": "a:1", "github_branch": "b"}
    response = runsite.api.post("web-services", json=body)
    return response.status_code, type(response.json()["detail"]).__name__


def error_repeats_input(runsite: Runsite) -> Any:
    return "input" in runsite.api.post("projects", json={"name": 1}).json()["detail"][0]


def deployment_status_after(after_s: float) -> Probe:
    def probe(runsite: Runsite) -> Any:
        deployment = runsite.start_deployment(runsite.create_service())
        runsite.advance(after_s)
        return runsite.status(deployment)

    return probe


def status_after_stop(runsite: Runsite) -> Any:
    service = runsite.create_running_service()
    runsite.api.post(f"{service}/stop")
    runsite.advance(1)
    return runsite.status(service)


def deploy_two_services(runsite: Runsite) -> Any:
    one, other = runsite.create_service(), runsite.create_service()
    for service in (one, other, one, other, one):
        runsite.complete_deployment(service, "fail-build")
    return runsite.api.post(f"{one}/deployments").status_code


def sixth_deployment(after_s: float) -> Probe:
    def probe(runsite: Runsite) -> Any:
        service = runsite.create_service()
        for _ in range(6):
            response = runsite.api.post(f"{service}/deployments")
            runsite.advance(after_s)
        return response.status_code, response.headers.get("retry-after")

    return probe


def second_request(runsite: Runsite) -> Any:
    return [runsite.api.get("projects").status_code for _ in range(2)][-1]


def count_deployments(runsite: Runsite) -> Any:
    service = runsite.create_service()
    for _ in range(3):
        runsite.complete_deployment(service)
    return runsite.get(f"{service}/deployments")["total"]


def get_malformed_id(runsite: Runsite) -> Any:
    return runsite.api.get("projects/7").status_code


def create_same_names(runsite: Runsite) -> Any:
    runsite.create_project("x")
    runsite.create_service(name="x")
    body = {"name": "x", "source_type": "image", "image_ref": "a:1"}
    return status_of_post("projects", name="x")(runsite), status_of_post("web-services", **body)(
        runsite
    )


def count_projects(runsite: Runsite) -> Any:
    runsite.create_project()
    return runsite.get("projects")["total"]


def read_new_resources(runsite: Runsite) -> Any:
    project = runsite.create_project()
    service = runsite.create_service()
    deployment = runsite.start_deployment(service)
    paths = (f"projects/{project}", service, deployment)
    runsite.advance(0.5)
    return {runsite.api.get(path).status_code for path in paths}


def request_both_prefixes(runsite: Runsite) -> Any:
    clients = [runsite.client(WRITE), runsite.client(WRITE, "/api/v1")]
    return [client.get("projects").status_code for client in clients]
