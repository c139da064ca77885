"""Plans and databases, which the vendor's client knows and this emulator has none of."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from ..openapi.provenance import CLIENT, MADE_UP, source
from ..openapi.route_responses import answers, not_modelled
from ..world.emulator import Here
from .auth import GuardedRoute
from .cli_response_models import DatabaseAnswer, DatabaseList, PlanList, ServiceType
from .errors import Refusal, not_found
from .lookup import UUID, WebServiceId, find_web_service
from .responses import json_answer

router = APIRouter(route_class=GuardedRoute, tags=["plans and databases"])
_ERRORS = (404, 422)
_DatabaseId = Annotated[str, Path(pattern=f"^{UUID}$", json_schema_extra={"format": "uuid"})]

# A free plan is all that anybody outside has written about (dossier 8); the ids are ours.
_LIMITS: dict[ServiceType, dict[str, Any]] = {
    "web_service": {"cpu_limit": 0.1, "memory_limit_mb": 256, "storage_limit_gb": 1},
    "postgresql": {"cpu_limit": None, "memory_limit_mb": None, "storage_limit_gb": 1},
    "redis": {"cpu_limit": None, "memory_limit_mb": None, "storage_limit_gb": None},
}


@router.get("/plans", operation_id="list_plans", **answers(200, PlanList, 422, known_from=MADE_UP))
async def list_plans(
    here: Here,
    service_type: Annotated[ServiceType | None, Query(json_schema_extra=source(CLIENT))] = None,
) -> Response:
    """Return the free plan of each kind of service, or of one."""
    kinds = _LIMITS if service_type is None else {service_type: _LIMITS[service_type]}
    plans = [
        {"id": here.ids.fixed_uuid(f"plan {kind}"), "slug": "free", "name": "Free"}
        | {"monthly_price_cents": 0, **limits}
        for kind, limits in kinds.items()
    ]
    return json_answer({"plans": plans})


@router.get(
    "/databases",
    operation_id="list_databases",
    **answers(200, DatabaseList, 422, known_from=MADE_UP),
)
async def list_databases(
    limit: Annotated[int, Query(ge=1, le=100, json_schema_extra=source(CLIENT))] = 100,  # noqa: ARG001 - there are none
) -> Response:
    """Return no databases."""
    return json_answer({"databases": [], "total": 0})


@router.get(
    "/databases/{database_id}",
    operation_id="get_database",
    **answers(200, DatabaseAnswer, *_ERRORS, known_from=MADE_UP),
)
async def get_database(database_id: _DatabaseId) -> Response:  # noqa: ARG001 - there are none
    """Find no database."""
    raise not_found("Database")


@router.delete(
    "/databases/{database_id}",
    operation_id="delete_database",
    **answers(204, None, *_ERRORS, known_from=MADE_UP),
)
async def delete_database(database_id: _DatabaseId) -> Response:  # noqa: ARG001 - there are none
    """Find no database."""
    raise not_found("Database")


@router.post("/databases", operation_id="create_database", **not_modelled(413))
async def create_database() -> Response:
    """Answer 501."""
    raise _not_modelled("databases")


@router.post("/redis", operation_id="create_redis", **not_modelled(413))
async def create_redis() -> Response:
    """Answer 501."""
    raise _not_modelled("Valkey databases")


@router.post(
    "/web-services/{web_service_id}/connections",
    operation_id="create_connection",
    **not_modelled(404, 413, 422),
)
async def create_connection(here: Here, web_service_id: WebServiceId) -> Response:
    """Answer 501."""
    find_web_service(here, web_service_id)
    raise _not_modelled("connections between services and databases")


def _not_modelled(what: str) -> Refusal:
    return Refusal(501, f"This emulator does not model {what}; Runsite does")
