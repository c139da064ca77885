"""Every value of the switches for the fields of requests and for what is stored of them."""

from __future__ import annotations

from typing import Any

from tests.emulator.harness import JSON, REPOSITORY, Runsite
from tests.emulator.world.switch_case import Case, Probe

_IMAGE = {"name": "web", "image_ref": "nginx:1"}


def post_service(body: JSON) -> Probe:
    """Return a probe with the status and the rejected fields."""

    def probe(runsite: Runsite) -> Any:
        response = runsite.api.post("web-services", json=body)
        if response.status_code != 422:
            return response.status_code, []
        return 422, [entry["loc"][-1] for entry in response.json()["detail"]]

    return probe


def flags_of_created(runsite: Runsite) -> Any:
    """Return the flags of the variables that the request of a web service creates."""
    variable = {"key": "A", "value": "v", "is_secret": True}
    runsite.api.post("web-services", json=_IMAGE | {"source_type": "image", "env_vars": [variable]})
    return [row.is_secret for row in runsite.emulator.store.variables.all()]


def update_in_bulk(runsite: Runsite) -> Any:
    """Return the responses to a bulk update by id, and the stored values."""
    service, project = runsite.create_service(), runsite.create_project()
    secrets = f"projects/{project}/secrets"
    secret = {"key": "KEY", "value": "one", "scope": "staging"}
    ids = [runsite.create_variable(service)["id"], runsite.post(secrets, secret)["id"]]
    variable = {"id": ids[0], "key": "KEY", "value": "two"}
    secret |= {"id": ids[1], "value": "two"}
    responses = [
        runsite.api.put(f"{service}/env/bulk", json={"variables": [variable]}),
        runsite.api.put(f"{secrets}/bulk", json={"secrets": [secret]}),
    ]
    return [response.status_code for response in responses]


def put_secret_flag(runsite: Runsite) -> Any:
    item = {"key": "KEY", "value": "one", "scope": "staging", "is_secret": True}
    path = f"projects/{runsite.create_project()}/secrets/bulk"
    return runsite.api.put(path, json={"secrets": [item]}).status_code


def stored_field(name: str, **fields: Any) -> Probe:
    def probe(runsite: Runsite) -> Any:
        runsite.create_service(**fields)
        (service,) = runsite.emulator.store.web_services.all()
        return getattr(service, name)

    return probe


def stored_value(runsite: Runsite) -> Any:
    runsite.create_variable(runsite.create_service(), value=" v\n")
    runsite.create_project(" shop ")
    return [
        runsite.emulator.store.variables.all()[0].value,
        runsite.emulator.store.projects.all()[0].name,
    ]


def _normalize(value: str, probe: Probe, sent: Any, stored: Any) -> list[Case]:
    """Return cases in which *value*, and `all`, change *sent* to *stored*."""
    return [Case("normalize", switch, probe, sent, stored) for switch in (value, "all")]


_GIT = stored_field("git_repository_url")
_OFFICIAL = stored_field("image_ref", source_type="image", image_ref="nginx:1")
_OWN = stored_field("image_ref", source_type="image", image_ref="me/app:1")
_OTHER = stored_field("image_ref", source_type="image", image_ref="ghcr.io/me/app:1")

REQUEST_CASES = [
    Case(
        "service_fields",
        "without_source_type",
        post_service(_IMAGE | {"source_type": "image"}),
        (201, []),
        (422, ["source_type"]),
    ),
    Case("service_fields", "without_source_type", post_service(_IMAGE), (400, []), (201, [])),
    Case(
        "service_fields",
        "documented",
        post_service(_IMAGE | {"source_type": "image", "start_command": "run"}),
        (201, []),
        (422, ["image_ref", "source_type", "start_command"]),
    ),
    Case("service_defaults", "other", stored_field("port"), 8080, 3000),
    Case("service_defaults", "other", stored_field("port", port=99), 99, 99),
    Case("service_defaults", "other", stored_field("github_branch"), "main", "master"),
    Case("service_defaults", "other", stored_field("min_instances", max_instances=1), 1, 1),
    Case("service_defaults", "other", stored_field("max_instances", min_instances=1), 1, 2),
    *_normalize("git_suffix", _GIT, REPOSITORY, f"{REPOSITORY}.git"),
    *_normalize("image_registry", _OFFICIAL, "nginx:1", "docker.io/library/nginx:1"),
    *_normalize("image_registry", _OWN, "me/app:1", "docker.io/me/app:1"),
    *_normalize("image_registry", _OTHER, "ghcr.io/me/app:1", "ghcr.io/me/app:1"),
    *_normalize("whitespace", stored_field("start_command", start_command=" a "), " a ", "a"),
    *_normalize("whitespace", stored_value, [" v\n", " shop "], ["v", "shop"]),
    *_normalize("paths", stored_field("dockerfile_path", dockerfile_path="./D"), "./D", "D"),
    *_normalize("paths", stored_field("root_directory", root_directory="app/"), "app/", "app"),
    *_normalize("paths", stored_field("root_directory", root_directory="./"), "./", "."),
    *_normalize("plan_limit", stored_field("max_instances", max_instances=5), 5, 2),
    Case("service_env_vars", "ignored", flags_of_created, [True], []),
    Case("service_env_vars", "not_masked", flags_of_created, [True], [False]),
    Case("bulk_fields", "id_ignored", update_in_bulk, [200, 200], [409, 200]),
    Case("bulk_fields", "id_rejected", update_in_bulk, [200, 200], [422, 422]),
    Case("bulk_fields", "id_rejected", put_secret_flag, 200, 200),
    Case("bulk_fields", "documented", update_in_bulk, [200, 200], [422, 422]),
    Case("bulk_fields", "documented", put_secret_flag, 200, 422),
]
