"""Requests for response_cases.py, each with the part of the response that a switch changes."""

from __future__ import annotations

from typing import Any

from tests.emulator.harness import JSON, Runsite
from tests.emulator.world.switch_case import Probe, outline

TIMES = ("created_at", "updated_at")


def outline_of_projects(runsite: Runsite) -> Any:
    runsite.create_project()
    return outline(runsite.get("projects"))


def count_and_total_of_projects(runsite: Runsite) -> Any:
    runsite.create_project("a")
    runsite.create_project("b")
    listed = runsite.get("projects")
    return len(listed["projects"]), listed["total"]


def names_after_the_first_project(runsite: Runsite) -> Any:
    runsite.set_switches(list_limit=1)
    runsite.create_project("a")
    runsite.create_project("b")
    return [project["name"] for project in runsite.get("projects", offset=1)["projects"]]


def names_of_projects(runsite: Runsite) -> Any:
    runsite.create_project("a")
    runsite.create_project("b")
    return [project["name"] for project in runsite.get("projects")["projects"]]


def outline_of_project(runsite: Runsite) -> Any:
    return outline(runsite.post("projects", {"name": "x"}))


def create_secrets(runsite: Runsite) -> tuple[str, list[JSON]]:
    """Create one key in two scopes and return the path of the secrets and the responses."""
    path = f"projects/{runsite.create_project()}/secrets"
    bodies = [{"key": "KEY", "value": "s3cret", "scope": s} for s in ("production", "staging")]
    return path, [runsite.post(path, body) for body in bodies]


def outline_of_secrets(runsite: Runsite) -> Any:
    return outline(runsite.get(create_secrets(runsite)[0]))


def listed_secret(runsite: Runsite) -> JSON:
    secret: JSON = runsite.get(create_secrets(runsite)[0])["secrets"][0]["values"][0]
    return secret


def where_secrets_have_ids(runsite: Runsite) -> Any:
    path, created = create_secrets(runsite)
    (group,) = runsite.get(path)["secrets"]
    ids = [secret.get("id") for secret in created]
    return (
        len(set(filter(None, ids))),
        "id" in group,
        ["id" in secret for secret in group["values"]],
    )


def count_secrets_after_delete(runsite: Runsite) -> Any:
    path, created = create_secrets(runsite)
    runsite.api.delete(f"{path}/{created[0]['id']}").raise_for_status()
    return len(runsite.emulator.store.secrets.all())


def where_variables_have_ids(runsite: Runsite) -> Any:
    service = runsite.create_service()
    created = runsite.create_variable(service)
    return "id" in created, "id" in runsite.variables_by_key(service)["KEY"]


def fields_of_variable(runsite: Runsite) -> Any:
    return set(runsite.create_variable(runsite.create_service()))


def service_field(name: str, **fields: Any) -> Probe:
    return lambda runsite: runsite.get(runsite.create_service(**fields)).get(name, "absent")


def deployment_end(runsite: Runsite) -> Any:
    deployment = runsite.get(runsite.complete_deployment(runsite.create_service()))
    return {"status", "is_live", "finished_at"} & deployment.keys()


def deployment_status(after_s: float, branch: str = "main") -> Probe:
    def probe(runsite: Runsite) -> Any:
        deployment = runsite.start_deployment(runsite.create_service(), branch)
        runsite.advance(after_s)
        return runsite.status(deployment)

    return probe


def superseded_status(runsite: Runsite) -> Any:
    service = runsite.create_service()
    first, second = runsite.complete_deployment(service), runsite.complete_deployment(service)
    return runsite.status(first), runsite.status(second)


def project_field(name: str) -> Probe:
    return lambda r: r.get(f"projects/{r.create_project()}").get(name, "absent")


def created_ids(runsite: Runsite) -> Any:
    """Return whether each id is a UUID, or the id."""
    image = {"name": "x", "source_type": "image", "image_ref": "a:1"}
    bodies = [runsite.post("projects", {"name": "x"}), runsite.post("web-services", image)]
    return [_id_form(body) for body in bodies]


def read_ids(runsite: Runsite) -> Any:
    project = runsite.create_project()
    listed = runsite.get("projects")["projects"][0]
    return [_id_form(body) for body in (runsite.get(f"projects/{project}"), listed)]


def _id_form(body: JSON) -> Any:
    id = body.get("id", "missing")
    if isinstance(id, str) and "/" in id:
        return "slash"
    return "correct" if isinstance(id, str) and len(id) == 36 else id


def types_of_ids(runsite: Runsite) -> Any:
    """Use ids of every resource and return their types."""
    project = runsite.create_project()
    service = runsite.create_service(project_id=project)
    deployment = runsite.get(runsite.complete_deployment(service))
    variable = runsite.create_variable(service)
    runsite.api.put(f"{service}/env/bulk", json={"variables": [variable_item(variable)]})
    runsite.api.delete(f"{service}/env/{variable['id']}").raise_for_status()
    ids = [deployment["id"], deployment["web_service_id"], runsite.get(service)["project_id"]]
    assert str(ids[2]) == project
    assert runsite.api.get("projects/123456").status_code in (404, 422)
    return {type(id).__name__ for id in (*ids, variable["id"])}


def variable_item(variable: JSON) -> JSON:
    return {"id": variable["id"], "key": variable["key"], "value": "two"}


def is_same_object(field: str) -> Probe:
    """Return a probe that compares *field* of the response with that of the request."""

    def probe(runsite: Runsite) -> Any:
        project = runsite.create_project()
        if field == "id":
            return runsite.get(f"projects/{project}")["id"] == project
        if field == "name":
            return runsite.post("projects", {"name": "x"})["name"] == "x"
        body = {"key": "KEY", "value": "v", "scope": "staging"}
        if field == "parent":
            secret = runsite.post(f"projects/{project}/secrets", body)
            (group,) = runsite.get(f"projects/{project}/secrets")["secrets"]
            listed = group["values"][0]
            return {secret["project_id"], listed["project_id"]} == {project}
        return runsite.post(f"projects/{project}/secrets", body)[field] == body[field]

    return probe


def masked_values(runsite: Runsite) -> Any:
    """Return the values of a secret variable, a plain variable and a secret."""
    service = runsite.create_service()
    secret = runsite.create_variable(service, "A", "s3cret", is_secret=True)
    plain = runsite.create_variable(service, "B", "plain")
    values = [v.get("value", "absent") for v in (secret, plain, create_secrets(runsite)[1][0])]
    return tuple(values)


def stop_response(runsite: Runsite) -> Any:
    response = runsite.api.post(f"{runsite.create_running_service()}/stop")
    has_json = response.headers.get("content-type") == "application/json"
    return response.status_code, outline(response.json()) if has_json else response.text


def delete_response(runsite: Runsite) -> Any:
    service = runsite.create_service()
    variable = runsite.create_variable(service)
    response = runsite.api.delete(f"{service}/env/{variable['id']}")
    return response.status_code, response.text


def proxied_delete(runsite: Runsite) -> Any:
    """Return the type of the response, the number of variables, and the applied status."""
    delete_response(runsite)
    (entry,) = runsite.emulator.journal.entries(method="DELETE")
    response = entry["response_body"]
    return (
        response is not None,
        len(runsite.emulator.store.variables.all()),
        entry["applied_status"],
    )


def content_type_of_stop(runsite: Runsite) -> Any:
    response = runsite.api.post(f"{runsite.create_running_service()}/stop")
    return response.headers["content-type"].partition(";")[0]
