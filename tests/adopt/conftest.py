"""An account on an emulator in this process, and calls of the command."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.adopt.__main__ import main
from pulumi_runsite.testing import Runsite
from tests.world import runsite

from .accounts import Account

__all__ = ["runsite"]


@pytest.fixture
def account(runsite: Runsite) -> Account:
    """An empty account, on a Runsite that deploys immediately."""
    runsite.emulator.reset()
    runsite.emulator.switches.build_seconds = 0
    return Account(runsite)


class Command:
    """Calls of the command with the account's API key."""

    def __init__(self, runsite: Runsite, out: Path, patch: Any, captured: Any) -> None:
        self.out = out
        self._emulator = runsite.emulator
        self._patch = patch
        self._captured = captured
        patch.setenv("RUNSITE_API_KEY", runsite.emulator.api_key)
        patch.setenv("RUNSITE_API_URL", runsite.url)

    def run(self, *flags: str) -> str:
        """Run the command, which sends only GET requests, and return its output."""
        self._emulator.clock.advance(1)  # running deployments finish
        since = self._emulator.journal.last_seq
        code, output, error = self.call(*flags)
        assert (code, error) == (0, "")
        requests = self._emulator.journal.entries(since=since)
        assert {entry["method"] for entry in requests} == {"GET"}
        return output

    def error(self, *flags: str) -> str:
        """Run the command, which fails, and return its single-line error."""
        code, output, error = self.call(*flags)
        assert (code, output) == (1, "")
        assert error.count("\n") == 1
        return error.strip()

    def call(self, *flags: str) -> tuple[int, str, str]:
        """Run the command, and return its exit code, its output and its errors."""
        self._patch.setattr(sys, "argv", ["adopt", "--out", str(self.out), *flags])
        code = main()
        captured = self._captured.readouterr()
        return code, captured.out, captured.err

    @property
    def program(self) -> str:
        return (self.out / "__main__.py").read_text()

    def arguments(self, name: str) -> list[str]:
        """Return the source of every argument *name* in the program, in order."""
        return re.findall(rf"^    {name}=(.*),$", self.program, re.MULTILINE)

    @property
    def comments(self) -> str:
        """The comments about resources, one line each."""
        blocks = re.findall(
            r"(?:^# .*\n)+", self.program.partition("protected = ")[2], re.MULTILINE
        )
        return "\n".join(" ".join(block.replace("\n# ", " ").split()) for block in blocks)

    def files(self) -> dict[str, str]:
        return {file.name: file.read_text() for file in self.out.iterdir()}


@pytest.fixture
def command(
    runsite: Runsite,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    return Command(runsite, tmp_path / "adopted", monkeypatch, capsys)
