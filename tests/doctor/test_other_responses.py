"""Responses in shapes that no document allows: the command ends, and displays nothing of them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.doctor.diagnosis import diagnose
from pulumi_runsite.doctor.findings import Findings
from pulumi_runsite.doctor.output import as_json, as_table
from tests.api.clocks import FakeClock

from .other_servers import answering

CANARY = "canary"
OBJECT: dict[str, Any] = {
    "id": 7, "name": CANARY, "key": CANARY, "status": 5, "url": 1, "created_at": [CANARY],
    "canary name": CANARY, "detail": [CANARY],
}  # fmt: skip
BODIES: tuple[Any, ...] = (
    [],
    {},
    [CANARY],
    [1, None, CANARY, [CANARY], {CANARY: CANARY}],
    {"projects": [1, 2]},
    {"projects": [{"id": [CANARY], "name": {CANARY: 1}}]},
    {"projects": {CANARY: {CANARY: CANARY}}},
    [OBJECT, {**OBJECT, "id": 1.5}, {**OBJECT, "id": True, "created_at": 3}],
    {"data": [OBJECT], "total": 9},
    {CANARY: [OBJECT], "total": CANARY},
    {CANARY: {"production": CANARY, "staging": {CANARY: [CANARY]}}, "projects": []},
    [{"id": "canary-id", "key": CANARY, "scope": CANARY, "value": CANARY, "is_secret": "canary"}],
    [{"id": "x" * 128, "status": "a canary that is longer than any status", "value": 10**400}],
)


@pytest.mark.parametrize("mode", ["read", "write"])
@pytest.mark.parametrize("body", BODIES, ids=lambda body: json.dumps(body)[:40])
def test_a_shape_that_is_not_expected_ends_with_findings(
    tmp_path: Path, body: Any, mode: Any
) -> None:
    findings = Findings()
    with answering(200, json.dumps(body).encode(), content_type="application/json") as url:
        environ = {"RUNSITE_API_KEY": "ak_live_0123456789", "RUNSITE_API_URL": url}
        asyncio.run(diagnose(findings, environ, tmp_path, FakeClock(), mode))
    assert CANARY not in as_json(findings) + as_table(findings)
    assert "api_prefix" in findings.by_id
