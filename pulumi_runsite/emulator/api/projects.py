"""Projects: list, create, get. Runsite's API has no update and no delete."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from ..openapi.route_responses import route_responses
from ..world.emulator import Emulator
from ..world.records import Project, timestamp
from .auth import AuthenticatedRoute
from .dependencies import CurrentEmulator
from .errors import ApiError
from .lookup import (
    ProjectId,
    caller_account,
    check_read_lag,
    find_project,
    name_in_account,
    visible_rows,
)
from .request_models import ProjectCreate
from .response_models import ProjectDetail, ProjectList, ProjectResponse
from .responses import json_response
from .variable_values import stored_value
from .web_services import project_summary

router = APIRouter(route_class=AuthenticatedRoute, tags=["projects"])


@router.get("/projects", operation_id="list_projects", **route_responses(200, ProjectList))
async def list_projects(emulator: CurrentEmulator) -> Response:
    """Return all projects of the caller."""
    projects = visible_rows(emulator, emulator.store.projects.all())
    items = [_to_json(p) | {"service_summary": _service_summary(emulator, p)} for p in projects]
    return json_response({"projects": items, "total": len(projects)})


@router.post(
    "/projects",
    operation_id="create_project",
    **route_responses(201, ProjectResponse, 400, 409, 413, 422),
)
async def create_project(emulator: CurrentEmulator, body: ProjectCreate) -> Response:
    """Create a project. Names do not have to be unique."""
    check_name_is_free(emulator, body.name, emulator.store.projects.all(), "project")
    now = emulator.clock.now()
    project = Project(
        id=emulator.ids.next_uuid(),
        name=stored_value(emulator, body.name),
        description=body.description and stored_value(emulator, body.description),
        workspace_id=emulator.ids.fixed_uuid(name_in_account("workspace")),
        created_at=now,
        updated_at=now,
        owner=caller_account.get(),
    )
    emulator.store.projects.put(project)
    content = _to_json(project)
    if emulator.switches.service_summary == "present":
        content |= {"service_summary": _service_summary(emulator, project)}
    return json_response(content, emulator.switches.create_status)


@router.get(
    "/projects/{project_id}",
    operation_id="get_project",
    **route_responses(200, ProjectDetail, 404, 422),
)
async def get_project(emulator: CurrentEmulator, project_id: ProjectId) -> Response:
    """Return one project with its web services and databases."""
    project = find_project(emulator, project_id)
    check_read_lag(emulator, project, "Project")
    services = emulator.store.web_services.children_of(project.id)
    return json_response(
        _to_json(project)
        | {
            "web_services_list": [project_summary(emulator, s) for s in services],
            "databases_list": [],
            "redis_list": [],
        }
    )


def check_name_is_free(emulator: Emulator, name: str, rows: list[Any], noun: str) -> None:
    """Raise the 409 for a name that exists in *rows*, when the switch `names` is `unique`."""
    account = caller_account.get()
    taken = {row.name for row in rows if row.owner == account}
    if emulator.switches.names == "unique" and name in taken:
        raise ApiError(409, f"A {noun} named '{name}' already exists")


def _to_json(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "workspace_id": project.workspace_id,
        "created_at": timestamp(project.created_at),
        "updated_at": timestamp(project.updated_at),
    }


def _service_summary(emulator: Emulator, project: Project) -> dict[str, int]:
    count = len(emulator.store.web_services.children_of(project.id))
    return {
        "web_services": count,
        "postgresql": 0,
        "redis": 0,
        "object_storage": 0,
        "email": 0,
    }
