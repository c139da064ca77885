"""Metrics of a web service: field names of Runsite's own CLI, invented values."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from ..openapi.provenance import CLIENT, MADE_UP, x_source
from ..openapi.route_responses import route_responses
from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.records import WebService, timestamp
from .auth import AuthenticatedRoute
from .cli_response_models import MetricsHistory, MetricsResponse
from .dependencies import CurrentEmulator
from .lookup import WebServiceId, find_web_service
from .responses import json_response

router = APIRouter(route_class=AuthenticatedRoute, tags=["web services"])
_PATH = "/web-services/{web_service_id}/metrics"
_STEP_S = 60
_CPU_LIMIT = 500  # millicores, and bytes: the dashboard's defaults (scaling page)
_MEMORY_LIMIT = 256 * 1024 * 1024
_ERRORS = (404, 422)


@router.get(
    _PATH,
    operation_id="get_metrics",
    **route_responses(200, MetricsResponse, *_ERRORS, known_from=MADE_UP),
)
async def get_metrics(emulator: CurrentEmulator, web_service_id: WebServiceId) -> Response:
    """Return the current metrics."""
    service = find_web_service(emulator, web_service_id)
    return json_response(_point(service, emulator.clock.now()))


@router.get(
    _PATH + "/history",
    operation_id="get_metrics_history",
    **route_responses(200, MetricsHistory, *_ERRORS, known_from=MADE_UP),
)
async def get_metrics_history(
    emulator: CurrentEmulator,
    web_service_id: WebServiceId,
    period: Annotated[int, Query(ge=60, le=86400, json_schema_extra=x_source(CLIENT))] = 3600,
) -> Response:
    """Return one point per minute of the last *period* seconds in which the service ran."""
    service = find_web_service(emulator, web_service_id)
    points = [_point(service, at) for at in _sample_times(emulator, service, period)]
    return json_response({"data_points": points, "period_seconds": period})


def _sample_times(emulator: Emulator, service: WebService, period: int) -> list[float]:
    live = lifecycle.live_deployment(emulator, service)
    if service.status != "running" or live is None or live.finished_at is None:
        return []
    now = emulator.clock.now()
    first = max(now - period, live.finished_at)
    return [now - n * _STEP_S for n in reversed(range(int((now - first) // _STEP_S) + 1))]


def _point(service: WebService, at: float) -> dict[str, Any]:
    # Runsite's own CLI: "All zeros while service is not running".
    is_running = service.status == "running"
    cpu = (5 + int(at // _STEP_S) % 20) * is_running
    memory = (64 + int(at // _STEP_S) % 16) * 1024 * 1024 * is_running
    return {
        "cpu_usage_millicores": cpu,
        "cpu_limit_millicores": _CPU_LIMIT * is_running,
        "cpu_usage_percent": round(100 * cpu / _CPU_LIMIT, 2),
        "memory_usage_bytes": memory,
        "memory_limit_bytes": _MEMORY_LIMIT * is_running,
        "memory_usage_percent": round(100 * memory / _MEMORY_LIMIT, 2),
        "instance_count": service.min_instances * is_running,
        "timestamp": timestamp(at),
    }
