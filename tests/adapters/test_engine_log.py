"""Whether the engine log is connected to an engine."""

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
