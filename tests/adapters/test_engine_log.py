"""The engine log: whether it is connected to an engine, and what arrives there."""

from __future__ import annotations

import socket

from pulumi_runsite.engine.log import GrpcEngineLog
from tests.adapters.fake_engine import FakeEngine


def test_an_engine_log_is_connected_while_the_engine_listens(
    engine: tuple[FakeEngine, str],
) -> None:
    assert GrpcEngineLog("", engine[1]).is_connected()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        host, port = unused.getsockname()
        assert not GrpcEngineLog("", f"{host}:{port}").is_connected()
    assert not GrpcEngineLog("", "no address").is_connected()


def test_all_progress_is_displayed_although_nobody_waits_for_it(
    engine: tuple[FakeEngine, str],
) -> None:
    log, sent = GrpcEngineLog("", engine[1]), [f"step {n}." for n in range(50)]
    for each in sent:
        log.progress(each)
    assert {engine[0].wait_for(each, within_s=5).message for each in sent} == set(sent)
