"""An account in use comes under Pulumi with one command: nothing is made, and then all is quiet."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.adopt.accounts import CANARY, Account, fill

from .runsite import LocalRunsite
from .stack import PROJECT, STACK, Stack

pytestmark = pytest.mark.engine


PLUGIN = Path(sys.executable).parent
"""Holds `pulumi-resource-runsite`."""


def adopt(stack: Stack, out: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pulumi_runsite.adopt", "--out", str(out)],
        env=stack.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def take_up(stack: Stack, written: Path) -> None:
    """Make *stack* the project that was *written*; only its name and its Python are the test's."""
    about = (written / "Pulumi.yaml").read_text()
    about = about.replace('name: "adopted"', f"name: {PROJECT}")
    about = about.replace("virtualenv: venv", f"virtualenv: {sys.prefix}")
    (stack.folder / "Pulumi.yaml").write_text(about)
    stack.program((written / "__main__.py").read_text())


def asked_for(written: Path) -> list[str]:
    """Return the keys that the script asks for."""
    commands = (written / "set-secrets.sh").read_text()
    return re.findall(r"^pulumi config set --secret (\S+)$", commands, re.MULTILINE)


def test_what_it_wrote_takes_over_everything_and_makes_nothing(
    stack: Stack, start_emulator: Callable[..., LocalRunsite], tmp_path: Path
) -> None:
    emulator = start_emulator("--build-seconds", "0")
    stack.connect(emulator)
    with closing(Account(emulator.url, emulator.api_key)) as account:
        there = fill(account)
    mark, written = emulator.mark(), tmp_path / "adopted"
    adopt(stack, written)
    assert emulator.writes(mark) == []
    take_up(stack, written)
    keys = asked_for(written)
    assert len(keys) == 106
    stack.config({}, secret={f"{PROJECT}:{key}": f"{CANARY}-{key}" for key in keys})

    seen = stack.preview()
    assert (seen.code, seen.diagnostics("error")) == (0, []), seen.out
    assert emulator.writes(mark) == []

    done = stack.up()
    assert done.code == 0, done.out
    assert Counter(step for step, _ in done.steps) == {"create": sum(there.values())}
    writes = Counter(re.sub(r"/[0-9a-f-]{36}", "/ID", write) for write in emulator.writes(mark))
    assert writes == {
        "PUT /api/web-services/ID/env/bulk": 100,
        "PUT /api/projects/ID/secrets/bulk": 6,
    }

    mark = emulator.mark()
    again = stack.preview("--expect-no-changes")
    assert again.code == 0, again.out
    assert emulator.journal(mark) == []
    assert stack.refresh("--expect-no-changes").code == 0
    assert stack.preview("--expect-no-changes").code == 0
    assert CANARY not in stack.run("stack", "export", "--stack", STACK).out


def test_a_destroy_stops_at_what_is_protected(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    with closing(Account(emulator.url, emulator.api_key)) as account:
        account.variable(account.service("web"), "MODE", "fast", is_secret=False)
    written = stack.folder / "adopted"
    adopt(stack, written)
    take_up(stack, written)
    assert stack.up().code == 0
    mark = emulator.mark()
    assert stack.destroy().code != 0
    assert emulator.writes(mark) == []


def test_the_plugin_imports_what_it_lists(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    with closing(Account(emulator.url, emulator.api_key)) as account:
        web = account.service("web", project_id=account.project("shop"))
        account.variable(web, "MODE", "fast", is_secret=False)
        account.variable(web, "KEY", CANARY, is_secret=True)
    mark, written = emulator.mark(), stack.folder / "adopted"
    adopt(stack, written)
    stack.env["PATH"] = os.pathsep.join([str(PLUGIN), stack.env["PATH"]])
    flags = ("--yes", "--skip-preview", "--generate-code=false", "--stack", STACK)
    done = stack.run("import", "--file", str(written / "import.json"), *flags)
    assert done.code == 0, done.out
    listed = json.loads((written / "import.json").read_text())["resources"]
    assert stack.resources().keys() == {each["name"] for each in listed}
    assert emulator.writes(mark) == []
