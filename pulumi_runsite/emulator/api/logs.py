"""What a web service prints: one string, each line with its time."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Annotated

from fastapi import APIRouter, Query, Response

from ..openapi.provenance import PAGE, source
from ..openapi.route_responses import answers
from ..world import lifecycle
from ..world.emulator import Emulator, Here
from ..world.records import WebService, stamp
from .auth import GuardedRoute
from .lookup import WebServiceId, find_web_service
from .response_models import LogsAnswer
from .responses import json_answer

router = APIRouter(route_class=GuardedRoute, tags=["web services"])


@router.get(
    "/web-services/{web_service_id}/logs",
    operation_id="get_logs",
    **answers(200, LogsAnswer, 404, 422),
)
async def get_logs(
    here: Here,
    web_service_id: WebServiceId,
    tail: Annotated[int, Query(ge=1, le=10000, json_schema_extra=source(PAGE))] = 100,
    since: Annotated[int | None, Query(ge=0, le=2**53, json_schema_extra=source(PAGE))] = None,
) -> Response:
    """Return the last *tail* lines; `since` is applied after `tail` (dossier 6.8)."""
    service = find_web_service(here, web_service_id)
    now = here.clock.now()
    lines = [(at, text) for at, text in _lines(here, service) if at <= now][-tail:]
    kept = [f"{_fine(at)} {text}\n" for at, text in lines if since is None or int(at) >= since]
    text = "".join(kept)
    if service.status in {"deploying", "starting"} and not lines:
        # An untimestamped sentence with 200 (vendor's client, dossier 6.8).
        text = "Service is not ready yet. Try again shortly."
    return json_answer({"logs": text, "container_id": None, "timestamp": stamp(now)})


def _lines(here: Emulator, service: WebService) -> list[tuple[float, str]]:
    """Return what the newest instance printed so far, oldest first."""
    deployment = lifecycle.live(here, service)
    if deployment is None or deployment.finished_at is None:
        return []
    start = deployment.finished_at
    lines = [(start, f"Listening on port {service.port}"), (start + 0.1, "GET / 200 3ms")]
    # One line in 10 seconds, and never more than a client may ask for.
    beats = min(int((here.clock.now() - start) // 10), 10000)
    return lines + [(start + 10.0 * n, f"heartbeat {n}") for n in range(1, beats + 1)]


def _fine(at: float) -> str:
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
