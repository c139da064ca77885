"""Runs of the command against an emulator in this process, judged by what the emulator stores."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.doctor.diagnosis import Mode, diagnose
from pulumi_runsite.doctor.findings import Finding, Findings
from pulumi_runsite.doctor.output import as_json, as_table
from pulumi_runsite.testing import Runsite
from tests.world import EmulatedClock, runsite

from .account import fill, leaks, records

__all__ = ["runsite"]


class Doctor:
    """Runs the command against one emulator, with an account that has everything."""

    def __init__(self, runsite: Runsite, folder: Path) -> None:
        self.runsite = runsite
        self.folder = folder
        self.findings = Findings()

    def environ(self, **more: str) -> dict[str, str]:
        """Return the environment of the command."""
        key, url = self.runsite.emulator.api_key, self.runsite.url
        home = str(self.folder / "home")
        settings = {"RUNSITE_API_KEY": key, "RUNSITE_API_URL": url, "PULUMI_HOME": home}
        return settings | {"PATH": str(self.folder)} | more

    def run(self, mode: Mode, **switches: Any) -> dict[str, Finding]:
        """
        Return the findings of one run with *switches*.

        Nothing of the account was displayed or changed, what stays of the command's own objects is
        named, and without `--write` only GET requests were sent.
        """
        emulator = self.runsite.emulator
        emulator.reset()
        fill(self.runsite)
        for name, value in switches.items():
            setattr(emulator.switches, name, value)
        before, since = records(self.runsite), emulator.journal.last_seq
        self.findings = Findings()
        clock = EmulatedClock(emulator)
        asyncio.run(diagnose(self.findings, self.environ(), self.folder, clock, mode))
        methods = {entry["method"] for entry in emulator.journal.entries(since=since)}
        assert mode == "write" or methods == {"GET"}
        self.expect_nothing_else(before)
        return self.findings.by_id

    def expect_nothing_else(self, before: list[dict[str, Any]]) -> None:
        """Expect no leak, no change of the records *before*, and the names of all that is new."""
        for text in (as_json(self.findings), as_table(self.findings)):
            assert leaks(self.runsite, text) == []
        name = self.own_name()
        after = records(self.runsite, name)
        assert [_settled(row) for row in after] == [_settled(row) for row in before]
        assert self.stored(name) == self.named()

    def own_name(self) -> str:
        """Return the name of the project that the command has created, as it states."""
        found = re.search(r"pulumi-runsite-doctor-\w+", " ".join(self.findings.remaining))
        return found[0] if found else ""

    def named(self) -> list[str]:
        """Return what stays, as the command states."""
        return sorted(line.split(" without")[0] for line in self.findings.remaining)

    def stored(self, name: str) -> list[str]:
        """Return what is stored of the command's own objects, in the same words."""
        store = self.runsite.emulator.store
        counts = {
            "variables": sum(each.key.startswith("DOCTOR_") for each in store.variables.all()),
            "secrets": sum(each.key.startswith("DOCTOR_") for each in store.secrets.all()),
        }
        projects = [f"the project `{name}`" for row in store.projects.all() if row.name == name]
        services = [
            f"the web service `{name}`" for row in store.web_services.all() if row.name == name
        ]
        rest = [f"{count} {noun}" for noun, count in counts.items() if count]
        return sorted([*projects, *services, *rest])


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    """Return *row* without what changes by itself while a deployment continues."""
    changing = {
        "status", "updated_at", "ahead", "log", "started_at", "finished_at", "is_live",
        "commit_sha", "commit_message",
    }  # fmt: skip
    return {name: value for name, value in row.items() if name not in changing}


@pytest.fixture
def doctor(runsite: Runsite, tmp_path: Path) -> Doctor:
    return Doctor(runsite, tmp_path)


@pytest.fixture(scope="module")
def default(runsite: Runsite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    """The findings of a run with `--write` against the default Runsite."""
    return Doctor(runsite, tmp_path_factory.mktemp("default")).run("write")


@pytest.fixture(scope="module")
def read_only(runsite: Runsite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    """The findings of a run without `--write` against the default Runsite."""
    return Doctor(runsite, tmp_path_factory.mktemp("read")).run("read")
