"""The values that tests should try of switches with any value, and of several switches at once."""

from __future__ import annotations

from typing import Any

SUCCESS_WORDS = (
    "live", "ready", "active", "deployed", "finished", "healthy", "succeeded", "success",
    "completed", "Live", "READY",
)  # fmt: skip

FREE_VALUES: dict[str, tuple[Any, ...]] = {
    "list_limit": (1,),
    "mask": (None, "", "[hidden]", "\u2022" * 8),
    "deployment_words": (
        *({"running": word} for word in SUCCESS_WORDS),
        {"running": "promoted"},
        {"running": "promoted", "failed": "rejected", "cancelled": "withdrawn"},
        {"failed": "error", "cancelled": "canceled"},
        {"pending": "queued", "cloning": "fetching", "building": "compiling"},
        {"superseded": "inactive"},
    ),
    "service_words": (
        {"running": "live", "stopped": "suspended"},
        {"running": "active", "deploying": "updating", "stopped": "off"},
    ),
    "build_seconds": (0.0, 0.5),
    "transition_seconds": (0.0, 2.0),
    "keep_deployments": (1,),
    "rate_limit_count": (1,),
    "rate_limit_seconds": (5.0,),
    "requests_per_minute": (60,),
    "list_lag_seconds": (2.0,),
    "read_lag_seconds": (2.0,),
}
"""The values to try of each switch that is neither a choice nor a boolean, without its default."""

_UNKNOWN_SUCCESS = {"running": "promoted"}

COMBINATIONS: tuple[dict[str, Any], ...] = (
    {"deployment_words": _UNKNOWN_SUCCESS, "deployment_fields": "without_is_live"},
    {"deployment_words": _UNKNOWN_SUCCESS, "deployment_fields": "without_finished_at"},
    {"deployment_words": _UNKNOWN_SUCCESS, "deployment_fields": "without_end"},
    {"deployment_words": {"failed": "rejected"}, "deployment_fields": "without_is_live"},
    {"bulk": "replace", "bulk_env_without_id": "upsert"},
    {"bulk": "replace", "bulk_fields": "id_rejected", "bulk_env_without_id": "upsert"},
    {"bulk_fields": "id_ignored", "bulk_env_without_id": "upsert"},
    {"bulk_fields": "id_rejected", "bulk_env_without_id": "upsert"},
    {"bulk_fields": "id_rejected", "bulk_secret_without_id": "refuse"},
    {"list_limit": 1, "list_paging": "offset"},
    {"duplicate_key": "upsert", "create_answer": "empty"},
    {"secret_ids": "none", "secrets_shape": "by_scope", "secret_fields": "not_repeated"},
    {"secret_ids": "group", "secrets_shape": "scopes"},
    {"secret_ids": "group", "secrets_shape": "by_scope", "secret_fields": "not_repeated"},
    {"secrets_shape": "by_key", "secret_fields": "not_repeated", "list_envelope": "data"},
    {"secrets_shape": "by_scope", "list_envelope": "bare", "secret_fields": "not_repeated"},
    {"variable_fields": "minimal", "env_ids": "none", "secret_ids": "none"},
    {"echo": "all", "normalize": "all"},
    {"echo": "defaults", "service_defaults": "other"},
    {"list_envelope": "data", "object_envelope": "data"},
    {"ids": "numeric", "secret_ids": "group"},
    {"mask": None, "masked": "all"},
    {"proxy_answer": "html", "bulk": "replace"},
)
"""Switches that belong together: a test should try each of them besides the single values."""
