"""Both adapters fail in the same way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.create_log import CreateLogFile
from tests.adapters.comparison import Door, project, through
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin


def answers_that_are_no(door: Door) -> None:
    for status in (400, 403, 409, 422):
        door.fault(kind="answer", status=status, method="POST", path="/projects")
        project(door)
    id, state = project(door)
    door.fault(kind="answer", status=404, method="GET", path="/projects/*")
    door.read("Project", id, state, {"name": "shop"})
    door.fault(kind="html", method="GET", path="/projects/*")
    door.read("Project", id, state, {"name": "shop"})
    door.fault(kind="answer", status=401, method="GET", path="/projects/*")
    door.read("Project", id, state, {"name": "shop"})
    door.read("Project", id, state, {"name": "shop"})


CASES = [
    answers_that_are_no,
]


@pytest.mark.parametrize("case", CASES)
def test_both_doors_ask_and_answer_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[Door], None]
) -> None:
    dynamic = through(host, runsite, case)
    assert through(plugin, runsite, case) == dynamic
    assert dynamic["asked"] != "[]"


def test_where_nothing_can_be_noted_nothing_is_sent(
    host: Host, plugin: Plugin, runsite: Running, tmp_path: Path
) -> None:
    account = f"{runsite.url} {runsite.emulator.api_key}"
    for door in (host, plugin):
        noted = CreateLogFile(tmp_path / "runsite-intents", account, door("Project").urn)
        noted._file.mkdir(parents=True)
    inputs = {"name": "shop"}

    def case(door: Door) -> None:
        for call in (
            lambda: door.diff("Project", "p-1", inputs, inputs, inputs),
            lambda: door.create("Project", inputs),
        ):
            door._try(call)

    dynamic = through(host, runsite, case)
    assert through(plugin, runsite, case) == dynamic
    assert dynamic["seen"].count("cannot use") == 2
    assert "a bug" not in dynamic["seen"] + dynamic["said"]
    assert '"POST"' not in dynamic["asked"]
