"""Projects: list, create, get. public-api.txt offers no change and no delete."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from ..openapi.route_responses import answers
from ..world.emulator import Emulator, Here
from ..world.records import Project, stamp
from .auth import GuardedRoute
from .errors import Refusal
from .lookup import ProjectId, find_project, listed, refuse_too_fresh
from .request_models import ProjectCreate
from .response_models import ProjectAnswer, ProjectDetail, ProjectList
from .responses import json_answer
from .web_services import summary

router = APIRouter(route_class=GuardedRoute, tags=["projects"])


@router.get("/projects", operation_id="list_projects", **answers(200, ProjectList))
async def list_projects(here: Here) -> Response:
    """Return all projects owned by the caller."""
    projects = listed(here, here.store.projects.all())
    shown_ones = [_shown(p) | {"service_summary": _counts(here, p)} for p in projects]
    return json_answer({"projects": shown_ones, "total": len(projects)})


@router.post(
    "/projects", operation_id="create_project", **answers(201, ProjectAnswer, 400, 409, 413, 422)
)
async def create_project(here: Here, body: ProjectCreate) -> Response:
    """Make a project; names need not be unique."""
    refuse_taken_name(here, body.name, here.store.projects.all(), "project")
    now = here.clock.now()
    project = Project(
        id=here.ids.next_uuid(),
        name=body.name,
        description=body.description,
        workspace_id=here.ids.fixed_uuid("workspace"),
        created_at=now,
        updated_at=now,
    )
    here.store.projects.put(project)
    answer = _shown(project)
    if here.switches.service_summary == "present":
        answer |= {"service_summary": _counts(here, project)}
    return json_answer(answer, here.switches.create_status)


@router.get(
    "/projects/{project_id}", operation_id="get_project", **answers(200, ProjectDetail, 404, 422)
)
async def get_project(here: Here, project_id: ProjectId) -> Response:
    """Return one project with what is in it."""
    project = find_project(here, project_id)
    refuse_too_fresh(here, project, "Project")
    services = here.store.web_services.of(project.id)
    return json_answer(
        _shown(project)
        | {
            "web_services_list": [summary(here, s) for s in services],
            "databases_list": [],
            "redis_list": [],
        }
    )


def refuse_taken_name(here: Emulator, name: str, rows: list[Any], what: str) -> None:
    """Answer 409 for a name that one of *rows* has, when names are to be unique."""
    if here.switches.names == "unique" and any(row.name == name for row in rows):
        raise Refusal(409, f"A {what} named '{name}' already exists")


def _shown(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "workspace_id": project.workspace_id,
        "created_at": stamp(project.created_at),
        "updated_at": stamp(project.updated_at),
    }


def _counts(here: Emulator, project: Project) -> dict[str, int]:
    services = len(here.store.web_services.of(project.id))
    return {
        "web_services": services,
        "postgresql": 0,
        "redis": 0,
        "object_storage": 0,
        "email": 0,
    }
