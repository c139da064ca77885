"""What a web service uses: names as the vendor's client has them, values made up."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from ..openapi.provenance import CLIENT, MADE_UP, source
from ..openapi.route_responses import answers
from ..world import lifecycle
from ..world.emulator import Emulator, Here
from ..world.records import WebService, stamp
from .auth import GuardedRoute
from .cli_response_models import MetricsAnswer, MetricsHistory
from .lookup import WebServiceId, find_web_service
from .responses import json_answer

router = APIRouter(route_class=GuardedRoute, tags=["web services"])
_PATH = "/web-services/{web_service_id}/metrics"
_STEP_S = 60
_CPU_LIMIT = 500  # of a core's 1000, and bytes: the dashboard's defaults (docs, scaling page)
_MEMORY_LIMIT = 256 * 1024 * 1024
_ERRORS = (404, 422)


@router.get(
    _PATH, operation_id="get_metrics", **answers(200, MetricsAnswer, *_ERRORS, known_from=MADE_UP)
)
async def get_metrics(here: Here, web_service_id: WebServiceId) -> Response:
    """Return what the service uses now."""
    service = find_web_service(here, web_service_id)
    return json_answer(_point(service, here.clock.now()))


@router.get(
    _PATH + "/history",
    operation_id="get_metrics_history",
    **answers(200, MetricsHistory, *_ERRORS, known_from=MADE_UP),
)
async def get_metrics_history(
    here: Here,
    web_service_id: WebServiceId,
    period: Annotated[int, Query(ge=60, le=86400, json_schema_extra=source(CLIENT))] = 3600,
) -> Response:
    """Return a point for each minute of the last *period* seconds in which it ran."""
    service = find_web_service(here, web_service_id)
    points = [_point(service, at) for at in _minutes(here, service, period)]
    return json_answer({"data_points": points, "period_seconds": period})


def _minutes(here: Emulator, service: WebService, period: int) -> list[float]:
    live = lifecycle.live(here, service)
    if service.status != "running" or live is None or live.finished_at is None:
        return []
    now = here.clock.now()
    first = max(now - period, live.finished_at)
    return [now - n * _STEP_S for n in reversed(range(int((now - first) // _STEP_S) + 1))]


def _point(service: WebService, at: float) -> dict[str, Any]:
    # "All zeros while service is not running" (vendor's client, dossier 2.2).
    runs = service.status == "running"
    cpu = (5 + int(at // _STEP_S) % 20) * runs
    memory = (64 + int(at // _STEP_S) % 16) * 1024 * 1024 * runs
    return {
        "cpu_usage_millicores": cpu,
        "cpu_limit_millicores": _CPU_LIMIT * runs,
        "cpu_usage_percent": round(100 * cpu / _CPU_LIMIT, 2),
        "memory_usage_bytes": memory,
        "memory_limit_bytes": _MEMORY_LIMIT * runs,
        "memory_usage_percent": round(100 * memory / _MEMORY_LIMIT, 2),
        "instance_count": service.min_instances * runs,
        "timestamp": stamp(at),
    }
