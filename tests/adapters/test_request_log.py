"""`RUNSITE_LOG=debug` displays each request at its resource, the same through both adapters."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pulumi.runtime.proto import engine_pb2

from pulumi_runsite.emulator import Running
from tests.adapters.comparison import AdapterCalls, service
from tests.adapters.dynamic_host_process import Host
from tests.adapters.fake_engine import FakeEngine
from tests.adapters.plugin_process import Plugin
from tests.adapters.provider_calls import provider_process

ROOT = Path(__file__).parents[2]
COMMANDS = {"dynamic": "pulumi.dynamic", "plugin": "pulumi_runsite"}
_LINE = re.compile(r"(\w+ /api/\S+: [\w ]+) \(attempt (\d), \d+ ms\)")


def displayed(
    adapter: str, engine: tuple[FakeEngine, str], runsite: Running, home: Path, **environ: str
) -> tuple[list[tuple[str, str]], set[str]]:
    """Create a variable, and return its request lines with the attempt, and their URNs."""
    fake_engine, address = engine
    runsite.emulator.reset()
    command = [sys.executable, "-u", "-m", COMMANDS[adapter]]
    with provider_process(command, address, home, **environ) as (stub, _):
        start = Host if adapter == "dynamic" else Plugin
        started = start(stub, fake_engine)
        started.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
        calls = AdapterCalls(started, runsite)
        web_service_id = service(calls)
        fake_engine.log_requests.clear()
        calls.fault(kind="answer", status=503, method="GET", path="/web-services/*/env")
        inputs = {"web_service_id": web_service_id, "key": "A", "value": "canary-of-a-value"}
        calls.create("EnvVar", inputs)
    messages = [each.message for each in fake_engine.log_requests]
    assert "canary" not in repr(messages)
    assert runsite.emulator.api_key not in repr(messages)
    found = [match.groups() for each in messages if (match := _LINE.fullmatch(each))]
    assert len(found) == len(messages)
    assert all(each.severity == engine_pb2.INFO for each in fake_engine.log_requests)
    lines = [(str(line).replace(web_service_id, "ID"), str(attempt)) for line, attempt in found]
    return lines, {each.urn.rpartition(":")[0] for each in fake_engine.log_requests}


def test_each_request_is_a_line_at_its_resource(
    engine: tuple[FakeEngine, str], runsite: Running, tmp_path: Path
) -> None:
    found = {
        adapter: displayed(adapter, engine, runsite, tmp_path / adapter, RUNSITE_LOG="debug")
        for adapter in COMMANDS
    }
    assert found["dynamic"][0] == found["plugin"][0]
    lines, _ = found["plugin"]
    assert lines[0] == ("GET /api/web-services/ID/env: status 503", "1")
    assert ("GET /api/web-services/ID/env: status 200", "2") in lines
    assert ("POST /api/web-services/ID/env: status 201", "1") in lines
    assert [urn for _, urns in found.values() for urn in urns] == [
        "urn:pulumi:dev::test::pulumi-python:dynamic/runsite:EnvVar:",
        "urn:pulumi:dev::test::runsite:index:EnvVar:",
    ]


@pytest.mark.parametrize("adapter", COMMANDS)
def test_nothing_is_displayed_without_the_variable(
    adapter: str, engine: tuple[FakeEngine, str], runsite: Running, tmp_path: Path
) -> None:
    assert displayed(adapter, engine, runsite, tmp_path, RUNSITE_LOG="") == ([], set())


@pytest.mark.parametrize("adapter", ["host", "plugin"])
def test_a_value_without_a_meaning_is_one_warning(
    adapter: str,
    request: pytest.FixtureRequest,
    runsite: Running,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runsite.emulator.reset()
    started = request.getfixturevalue(adapter)
    monkeypatch.setenv("RUNSITE_LOG", "trace")
    started.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    calls = AdapterCalls(started, runsite)
    inputs = {"web_service_id": service(calls), "key": "A", "value": "1"}
    calls.create("EnvVar", inputs)
    (message,) = started.engine.log_requests
    assert message.severity == engine_pb2.WARNING
    assert message.message.startswith("`RUNSITE_LOG` is 'trace', which has no meaning: ")
    assert "Set it to `debug`" in message.message


@pytest.mark.parametrize("flag", ["--debug", "-d", "--diff"])
@pytest.mark.parametrize("shells", [0, 1])
def test_the_flag_of_the_command_is_found(tmp_path: Path, flag: str, shells: int) -> None:
    (tmp_path / "pulumi").symlink_to(sys.executable)
    run = "import subprocess, sys; subprocess.run(sys.argv[2:], check=True)"
    child = "from pulumi_runsite.engine.debug_flag import is_debugging; print(is_debugging())"
    between = [sys.executable, "-c", run, ""] * shells
    command = [tmp_path / "pulumi", "-c", run, flag, *between, sys.executable, "-c", child]
    found = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    # Only Linux shows the flags of another process.
    assert found.stdout == f"{flag != '--diff' and sys.platform == 'linux'}\n"
