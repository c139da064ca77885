"""The command line: output, exit code, and an interrupt."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterator

import pytest

from pulumi_runsite.doctor import __main__ as command
from pulumi_runsite.doctor.questions import QUESTIONS
from pulumi_runsite.emulator import Running
from tests.world import EmulatedClock

from .account import fill, leaks, records
from .conftest import Doctor


@pytest.fixture(autouse=True)
def environment(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    doctor.runsite.emulator.reset()
    fill(doctor.runsite)
    for name, value in doctor.environ().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(doctor.folder)


def run(monkeypatch: pytest.MonkeyPatch, *flags: str) -> int:
    monkeypatch.setattr(sys, "argv", ["doctor", *flags])
    return command.main()


def test_the_table_has_a_line_for_each_answer_and_exits_with_0(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch) == 0
    table = capsys.readouterr().out
    assert "ok       API key: accepted" in table
    # The CLI is not on PATH, and the emulated time is not that of this machine.
    assert re.search(r"^\d+ answers, 2 warnings, 0 failures\.$", table, re.MULTILINE)
    assert max(map(len, table.splitlines())) <= 100


def test_the_json_has_every_answer_with_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], runsite: Running
) -> None:
    assert run(monkeypatch, "--json") == 0
    printed = capsys.readouterr().out
    content = json.loads(printed)
    assert content["format"] == 1
    assert [each["id"] for each in content["findings"]] == [
        id for id in QUESTIONS if id in {each["id"] for each in content["findings"]}
    ]
    assert {each["status"] for each in content["findings"]} == {"ok", "warning", "unknown"}
    assert leaks(runsite, printed) == []


def test_a_failure_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RUNSITE_API_KEY")
    assert run(monkeypatch) == 1
    assert "failed   Form of the API key: missing or not valid" in capsys.readouterr().out


@pytest.fixture
def interruptible() -> Iterator[None]:
    """SIGINT as in a terminal: a shell has its background commands ignore it."""
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, ignored)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_removes_what_can_be_removed_and_displays_the_answers_so_far(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], doctor: Doctor
) -> None:
    class InterruptingClock(EmulatedClock):
        """The user interrupts the first wait, which is the one for the deployment."""

        def __init__(self) -> None:
            super().__init__(doctor.runsite.emulator)

        async def sleep(self, seconds: float) -> None:
            if not self.slept:
                self.slept.append(seconds)
                signal.raise_signal(signal.SIGINT)
            await super().sleep(seconds)

    before = records(doctor.runsite)
    monkeypatch.setattr(command, "SystemClock", InterruptingClock)
    assert run(monkeypatch, "--write") == 130
    captured = capsys.readouterr()
    assert captured.err == "Interrupted: not everything was checked.\n"
    name = re.findall(r"pulumi-runsite-doctor-\w+", captured.out)[0]
    assert doctor.stored(name) == [f"the project `{name}`", f"the web service `{name}`"]
    service = next(
        row for row in doctor.runsite.emulator.store.web_services.all() if row.name == name
    )
    assert service.status in ("stopping", "stopped")
    assert len(records(doctor.runsite, name)) == len(before)
    assert "initial_status" not in captured.out
    assert "Status of a new web service: `stopped`" in captured.out


def test_nothing_is_read_from_stdin_and_write_needs_its_flag(
    monkeypatch: pytest.MonkeyPatch, doctor: Doctor
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    since = doctor.runsite.emulator.journal.last_seq
    run(monkeypatch)
    entries = doctor.runsite.emulator.journal.entries(since=since)
    assert {entry["method"] for entry in entries} == {"GET"}
