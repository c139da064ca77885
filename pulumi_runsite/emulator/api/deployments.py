"""Deployments: list, create, get, roll back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from ..openapi.provenance import PAGE, source
from ..openapi.route_responses import answers
from ..world import lifecycle
from ..world.emulator import Emulator, Here
from ..world.records import Deployment, WebService, stamp
from .auth import GuardedRoute
from .errors import Refusal
from .lookup import (
    DeploymentId,
    WebServiceId,
    find_deployment,
    find_web_service,
    listed,
    refuse_too_fresh,
)
from .request_models import DeploymentCreate, Nothing
from .response_models import DeploymentAnswer, DeploymentList
from .responses import json_answer
from .status_guard import refuse_action

router = APIRouter(route_class=GuardedRoute, tags=["deployments"])
_PATH = "/web-services/{web_service_id}/deployments"
_ONE = _PATH + "/{deployment_id}"
_ERRORS = (400, 404, 409, 413, 422)


@router.get(_PATH, operation_id="list_deployments", **answers(200, DeploymentList, 404, 422))
async def list_deployments(
    here: Here,
    web_service_id: WebServiceId,
    limit: Annotated[int, Query(ge=1, le=100, json_schema_extra=source(PAGE))] = 10,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1, json_schema_extra=source(PAGE))] = 0,
) -> Response:
    """Return a page of the deployments, newest first, with their build logs."""
    service = find_web_service(here, web_service_id)
    rows = listed(here, reversed(here.store.deployments.of(service.id)))
    page = [shown(here, d) for d in rows[offset : offset + limit]]
    return json_answer({"deployments": page, "total": len(rows)})


@router.post(_PATH, operation_id="create_deployment", **answers(201, DeploymentAnswer, *_ERRORS))
async def create_deployment(
    here: Here, request: Request, web_service_id: WebServiceId, body: DeploymentCreate | None = None
) -> Response:
    """Deploy a branch, by default the configured one; five times a minute at most."""
    service = find_web_service(here, web_service_id)
    refuse_action(here, service, "deploy")
    _refuse_too_many(here, service, request.scope["emulator.key"].id)
    branch = body.branch if body is not None and body.branch else service.github_branch
    deployment = lifecycle.begin(here, service, branch, "manual")
    return json_answer(shown(here, deployment), here.switches.create_status)


@router.get(_ONE, operation_id="get_deployment", **answers(200, DeploymentAnswer, 404, 422))
async def get_deployment(
    here: Here, web_service_id: WebServiceId, deployment_id: DeploymentId
) -> Response:
    """Return one deployment."""
    service = find_web_service(here, web_service_id)
    deployment = find_deployment(here, service, deployment_id)
    refuse_too_fresh(here, deployment, "Deployment")
    return json_answer(shown(here, deployment))


@router.post(
    _ONE + "/rollback",
    operation_id="rollback_deployment",
    **answers(200, DeploymentAnswer, *_ERRORS),
)
async def rollback_deployment(
    here: Here,
    web_service_id: WebServiceId,
    deployment_id: DeploymentId,
    body: Nothing | None = None,  # noqa: ARG001 - validated
) -> Response:
    """Go back to a deployment that ran before; returns the new deployment that does it."""
    service = find_web_service(here, web_service_id)
    target = find_deployment(here, service, deployment_id)
    refuse_action(here, service, "rollback")
    if target.status != "running" or target.is_live:
        # As the vendor's client gates it (dossier 6.3, read 2026-11-24).
        detail = "Only a deployment that ran before and is not live can be rolled back to"
        raise Refusal(here.switches.gate_status, detail)
    deployment = lifecycle.begin(
        here, service, target.branch or service.github_branch, "rollback", target
    )
    return json_answer(shown(here, deployment))


def shown(here: Emulator, deployment: Deployment) -> dict[str, Any]:
    """Return *deployment* as answers show it (dossier 3.4)."""
    return {
        "id": deployment.id,
        "web_service_id": deployment.web_service_id,
        "commit_sha": deployment.commit_sha,
        "commit_message": deployment.commit_message,
        "branch": deployment.branch,
        "image_ref": deployment.image_ref,
        "status": _word(here, deployment.status),
        "is_live": deployment.is_live,
        "build_logs": "\n".join(deployment.log) or None,
        "error_message": deployment.error_message,
        "started_at": _stamp(deployment.started_at),
        "finished_at": _stamp(deployment.finished_at),
        "trigger_type": deployment.trigger_type,
        "rollback_from_deployment_id": deployment.rollback_from_deployment_id,
        "created_at": stamp(deployment.created_at),
    }


def _word(here: Emulator, status: str) -> str:
    word = here.switches.deployment_words.get(status, status)
    return word.upper() if here.switches.status_case == "upper" else word


def _stamp(at: float | None) -> str | None:
    return None if at is None else stamp(at)


def _refuse_too_many(here: Emulator, service: WebService, key_id: str) -> None:
    if here.switches.rate_limit == "off":
        return
    who = service.id if here.switches.rate_limit == "service" else key_id
    count, seconds = here.switches.rate_limit_count, here.switches.rate_limit_seconds
    here.rates.spend(f"deployments/{who}", count, seconds, here.clock.now(), here.switches)
