"""An account on a Runsite in this process, and the command as its people give it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.adopt.__main__ import main
from pulumi_runsite.emulator import Emulator, Running, running

from .accounts import Account


@pytest.fixture(scope="module")
def runsite() -> Iterator[Running]:
    with running(Emulator(scale=0, seed=7)) as serving:
        yield serving


@pytest.fixture
def account(runsite: Running) -> Iterator[Account]:
    """An empty account, on a Runsite that deploys in no time."""
    runsite.emulator.reset()
    runsite.emulator.switches.build_seconds = 0
    with closing(Account(runsite.url, runsite.emulator.api_key)) as made:
        yield made


class Command:
    """The command, as somebody with the account's key gives it."""

    def __init__(self, runsite: Running, out: Path, patch: Any, captured: Any) -> None:
        self.out = out
        self._emulator = runsite.emulator
        self._patch = patch
        self._captured = captured
        patch.setenv("RUNSITE_API_KEY", runsite.emulator.api_key)
        patch.setenv("RUNSITE_API_URL", runsite.url)

    def run(self, *flags: str) -> str:
        """Give it; it writes, and sends nothing but GETs. Return what it says."""
        self._emulator.clock.advance(1)  # deployments that are under way arrive
        since = self._emulator.journal.last_seq
        code, said, wrong = self._give(*flags)
        assert (code, wrong) == (0, "")
        asked = self._emulator.journal.entries(since=since)
        assert {entry["method"] for entry in asked} == {"GET"}
        return said

    def refused(self, *flags: str) -> str:
        """Give it in vain, and return the one sentence."""
        code, said, wrong = self._give(*flags)
        assert (code, said) == (1, "")
        assert wrong.count("\n") == 1
        return wrong.strip()

    def _give(self, *flags: str) -> tuple[int, str, str]:
        self._patch.setattr(sys, "argv", ["adopt", "--out", str(self.out), *flags])
        code = main()
        said = self._captured.readouterr()
        return code, said.out, said.err

    @property
    def program(self) -> str:
        return (self.out / "__main__.py").read_text()

    def said_of(self, name: str) -> list[str]:
        """Return what the program gives for the argument *name*, in its order."""
        return re.findall(rf"^    {name}=(.*),$", self.program, re.MULTILINE)

    @property
    def comments(self) -> str:
        """What the comments say of what was found."""
        blocks = re.findall(r"(?:^# .*\n)+", self.program.partition("kept = ")[2], re.MULTILINE)
        return "\n".join(" ".join(block.replace("\n# ", " ").split()) for block in blocks)

    def texts(self) -> dict[str, str]:
        return {file.name: file.read_text() for file in self.out.iterdir()}


@pytest.fixture
def command(
    runsite: Running,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    return Command(runsite, tmp_path / "adopted", monkeypatch, capsys)
