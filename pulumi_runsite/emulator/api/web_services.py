"""Web services: list, create, get, and how one is shown."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Response

from ..openapi.route_responses import answers
from ..world.emulator import Emulator, Here
from ..world.records import WebService, stamp
from .auth import GuardedRoute
from .env_vars import add_variable
from .errors import Refusal
from .lookup import WebServiceId, find_project, find_web_service, listed, refuse_too_fresh
from .request_models import WebServiceCreate
from .response_models import WebServiceAnswer, WebServiceList
from .responses import json_answer
from .secret_values import refuse_value

router = APIRouter(route_class=GuardedRoute, tags=["web services"])

# Fields that no source has seen in an answer (dossier 3.2, read 2026-11-24).
UNPROVEN = (
    "git_repository_url", "auto_deploy", "port", "build_command", "start_command",
    "pre_deploy_command", "health_check_path", "dockerfile_path", "root_directory",
)  # fmt: skip

# With an image the vendor's client forbids these (dossier 3.3).
_GIT_ONLY = (
    "git_repository_url", "github_branch", "build_command", "dockerfile_path", "root_directory",
)  # fmt: skip


@router.get("/web-services", operation_id="list_web_services", **answers(200, WebServiceList))
async def list_web_services(here: Here) -> Response:
    """Return all web services of the caller, of every project and of none."""
    services = listed(here, here.store.web_services.all())
    return json_answer({"web_services": [shown(here, s) for s in services], "total": len(services)})


@router.post(
    "/web-services",
    operation_id="create_web_service",
    **answers(201, WebServiceAnswer, 400, 404, 409, 413, 422),
)
async def create_web_service(here: Here, body: WebServiceCreate) -> Response:
    """Make a web service. It is not deployed by this (vendor's client, dossier 3.3)."""
    if body.project_id is not None:
        find_project(here, body.project_id)
    _refuse_nonsense(here, body)
    service = here.store.web_services.put(_made(here, body))
    for variable in body.env_vars:
        add_variable(here, service.id, variable)
    return json_answer(shown(here, service), here.switches.create_status)


@router.get(
    "/web-services/{web_service_id}",
    operation_id="get_web_service",
    **answers(200, WebServiceAnswer, 404, 422),
)
async def get_web_service(here: Here, web_service_id: WebServiceId) -> Response:
    """Return one web service."""
    service = find_web_service(here, web_service_id)
    refuse_too_fresh(here, service, "Web service")
    return json_answer(shown(here, service))


def shown(here: Emulator, service: WebService) -> dict[str, Any]:
    """Return *service* as answers show it."""
    repository = re.match(
        r"https?://github\.com/([^/]+/[^/]+?)(\.git)?/?$", str(service.git_repository_url)
    )
    answer: dict[str, Any] = {
        "id": service.id,
        "name": service.name,
        "status": _word(here, service),
        "url": _url(here, service),
        "subdomain": service.subdomain,
        "project_id": service.project_id,
        "project_type": service.project_type,
        "source_type": service.source_type,
        "github_repo_full_name": repository[1] if repository else None,
        "github_branch": service.github_branch,
        "image_ref": service.image_ref,
        "min_instances": service.min_instances,
        "max_instances": service.max_instances,
        "updated_at": stamp(service.updated_at),
    }
    if here.switches.echo == "all":
        answer |= {name: getattr(service, name) for name in UNPROVEN}
        answer["created_at"] = stamp(service.created_at)
    return answer


def summary(here: Emulator, service: WebService) -> dict[str, Any]:
    """Return *service* as a project's detail shows it."""
    full = shown(here, service)
    names = (
        "id", "name", "status", "url", "project_id", "project_type", "source_type", "image_ref",
        "github_branch", "min_instances", "max_instances",
    )  # fmt: skip
    return {name: full[name] for name in names}


def _word(here: Emulator, service: WebService) -> str:
    return service.status.upper() if here.switches.status_case == "upper" else service.status


def _url(here: Emulator, service: WebService) -> str | None:
    if service.project_type == "worker":
        return None
    serving = any(d.is_live for d in here.store.deployments.of(service.id))
    if here.switches.url_when == "live" and (service.status == "stopped" or not serving):
        return None
    domain = "runsite.site" if service.project_type == "static_site" else "runsite.app"
    return f"https://{service.subdomain}.{domain}"


def _made(here: Emulator, body: WebServiceCreate) -> WebService:
    now = here.clock.now()
    asked = body.model_dump(exclude={"env_vars", "github_branch", "project_id"})
    return WebService(
        **asked,
        id=here.ids.next_slug() if here.switches.ids == "slug" else here.ids.next_uuid(),
        project_id=body.project_id.lower() if body.project_id else None,
        # "main" even on an image-sourced service in a vendor's test (dossier 3.2).
        github_branch=body.github_branch or "main",
        status=here.switches.initial_status,
        subdomain=_free_subdomain(here, body.name),
        created_at=now,
        updated_at=now,
    )


def _free_subdomain(here: Emulator, name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "service"
    taken = {s.subdomain for s in here.store.web_services.all()}
    return slug if slug not in taken else f"{slug}-{here.ids.next_hex(6)}"


def _refuse_nonsense(here: Emulator, body: WebServiceCreate) -> None:
    problem = _source_problem(body)
    if problem is None and body.min_instances > body.max_instances:
        problem = "min_instances must not be greater than max_instances"
    if problem is not None:
        raise Refusal(here.switches.semantic_status, _said(here, problem))
    keys = [v.key for v in body.env_vars]
    for place, variable in enumerate(body.env_vars):
        refuse_value(here, variable.value, ["env_vars", place, "value"])
        if variable.key in keys[:place]:
            raise Refusal(409, f"Environment variable '{variable.key}' is listed twice")
    names = [s.name for s in here.store.web_services.all()]
    if here.switches.names == "unique" and body.name in names:
        raise Refusal(409, f"A web service named '{body.name}' already exists")


def _said(here: Emulator, problem: str) -> str | list[dict[str, Any]]:
    if here.switches.semantic_status == 400:
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
    given = [name for name in _GIT_ONLY if getattr(body, name) is not None]
    if body.auto_deploy:
        given.append("auto_deploy")
    return f"{', '.join(given)} cannot be set for source_type image" if given else None
