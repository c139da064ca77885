"""After the engine has cancelled, no create is begun, and the next run does it."""

from __future__ import annotations

import pytest
from google.protobuf import empty_pb2

from tests.adapters.fake_engine import RpcFailed
from tests.adapters.runs import Runs, checked

WEB = {"name": "web", "image_ref": "nginx:1.27"}


def test_after_a_cancel_no_create_is_begun(runs: Runs) -> None:
    adapter = runs.process()
    adapter("Project").create(checked(adapter("Project"), {"name": "shop"}))
    adapter.stub.Cancel(empty_pb2.Empty())
    with pytest.raises(RpcFailed) as raised:
        adapter("WebService").create(checked(adapter("WebService"), WEB))
    assert str(raised.value) == (
        "POST /api/web-services was not sent, and changed nothing: interrupted. "
        "Run the command again to resume."
    )
    adapter.clock.interrupted = False
    again = runs.process()("WebService")
    id, _ = again.create(checked(again, WEB))
    assert [row.id for row in runs.runsite.emulator.store.web_services.all()] == [id]
    assert runs.requests().count("POST web-services") == 1
