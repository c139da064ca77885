"""What the answers look like that only the vendor's own client knows (dossier 2.2)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from ..openapi.provenance import CLIENT, MADE_UP, Answered, source
from .response_models import Time, Uuid

ServiceType = Literal["web_service", "postgresql", "redis"]


class MetricsAnswer(Answered):
    """`GET .../metrics`: all zero while the service is not `running`."""

    SOURCE: ClassVar[str] = MADE_UP

    cpu_usage_millicores: int
    cpu_limit_millicores: int
    cpu_usage_percent: float
    memory_usage_bytes: int
    memory_limit_bytes: int
    memory_usage_percent: float
    instance_count: int
    timestamp: Time = Field(json_schema_extra=source(CLIENT))


class MetricsHistory(Answered):
    """`GET .../metrics/history`."""

    data_points: list[MetricsAnswer]
    period_seconds: int


class PlanAnswer(Answered):
    """A plan that a service can be on."""

    SOURCE: ClassVar[str] = MADE_UP

    id: Uuid
    slug: str
    name: str
    monthly_price_cents: int
    cpu_limit: float | None
    memory_limit_mb: int | None
    storage_limit_gb: int | None


class PlanList(Answered):
    """`GET /plans`."""

    plans: list[PlanAnswer]


class DatabaseAnswer(Answered):
    """A database; here there are none."""

    id: Uuid
    kind: Literal["postgresql", "valkey"]
    name: str
    status: str
    plan_name: str | None
    storage_limit_gb: int | None
    created_at: Time


class DatabaseList(Answered):
    """`GET /databases`, Postgres and Valkey together."""

    databases: list[DatabaseAnswer]
    total: int
