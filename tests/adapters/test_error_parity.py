"""Both adapters fail in the same way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.create_log import CreateLogFile
from tests.adapters.comparison import AdapterCalls, project, run_both
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin


def error_responses(adapter: AdapterCalls) -> None:
    for status in (400, 403, 409, 422):
        adapter.fault(kind="answer", status=status, method="POST", path="/projects")
        project(adapter)
    id, state = project(adapter)
    adapter.fault(kind="answer", status=404, method="GET", path="/projects/*")
    adapter.read("Project", id, state, {"name": "shop"})
    adapter.fault(kind="html", method="GET", path="/projects/*")
    adapter.read("Project", id, state, {"name": "shop"})
    adapter.fault(kind="answer", status=401, method="GET", path="/projects/*")
    adapter.read("Project", id, state, {"name": "shop"})
    adapter.read("Project", id, state, {"name": "shop"})


CASES = [
    error_responses,
]


@pytest.mark.parametrize("case", CASES)
def test_both_adapters_send_and_return_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[AdapterCalls], None]
) -> None:
    dynamic = run_both(host, plugin, runsite, case)
    assert dynamic["requests"] != "[]"


def test_nothing_is_sent_when_the_creation_log_cannot_be_written(
    host: Host, plugin: Plugin, runsite: Running, tmp_path: Path
) -> None:
    account = f"{runsite.url} {runsite.emulator.api_key}"
    for adapter in (host, plugin):
        log = CreateLogFile(tmp_path / "runsite-creation-log", account, adapter("Project").urn)
        Path(log.file).mkdir(parents=True)
    inputs = {"name": "shop"}

    def case(adapter: AdapterCalls) -> None:
        for call in (
            lambda: adapter.diff("Project", "p-1", inputs, inputs, inputs),
            lambda: adapter.create("Project", inputs),
        ):
            adapter._try("Project", call)

    dynamic = run_both(host, plugin, runsite, case)
    assert dynamic["results"].count("cannot be used") == 1, "a preview does not need it"
    assert "Internal error" not in dynamic["results"] + dynamic["messages"]
    assert '"POST"' not in dynamic["requests"]
