"""Deployments: list, create, get, roll back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from ..openapi.provenance import PAGE, x_source
from ..openapi.route_responses import route_responses
from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.records import Deployment, WebService, timestamp
from .auth import AuthenticatedRoute
from .dependencies import CurrentEmulator
from .errors import ApiError, too_many_requests
from .lookup import (
    DeploymentId,
    WebServiceId,
    check_read_lag,
    find_deployment,
    find_web_service,
    visible_rows,
)
from .request_models import DeploymentCreate, EmptyBody
from .response_models import DeploymentList, DeploymentResponse
from .responses import json_response
from .status_guard import check_action_allowed

router = APIRouter(route_class=AuthenticatedRoute, tags=["deployments"])
_PATH = "/web-services/{web_service_id}/deployments"
_ONE = _PATH + "/{deployment_id}"
_ERRORS = (400, 404, 409, 413, 422)


@router.get(
    _PATH, operation_id="list_deployments", **route_responses(200, DeploymentList, 404, 422)
)
async def list_deployments(
    emulator: CurrentEmulator,
    web_service_id: WebServiceId,
    limit: Annotated[int, Query(ge=1, le=100, json_schema_extra=x_source(PAGE))] = 10,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1, json_schema_extra=x_source(PAGE))] = 0,
) -> Response:
    """Return a page of deployments with their build logs, newest first."""
    service = find_web_service(emulator, web_service_id)
    rows = visible_rows(emulator, reversed(emulator.store.deployments.children_of(service.id)))
    page = [to_json(emulator, d) for d in rows[offset : offset + limit]]
    return json_response({"deployments": page, "total": len(rows)})


@router.post(
    _PATH, operation_id="create_deployment", **route_responses(201, DeploymentResponse, *_ERRORS)
)
async def create_deployment(
    emulator: CurrentEmulator,
    request: Request,
    web_service_id: WebServiceId,
    body: DeploymentCreate | None = None,
) -> Response:
    """Start a deployment of a branch, at most 5 per minute. Defaults to the configured branch."""
    service = find_web_service(emulator, web_service_id)
    check_action_allowed(emulator, service, "deploy")
    _check_rate_limit(emulator, service, request.scope["emulator.key"].id)
    branch = body.branch if body is not None and body.branch else service.github_branch
    deployment = lifecycle.start_deployment(emulator, service, branch, "manual")
    return json_response(to_json(emulator, deployment), emulator.switches.create_status)


@router.get(
    _ONE, operation_id="get_deployment", **route_responses(200, DeploymentResponse, 404, 422)
)
async def get_deployment(
    emulator: CurrentEmulator, web_service_id: WebServiceId, deployment_id: DeploymentId
) -> Response:
    """Return one deployment."""
    service = find_web_service(emulator, web_service_id)
    deployment = find_deployment(emulator, service, deployment_id)
    check_read_lag(emulator, deployment, "Deployment")
    return json_response(to_json(emulator, deployment))


@router.post(
    _ONE + "/rollback",
    operation_id="rollback_deployment",
    **route_responses(200, DeploymentResponse, *_ERRORS),
)
async def rollback_deployment(
    emulator: CurrentEmulator,
    web_service_id: WebServiceId,
    deployment_id: DeploymentId,
    body: EmptyBody | None = None,  # noqa: ARG001 - validated
) -> Response:
    """Roll back to an earlier deployment. Returns the new deployment."""
    service = find_web_service(emulator, web_service_id)
    target = find_deployment(emulator, service, deployment_id)
    check_action_allowed(emulator, service, "rollback")
    if target.status != "running" or target.is_live:
        # The condition of Runsite's own CLI.
        detail = "Only a deployment that ran before and is not live can be rolled back to"
        raise ApiError(emulator.switches.gate_status, detail)
    deployment = lifecycle.start_deployment(
        emulator, service, target.branch or service.github_branch, "rollback", target
    )
    return json_response(to_json(emulator, deployment))


def to_json(emulator: Emulator, deployment: Deployment) -> dict[str, Any]:
    """Return *deployment* as the API returns it."""
    return {
        "id": deployment.id,
        "web_service_id": deployment.web_service_id,
        "commit_sha": deployment.commit_sha,
        "commit_message": deployment.commit_message,
        "branch": deployment.branch,
        "image_ref": deployment.image_ref,
        "status": _status(emulator, deployment),
        "is_live": deployment.is_live,
        "build_logs": "\n".join(deployment.log) or None,
        "error_message": deployment.error_message,
        "started_at": _optional_timestamp(deployment.started_at),
        "finished_at": _optional_timestamp(deployment.finished_at),
        "trigger_type": deployment.trigger_type,
        "rollback_from_deployment_id": deployment.rollback_from_deployment_id,
        "created_at": timestamp(deployment.created_at),
    }


def _status(emulator: Emulator, deployment: Deployment) -> str:
    words = emulator.switches.deployment_words
    renamed = words.get(deployment.status, deployment.status)
    if deployment.status == "running" and not deployment.is_live:
        renamed = words.get("superseded", renamed)
    return renamed.upper() if emulator.switches.status_case == "upper" else renamed


def _optional_timestamp(at: float | None) -> str | None:
    return None if at is None else timestamp(at)


def _check_rate_limit(emulator: Emulator, service: WebService, key_id: str) -> None:
    if emulator.switches.rate_limit == "off":
        return
    subject = service.id if emulator.switches.rate_limit == "service" else key_id
    limit, seconds = emulator.switches.rate_limit_count, emulator.switches.rate_limit_seconds
    now = emulator.clock.now()
    wait_s = emulator.rate_limits.count_request(f"deployments/{subject}", limit, seconds, now)
    if wait_s is not None:
        raise too_many_requests(wait_s, now, emulator.switches)
