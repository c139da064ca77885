"""Logs of a web service: one string, each line with its time."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Annotated

from fastapi import APIRouter, Query, Response

from ..openapi.provenance import PAGE, x_source
from ..openapi.route_responses import route_responses
from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.records import WebService, timestamp
from .auth import AuthenticatedRoute
from .dependencies import CurrentEmulator
from .lookup import WebServiceId, find_web_service
from .response_models import LogsResponse
from .responses import json_response

router = APIRouter(route_class=AuthenticatedRoute, tags=["web services"])


@router.get(
    "/web-services/{web_service_id}/logs",
    operation_id="get_logs",
    **route_responses(200, LogsResponse, 404, 422),
)
async def get_logs(
    emulator: CurrentEmulator,
    web_service_id: WebServiceId,
    tail: Annotated[int, Query(ge=1, le=10000, json_schema_extra=x_source(PAGE))] = 100,
    since: Annotated[int | None, Query(ge=0, le=2**53, json_schema_extra=x_source(PAGE))] = None,
) -> Response:
    """Return the last *tail* lines; `since` is applied after `tail`."""
    service = find_web_service(emulator, web_service_id)
    now = emulator.clock.now()
    lines = [(at, text) for at, text in _log_lines(emulator, service) if at <= now][-tail:]
    kept = [
        f"{_precise_timestamp(at)} {text}\n"
        for at, text in lines
        if since is None or int(at) >= since
    ]
    text = "".join(kept)
    if service.status in {"deploying", "starting"} and not lines:
        # Runsite's own CLI expects a 200 with a message without a time.
        text = "Service is not ready yet. Try again shortly."
    return json_response({"logs": text, "container_id": None, "timestamp": timestamp(now)})


def _log_lines(emulator: Emulator, service: WebService) -> list[tuple[float, str]]:
    """Return the lines of the live deployment so far, oldest first."""
    deployment = lifecycle.live_deployment(emulator, service)
    if deployment is None or deployment.finished_at is None:
        return []
    start = deployment.finished_at
    lines = [(start, f"Listening on port {service.port}"), (start + 0.1, "GET / 200 3ms")]
    if service.project_type == "worker":
        lines = [(start, "Worker started")]
    # One line per 10 seconds, at most as many as a client can request.
    beats = min(int((emulator.clock.now() - start) // 10), 10000)
    return lines + [(start + 10.0 * n, f"heartbeat {n}") for n in range(1, beats + 1)]


def _precise_timestamp(at: float) -> str:
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
