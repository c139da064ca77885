"""Actions on a web service: deploy, restart, stop, start."""

from __future__ import annotations

from fastapi import APIRouter, Response

from ..openapi.provenance import CLIENT
from ..openapi.route_responses import route_responses
from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.records import WebService
from .auth import AuthenticatedRoute
from .dependencies import CurrentEmulator
from .deployments import to_json as deployment_to_json
from .errors import ApiError
from .lookup import WebServiceId, find_web_service
from .request_models import EmptyBody
from .response_models import WebServiceResponse
from .responses import action_response
from .status_guard import check_action_allowed
from .web_services import to_json

router = APIRouter(route_class=AuthenticatedRoute, tags=["web services"])
_PATH = "/web-services/{web_service_id}"
_ERRORS = (400, 404, 409, 413, 422)


@router.post(
    _PATH + "/deploy",
    operation_id="deploy_web_service",
    **route_responses(200, WebServiceResponse, *_ERRORS),
)
async def deploy(
    emulator: CurrentEmulator,
    web_service_id: WebServiceId,
    body: EmptyBody | None = None,  # noqa: ARG001 - validated
) -> Response:
    """Start a deployment of the configured branch (switch `deploy`)."""
    service = find_web_service(emulator, web_service_id)
    if emulator.switches.deploy == "start_only":
        return _start(emulator, service)
    check_action_allowed(emulator, service, "deploy")
    deployment = lifecycle.start_deployment(emulator, service, service.github_branch, "manual")
    if emulator.switches.deploy_answer == "deployment":
        return action_response(emulator.switches, deployment_to_json(emulator, deployment))
    return action_response(emulator.switches, to_json(emulator, service))


@router.post(
    _PATH + "/restart",
    operation_id="restart_web_service",
    **route_responses(200, WebServiceResponse, *_ERRORS),
)
async def restart(
    emulator: CurrentEmulator,
    web_service_id: WebServiceId,
    body: EmptyBody | None = None,  # noqa: ARG001 - validated
) -> Response:
    """Restart the instances without a build."""
    service = find_web_service(emulator, web_service_id)
    check_action_allowed(emulator, service, "restart")
    lifecycle.start_transition(emulator, service, "restarting", "running")
    return action_response(emulator.switches, to_json(emulator, service))


@router.post(
    _PATH + "/stop",
    operation_id="stop_web_service",
    **route_responses(200, WebServiceResponse, *_ERRORS),
)
async def stop(
    emulator: CurrentEmulator,
    web_service_id: WebServiceId,
    body: EmptyBody | None = None,  # noqa: ARG001 - validated
) -> Response:
    """Stop the instances and keep the variables. A deployment in progress is cancelled."""
    service = find_web_service(emulator, web_service_id)
    check_action_allowed(emulator, service, "stop")
    deployment = lifecycle.deployment_in_progress(emulator, service)
    if deployment is not None:
        lifecycle.end_deployment(emulator, deployment, "cancelled", "Web service was stopped")
    lifecycle.start_transition(emulator, service, "stopping", "stopped")
    return action_response(emulator.switches, to_json(emulator, service))


@router.post(
    _PATH + "/start",
    operation_id="start_web_service",
    **route_responses(200, WebServiceResponse, *_ERRORS, known_from=CLIENT),
)
async def start(
    emulator: CurrentEmulator,
    web_service_id: WebServiceId,
    body: EmptyBody | None = None,  # noqa: ARG001 - validated
) -> Response:
    """Start the live deployment. Known from Runsite's own CLI only."""
    return _start(emulator, find_web_service(emulator, web_service_id))


def _start(emulator: Emulator, service: WebService) -> Response:
    check_action_allowed(emulator, service, "start")
    if lifecycle.live_deployment(emulator, service) is None:
        raise ApiError(emulator.switches.gate_status, "Web service has never been deployed")
    lifecycle.start_transition(emulator, service, "starting", "running")
    return action_response(emulator.switches, to_json(emulator, service))
