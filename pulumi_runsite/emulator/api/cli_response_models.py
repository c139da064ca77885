"""The response bodies that are known from Runsite's own CLI only."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from ..openapi.base_models import ResponseModel
from ..openapi.provenance import CLIENT, GUIDE, MADE_UP, x_source
from .response_models import Time, Uuid

ServiceType = Literal["web_service", "postgresql", "redis"]


class MetricsResponse(ResponseModel):
    """`GET .../metrics`: all values are 0 unless the service is `running`."""

    SOURCE: ClassVar[str] = MADE_UP

    cpu_usage_millicores: int
    cpu_limit_millicores: int
    cpu_usage_percent: float
    memory_usage_bytes: int
    memory_limit_bytes: int
    memory_usage_percent: float
    instance_count: int
    timestamp: Time = Field(json_schema_extra=x_source(CLIENT))


class MetricsHistory(ResponseModel):
    """`GET .../metrics/history`."""

    data_points: list[MetricsResponse]
    period_seconds: int


class PlanResponse(ResponseModel):
    """A plan of a service."""

    SOURCE: ClassVar[str] = MADE_UP

    id: Uuid
    slug: str
    name: str
    monthly_price_cents: int
    cpu_limit: float | None
    memory_limit_mb: int | None
    storage_limit_gb: int | None


class PlanList(ResponseModel):
    """`GET /plans`."""

    plans: list[PlanResponse]


class DatabaseResponse(ResponseModel):
    """A database; the emulator has none."""

    id: Uuid
    kind: Literal["postgresql", "valkey"]
    name: str
    status: str
    plan_name: str | None
    storage_limit_gb: int | None
    created_at: Time


class DatabaseList(ResponseModel):
    """`GET /databases`, Postgres and Valkey together."""

    databases: list[DatabaseResponse]
    total: int


class UserResponse(ResponseModel):
    """`GET /users/me`: the account of the API key."""

    SOURCE: ClassVar[str] = MADE_UP

    id: Uuid
    email: str
    name: str
    active_workspace_name: str | None = Field(description="Null for API keys.")
    created_at: Time


class ApiKeyResponse(ResponseModel):
    """`GET /users/me/api-key`: the metadata of the API key of the request."""

    id: Uuid
    name: str
    key_prefix: str = Field(json_schema_extra=x_source(GUIDE))
    scope: Literal["read", "write", "admin"] = Field(json_schema_extra=x_source(GUIDE))
    expires_at: Time | None = Field(json_schema_extra=x_source(GUIDE))
    last_used_at: Time | None = Field(json_schema_extra=x_source(GUIDE))
