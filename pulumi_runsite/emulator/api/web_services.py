"""Web services: list, create, get, and their JSON."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Response

from ..openapi.route_responses import route_responses
from ..world.emulator import Emulator
from ..world.records import WebService, timestamp
from .auth import AuthenticatedRoute
from .dependencies import CurrentEmulator
from .env_vars import add_variable
from .errors import ApiError
from .lookup import (
    WebServiceId,
    caller_account,
    check_read_lag,
    find_project,
    find_web_service,
    visible_rows,
)
from .request_models import EnvVarCreate, WebServiceCreate
from .response_models import WebServiceList, WebServiceResponse
from .responses import json_response
from .service_variants import prepare_service
from .variable_values import check_value

router = APIRouter(route_class=AuthenticatedRoute, tags=["web services"])

# Fields of the request that no source shows in a response.
UNCONFIRMED_FIELDS = (
    "git_repository_url", "auto_deploy", "port", "build_command", "start_command",
    "pre_deploy_command", "health_check_path", "dockerfile_path", "root_directory",
)  # fmt: skip

# The hosts of Runsite itself, such as api.runsite.app.
_PLATFORM_HOSTS = {"api", "docs", "www"}

# Runsite's own CLI rejects these for an image.
_GIT_ONLY_FIELDS = (
    "git_repository_url", "github_branch", "build_command", "dockerfile_path", "root_directory",
)  # fmt: skip


@router.get(
    "/web-services", operation_id="list_web_services", **route_responses(200, WebServiceList)
)
async def list_web_services(emulator: CurrentEmulator) -> Response:
    """Return all web services of the caller, with and without a project."""
    services = visible_rows(emulator, emulator.store.web_services.all())
    return json_response(
        {"web_services": [to_json(emulator, s) for s in services], "total": len(services)}
    )


@router.post(
    "/web-services",
    operation_id="create_web_service",
    **route_responses(201, WebServiceResponse, 400, 404, 409, 413, 422),
)
async def create_web_service(emulator: CurrentEmulator, body: WebServiceCreate) -> Response:
    """Create a web service. It is not deployed (Runsite's own CLI)."""
    body = prepare_service(emulator, body)
    if body.project_id is not None:
        find_project(emulator, body.project_id)
    _check_consistency(emulator, body)
    service = emulator.store.web_services.put(_build(emulator, body))
    for variable in _created_variables(emulator, body):
        add_variable(emulator, service.id, variable)
    return json_response(to_json(emulator, service), emulator.switches.create_status)


@router.get(
    "/web-services/{web_service_id}",
    operation_id="get_web_service",
    **route_responses(200, WebServiceResponse, 404, 422),
)
async def get_web_service(emulator: CurrentEmulator, web_service_id: WebServiceId) -> Response:
    """Return one web service."""
    service = find_web_service(emulator, web_service_id)
    check_read_lag(emulator, service, "Web service")
    return json_response(to_json(emulator, service))


def to_json(emulator: Emulator, service: WebService) -> dict[str, Any]:
    """Return *service* as the API returns it."""
    repository = re.match(
        r"https?://github\.com/([^/]+/[^/]+?)(\.git)?/?$", str(service.git_repository_url)
    )
    content: dict[str, Any] = {
        "id": service.id,
        "name": service.name,
        "status": _status(emulator, service),
        "url": _url(emulator, service),
        "subdomain": service.subdomain,
        "project_id": service.project_id,
        "project_type": service.project_type,
        "source_type": service.source_type,
        "github_repo_full_name": repository[1] if repository else None,
        "github_branch": service.github_branch,
        "image_ref": service.image_ref,
        "min_instances": service.min_instances,
        "max_instances": service.max_instances,
        "updated_at": timestamp(service.updated_at),
    }
    if emulator.switches.echo != "proven":
        content |= {name: getattr(service, name) for name in UNCONFIRMED_FIELDS}
        content["created_at"] = timestamp(service.created_at)
    return content


def project_summary(emulator: Emulator, service: WebService) -> dict[str, Any]:
    """Return *service* as a project returns it."""
    full = to_json(emulator, service)
    names = (
        "id", "name", "status", "url", "project_id", "project_type", "source_type", "image_ref",
        "github_branch", "min_instances", "max_instances",
    )  # fmt: skip
    return {name: full[name] for name in names}


def _status(emulator: Emulator, service: WebService) -> str:
    renamed = emulator.switches.service_words.get(service.status, service.status)
    return renamed.upper() if emulator.switches.status_case == "upper" else renamed


def _url(emulator: Emulator, service: WebService) -> str | None:
    if service.project_type == "worker":
        return None
    is_serving = any(d.is_live for d in emulator.store.deployments.children_of(service.id))
    if emulator.switches.url_when == "live" and (service.status == "stopped" or not is_serving):
        return None
    domain = "runsite.site" if service.project_type == "static_site" else "runsite.app"
    return f"https://{service.subdomain}.{domain}"


def _build(emulator: Emulator, body: WebServiceCreate) -> WebService:
    now = emulator.clock.now()
    fields = body.model_dump(exclude={"env_vars", "github_branch", "project_id"})
    next_id = emulator.ids.next_slug if emulator.switches.ids == "slug" else emulator.ids.next_uuid
    return WebService(
        **fields,
        id=next_id(),
        project_id=body.project_id.lower() if body.project_id else None,
        # A test of Runsite's own CLI has "main" even for an image.
        github_branch=body.github_branch or "main",
        status=emulator.switches.initial_status,
        subdomain=_unique_subdomain(emulator, body.name),
        created_at=now,
        updated_at=now,
        owner=caller_account.get(),
    )


def _unique_subdomain(emulator: Emulator, name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "service"
    taken = {s.subdomain for s in emulator.store.web_services.all()} | _PLATFORM_HOSTS
    return slug if slug not in taken else f"{slug}-{emulator.ids.next_hex(6)}"


def _created_variables(emulator: Emulator, body: WebServiceCreate) -> list[EnvVarCreate]:
    if emulator.switches.service_env_vars == "ignored":
        return []
    if emulator.switches.service_env_vars == "not_masked":
        return [each.model_copy(update={"is_secret": False}) for each in body.env_vars]
    return body.env_vars


def _check_consistency(emulator: Emulator, body: WebServiceCreate) -> None:
    problem = _source_problem(body)
    if problem is None and body.min_instances > body.max_instances:
        problem = "min_instances must not be greater than max_instances"
    if problem is not None:
        raise ApiError(emulator.switches.semantic_status, _error_detail(emulator, problem))
    keys = [v.key for v in body.env_vars]
    for index, variable in enumerate(body.env_vars):
        check_value(emulator, variable.value, ["env_vars", index, "value"])
        if variable.key in keys[:index]:
            raise ApiError(409, f"Environment variable '{variable.key}' is listed twice")
    account = caller_account.get()
    names = [s.name for s in emulator.store.web_services.all() if s.owner == account]
    if emulator.switches.names == "unique" and body.name in names:
        raise ApiError(409, f"A web service named '{body.name}' already exists")


def _error_detail(emulator: Emulator, problem: str) -> str | list[dict[str, Any]]:
    if emulator.switches.semantic_status == 400:
        return problem
    return [{"loc": ["body"], "msg": problem, "type": "value_error"}]


def _source_problem(body: WebServiceCreate) -> str | None:
    if body.source_type == "git":
        if body.image_ref is not None:
            return "image_ref needs source_type image"
        if body.git_repository_url is None:
            return "git_repository_url is required for source_type git"
        return None
    if body.image_ref is None:
        return "image_ref is required for source_type image"
    given = [name for name in _GIT_ONLY_FIELDS if getattr(body, name) is not None]
    if body.auto_deploy:
        given.append("auto_deploy")
    return f"{', '.join(given)} cannot be set for source_type image" if given else None
