"""Every value of every switch of the emulator: the whole life is quiet, or one message says why."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import engine_pb2_grpc

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.world.switch_values import COMBINATIONS
from pulumi_runsite.emulator.world.switches import VARIANTS

from .dynamic_host_process import Host
from .fake_engine import FakeEngine
from .fixtures import FAST, runsite
from .lifecycle import Lifecycle
from .plugin_process import MODULE_COMMAND, Plugin, running_plugin
from .provider_calls import provider_process

__all__ = ["runsite"]

TIMED = {
    "build_seconds", "transition_seconds", "keep_deployments", "rate_limit_count",
    "rate_limit_seconds", "requests_per_minute", "list_lag_seconds", "read_lag_seconds",
}  # fmt: skip
"""Switches that are about time, which other tests turn by hand."""

VALUES = [
    {name: value} for name, values in VARIANTS.items() if name not in TIMED for value in values[1:]
]
CASES = [*VALUES, *COMBINATIONS]

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


@pytest.fixture(scope="module")
def fake_engine() -> Iterator[tuple[FakeEngine, str]]:
    """A fake engine and its address, for the whole module."""
    engine = FakeEngine()
    server = grpc.server(futures.ThreadPoolExecutor(4))
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield engine, f"127.0.0.1:{port}"
    server.stop(None).wait()


Adapter = Host | Plugin


@contextmanager
def started(name: str, engine: tuple[FakeEngine, str], home: Path) -> Iterator[Adapter]:
    """Start one process of the adapter *name*."""
    if name == "plugin":
        with running_plugin(MODULE_COMMAND, engine, home) as plugin:
            yield plugin
        return
    command = [sys.executable, "-u", "-m", "pulumi.dynamic"]
    with provider_process(command, engine[1], home) as (stub, process):
        yield Host(stub, engine[0], process)


@pytest.fixture(scope="module", params=["dynamic", "plugin"])
def adapters(
    request: pytest.FixtureRequest,
    fake_engine: tuple[FakeEngine, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Adapter, Adapter]]:
    """Two processes of each adapter, for the whole module: one for `up`, one for `destroy`."""
    home = tmp_path_factory.mktemp(request.param)
    with (
        started(request.param, fake_engine, home) as first,
        started(request.param, fake_engine, home) as second,
    ):
        yield first, second


@pytest.mark.parametrize("switches", CASES, ids=key_of)
def test_a_life_is_quiet_or_ends_with_one_message(
    adapters: tuple[Adapter, Adapter], runsite: Running, switches: dict[str, Any]
) -> None:
    runsite.emulator.reset()
    for name, value in (FAST | switches).items():
        setattr(runsite.emulator.switches, name, value)
    life = Lifecycle(*adapters, runsite)
    try:
        outcome = life.run()
    finally:
        for name in switches:
            setattr(runsite.emulator.switches, name, FAST.get(name, VARIANTS[name][0]))
    assert life.doubled() == []
    assert re.search(expected(switches), outcome), outcome
    assert "Internal error" not in outcome
