"""Every value of every switch of the emulator: the whole life is quiet, or one message says why."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.emulator.world.switch_values import COMBINATIONS
from pulumi_runsite.emulator.world.switches import VARIANTS
from tests.reliability.in_process import InProcessAdapter, Run

from .fixtures import FAST
from .lifecycle import Lifecycle

TIMED = {
    "build_seconds", "transition_seconds", "keep_deployments", "rate_limit_count",
    "rate_limit_seconds", "requests_per_minute", "list_lag_seconds", "read_lag_seconds",
}  # fmt: skip
"""Switches that are about time, which other tests turn by hand."""

VALUES = [
    {name: value} for name, values in VARIANTS.items() if name not in TIMED for value in values[1:]
]
CASES = [*VALUES, *COMBINATIONS]

ADAPTERS = ("host", "plugin")
IS_COMPLETE = os.environ.get("RUNSITE_RELIABILITY") == "all"
"""Whether each case is tried through both adapters; else by turns: the core decides."""

NOT_UNDERSTOOD = "is not understood: expected an object with an `id`"
WRITE_UNKNOWN = "It is unknown whether the value of `KEY` was written. Run `pulumi up` again"
REPLACED = "removed other variables from Runsite: `PLAIN`. No further bulk write is sent"
CONFLICT = "failed with status 409: Environment variable 'KEY' already exists"
NO_ID_TO_DELETE = "cannot be deleted: the Runsite API deletes by id, and reports no id for it"

MESSAGES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"proxy_answer": "html"}, WRITE_UNKNOWN),
    ({"proxy_answer": "text"}, WRITE_UNKNOWN),
    ({"proxy_answer": "html_not_applied"}, WRITE_UNKNOWN),
    ({"proxy_answer": "text_not_applied"}, WRITE_UNKNOWN),
    ({"action_answer": "string"}, WRITE_UNKNOWN),
    ({"list_limit": 1}, "is not understood: expected all 2 items, as in its `total`, got 1"),
    ({"env_ids": "only_on_create"}, NOT_UNDERSTOOD),
    ({"env_ids": "none"}, NOT_UNDERSTOOD),
    ({"read_id": "missing"}, NOT_UNDERSTOOD),
    ({"read_id": "null"}, NOT_UNDERSTOOD),
    ({"read_id": "empty"}, NOT_UNDERSTOOD),
    ({"read_id": "slash"}, NOT_UNDERSTOOD),
    ({"read_id": "dots"}, NOT_UNDERSTOOD),
    ({"mismatch": "id"}, "is about another object: expected '.*' as `id`, got another value"),
    ({"mismatch": "parent"}, "expected '.*' as `web_service_id`, got another value"),
    ({"prefixes": "/api/v1"}, "GET /api/projects failed with status 404"),
    ({"delete_scope": "admin"}, "has the scope `write`, but `admin` is required"),
    ({"secret_ids": "none"}, NO_ID_TO_DELETE),
    ({"bulk": "replace"}, REPLACED),
    ({"bulk_fields": "id_rejected", "bulk_env_without_id": "upsert"}, "^quiet$"),
    ({"bulk_fields": "id_ignored", "bulk_env_without_id": "upsert"}, "^quiet$"),
    ({"bulk_fields": "id_rejected"}, CONFLICT),
    ({"bulk_fields": "id_ignored"}, CONFLICT),
    ({"bulk_fields": "documented"}, CONFLICT),
    ({"account": "blocked"}, "the account is blocked"),
    ({"account": "in_review"}, "the account is under review"),
    ({"initial_status": "deploying"}, "status 409: Cannot deploy a web service that is"),
    ({"initial_status": "starting"}, "status 409: Cannot deploy a web service that is"),
    ({"initial_status": "stopping"}, "status 409: Cannot deploy a web service that is"),
    ({"initial_status": "restarting"}, "status 409: Cannot deploy a web service that is"),
    ({"initial_status": "blocked"}, "Runsite has blocked it by policy"),
    ({"initial_status": "pending_deletion"}, "status 404: Web service not found"),
    (
        {"deployment_words": {"running": "promoted"}, "deployment_fields": "without_is_live"},
        "has ended with the status `promoted`, which this version does not know",
    ),
    (
        {"deployment_words": {"running": "promoted"}, "deployment_fields": "without_end"},
        "timed out after 3 s waiting for its end. The deployment continues on Runsite",
    ),
)
"""The switches with which a life is not possible, and the message; the first match counts."""


def expected(switches: dict[str, Any]) -> str:
    return next(
        (
            message
            for those, message in MESSAGES
            if all(switches.get(name) == value for name, value in those.items())
        ),
        "^quiet$",
    )


def key_of(switches: dict[str, Any]) -> str:
    return json.dumps(switches, sort_keys=True)


def lives() -> Iterator[Any]:
    for number, switches in enumerate(CASES):
        for adapter in ADAPTERS if IS_COMPLETE else (ADAPTERS[number % 2],):
            yield pytest.param(adapter, switches, id=f"{adapter}-{key_of(switches)}")


@pytest.mark.parametrize(("adapter", "switches"), list(lives()), indirect=["adapter"])
def test_a_life_is_quiet_or_ends_with_one_message(
    adapter: InProcessAdapter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    switches: dict[str, Any],
) -> None:
    emulator = adapter.runsite.emulator
    emulator.reset()
    for name, value in (FAST | switches).items():
        setattr(emulator.switches, name, value)
    run = Run(emulator.api_key, adapter.runsite.url, tmp_path)
    life = Lifecycle(adapter, run, monkeypatch)
    try:
        outcome = life.run()
    finally:
        for name in switches:
            setattr(emulator.switches, name, FAST.get(name, VARIANTS[name][0]))
    assert life.doubled() == []
    assert re.search(expected(switches), outcome), outcome
    assert "Internal error" not in outcome
