"""Whether the engine is still there to hear what is said."""

from __future__ import annotations

import socket

from pulumi_runsite.engine.log import GrpcEngineLog
from tests.adapters.fake_engine import Engine


def test_an_engine_is_heard_as_long_as_it_is_there(engine: tuple[Engine, str]) -> None:
    assert GrpcEngineLog("", engine[1]).is_connected()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        host, port = nobody.getsockname()
        assert not GrpcEngineLog("", f"{host}:{port}").is_connected()
    assert not GrpcEngineLog("", "no address").is_connected()
