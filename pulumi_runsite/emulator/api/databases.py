"""Plans and databases: known from Runsite's own CLI, mostly not modelled."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from ..openapi.provenance import CLIENT, MADE_UP, x_source
from ..openapi.route_responses import route_responses, unmodelled_route_responses
from .auth import AuthenticatedRoute
from .cli_response_models import DatabaseList, DatabaseResponse, PlanList, ServiceType
from .dependencies import CurrentEmulator
from .errors import ApiError, not_found
from .lookup import UUID, WebServiceId, find_web_service
from .responses import json_response

router = APIRouter(route_class=AuthenticatedRoute, tags=["plans and databases"])
_ERRORS = (404, 422)
_DatabaseId = Annotated[str, Path(pattern=f"^{UUID}$", json_schema_extra={"format": "uuid"})]

# Only the free plan is published; the ids are invented.
_LIMITS: dict[ServiceType, dict[str, Any]] = {
    "web_service": {"cpu_limit": 0.1, "memory_limit_mb": 256, "storage_limit_gb": 1},
    "postgresql": {"cpu_limit": None, "memory_limit_mb": None, "storage_limit_gb": 1},
    "redis": {"cpu_limit": None, "memory_limit_mb": None, "storage_limit_gb": None},
}


@router.get(
    "/plans", operation_id="list_plans", **route_responses(200, PlanList, 422, known_from=MADE_UP)
)
async def list_plans(
    emulator: CurrentEmulator,
    service_type: Annotated[ServiceType | None, Query(json_schema_extra=x_source(CLIENT))] = None,
) -> Response:
    """Return the free plan of every service type, or of one."""
    limits_by_type = _LIMITS if service_type is None else {service_type: _LIMITS[service_type]}
    plans = [
        {"id": emulator.ids.fixed_uuid(f"plan {type_name}"), "slug": "free", "name": "Free"}
        | {"monthly_price_cents": 0, **limits}
        for type_name, limits in limits_by_type.items()
    ]
    return json_response({"plans": plans})


@router.get(
    "/databases",
    operation_id="list_databases",
    **route_responses(200, DatabaseList, 422, known_from=MADE_UP),
)
async def list_databases(
    limit: Annotated[int, Query(ge=1, le=100, json_schema_extra=x_source(CLIENT))] = 100,  # noqa: ARG001 - there are none
) -> Response:
    """Return an empty list."""
    return json_response({"databases": [], "total": 0})


@router.get(
    "/databases/{database_id}",
    operation_id="get_database",
    **route_responses(200, DatabaseResponse, *_ERRORS, known_from=MADE_UP),
)
async def get_database(database_id: _DatabaseId) -> Response:  # noqa: ARG001 - there are none
    """Return 404: there are no databases."""
    raise not_found("Database")


@router.delete(
    "/databases/{database_id}",
    operation_id="delete_database",
    **route_responses(204, None, *_ERRORS, known_from=MADE_UP),
)
async def delete_database(database_id: _DatabaseId) -> Response:  # noqa: ARG001 - there are none
    """Return 404: there are no databases."""
    raise not_found("Database")


@router.post("/databases", operation_id="create_database", **unmodelled_route_responses(413))
async def create_database() -> Response:
    """Return 501."""
    raise _not_modelled("databases")


@router.post("/redis", operation_id="create_redis", **unmodelled_route_responses(413))
async def create_redis() -> Response:
    """Return 501."""
    raise _not_modelled("Valkey databases")


@router.post(
    "/web-services/{web_service_id}/connections",
    operation_id="create_connection",
    **unmodelled_route_responses(404, 413, 422),
)
async def create_connection(emulator: CurrentEmulator, web_service_id: WebServiceId) -> Response:
    """Return 501."""
    find_web_service(emulator, web_service_id)
    raise _not_modelled("connections between services and databases")


def _not_modelled(feature: str) -> ApiError:
    return ApiError(501, f"This emulator does not model {feature}")
