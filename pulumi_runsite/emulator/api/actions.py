"""What can be done to a web service: deploy, restart, stop, start."""

from __future__ import annotations

from fastapi import APIRouter, Response

from ..openapi.provenance import CLIENT
from ..openapi.route_responses import answers
from ..world import lifecycle
from ..world.emulator import Emulator, Here
from ..world.records import WebService
from .auth import GuardedRoute
from .deployments import shown as deployment_shown
from .errors import Refusal
from .lookup import WebServiceId, find_web_service
from .request_models import Nothing
from .response_models import WebServiceAnswer
from .responses import acted
from .status_guard import refuse_action
from .web_services import shown

router = APIRouter(route_class=GuardedRoute, tags=["web services"])
_PATH = "/web-services/{web_service_id}"
_ERRORS = (400, 404, 409, 413, 422)


@router.post(
    _PATH + "/deploy", operation_id="deploy_web_service", **answers(200, WebServiceAnswer, *_ERRORS)
)
async def deploy(here: Here, web_service_id: WebServiceId, body: Nothing | None = None) -> Response:  # noqa: ARG001 - validated
    """Deploy the configured branch afresh (public-api.txt; switch `deploy`)."""
    service = find_web_service(here, web_service_id)
    if here.switches.deploy == "start_only":
        return _start(here, service)
    refuse_action(here, service, "deploy")
    deployment = lifecycle.begin(here, service, service.github_branch, "manual")
    if here.switches.deploy_answer == "deployment":
        return acted(here.switches, deployment_shown(here, deployment))
    return acted(here.switches, shown(here, service))


@router.post(
    _PATH + "/restart",
    operation_id="restart_web_service",
    **answers(200, WebServiceAnswer, *_ERRORS),
)
async def restart(
    here: Here,
    web_service_id: WebServiceId,
    body: Nothing | None = None,  # noqa: ARG001 - validated
) -> Response:
    """Re-roll the instances without a build."""
    service = find_web_service(here, web_service_id)
    refuse_action(here, service, "restart")
    lifecycle.move(here, service, "restarting", "running")
    return acted(here.switches, shown(here, service))


@router.post(
    _PATH + "/stop", operation_id="stop_web_service", **answers(200, WebServiceAnswer, *_ERRORS)
)
async def stop(here: Here, web_service_id: WebServiceId, body: Nothing | None = None) -> Response:  # noqa: ARG001 - validated
    """Release the compute; variables stay. A deployment in progress is cancelled."""
    service = find_web_service(here, web_service_id)
    refuse_action(here, service, "stop")
    deployment = lifecycle.in_progress(here, service)
    if deployment is not None:
        lifecycle.end(here, deployment, "cancelled", "Web service was stopped")
    lifecycle.move(here, service, "stopping", "stopped")
    return acted(here.switches, shown(here, service))


@router.post(
    _PATH + "/start",
    operation_id="start_web_service",
    **answers(200, WebServiceAnswer, *_ERRORS, known_from=CLIENT),
)
async def start(here: Here, web_service_id: WebServiceId, body: Nothing | None = None) -> Response:  # noqa: ARG001 - validated
    """Start what was deployed last. Known from the vendor's client only (dossier 2.2)."""
    return _start(here, find_web_service(here, web_service_id))


def _start(here: Emulator, service: WebService) -> Response:
    refuse_action(here, service, "start")
    if lifecycle.live(here, service) is None:
        raise Refusal(here.switches.gate_status, "Web service has never been deployed")
    lifecycle.move(here, service, "starting", "running")
    return acted(here.switches, shown(here, service))
