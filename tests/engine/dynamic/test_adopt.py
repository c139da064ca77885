"""The generated program adopts an existing account: it creates nothing, and is up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite
from tests.adopt.accounts import CANARY, Account, fill
from tests.engine.adopt_command import (
    generate_program,
    secret_config_keys,
    use_generated_project,
)
from tests.engine.stack import PROJECT, STACK, Stack

pytestmark = pytest.mark.engine


def test_the_generated_program_adopts_everything_and_creates_nothing(
    stack: Stack, start_emulator: Callable[..., Runsite], tmp_path: Path
) -> None:
    emulator = start_emulator(build_seconds=0)
    stack.connect(emulator)
    objects = fill(Account(emulator))
    before, generated = emulator.last_seq(), tmp_path / "adopted"
    generate_program(stack, generated)
    assert emulator.writes(before) == []
    use_generated_project(stack, generated)
    keys = secret_config_keys(generated)
    assert len(keys) == 106
    stack.config({}, secret={f"{PROJECT}:{key}": f"{CANARY}-{key}" for key in keys})

    preview = stack.preview()
    assert (preview.code, preview.diagnostics("error")) == (0, []), preview.out
    assert emulator.writes(before) == []

    up = stack.up()
    assert up.code == 0, up.out
    assert Counter(step for step, _ in up.steps) == {"create": sum(objects.values())}
    assert {write.split()[0] for write in emulator.writes(before)} == {"PUT"}
    bodies = [each["request_body"] for each in emulator.journal(before) if each["method"] == "PUT"]
    written = Counter(name for body in bodies for name, items in body.items() for _ in items)
    assert written == {"variables": 100, "secrets": 6}

    before = emulator.last_seq()
    second = stack.preview("--expect-no-changes")
    assert second.code == 0, second.out
    assert emulator.journal(before) == []
    assert stack.refresh("--expect-no-changes").code == 0
    assert stack.preview("--expect-no-changes").code == 0
    assert CANARY not in stack.run("stack", "export", "--stack", STACK).out


def test_a_change_of_an_adopted_variable_deploys_once_and_a_destroy_is_refused(
    stack: Stack, start_emulator: Callable[..., Runsite], tmp_path: Path
) -> None:
    emulator = start_emulator(build_seconds=0)
    stack.connect(emulator)
    account = Account(emulator)
    web = account.service("web")
    account.variable(web, "MODE", "fast", is_secret=False)
    account.deploy(web)
    generated = tmp_path / "adopted"
    generate_program(stack, generated)
    use_generated_project(stack, generated)
    assert stack.up().code == 0
    live = stack.resources()["web-deployment"]["id"]

    stack.program((generated / "__main__.py").read_text().replace('"fast"', '"slow"'))
    before = emulator.last_seq()
    up = stack.up()
    assert up.changes == {"update": 1, "replace": 1}, up.out
    assert [write.split("/")[-1] for write in emulator.writes(before)] == ["bulk", "deployments"]
    assert stack.resources()["web-deployment"]["id"] != live

    program = (stack.folder / "__main__.py").read_text()
    stack.program("".join(x for x in program.splitlines(True) if "adopt_id=" not in x))
    before = emulator.last_seq()
    assert stack.up("--expect-no-changes").code == 0
    assert emulator.journal(before) == []
    assert stack.destroy().code != 0, "the resources are protected"
    assert emulator.writes(before) == []
