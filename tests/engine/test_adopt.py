"""An account in use comes under Pulumi with one command: nothing is made, and then all is quiet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.adopt.accounts import CANARY, Account, fill

from .adopted import adopt, asked_for, take_up
from .runsite import LocalRunsite
from .stack import PROJECT, STACK, Stack

pytestmark = pytest.mark.engine


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


def test_a_change_of_what_was_taken_over_deploys_once(
    stack: Stack, start_emulator: Callable[..., LocalRunsite], tmp_path: Path
) -> None:
    emulator = start_emulator("--build-seconds", "0")
    stack.connect(emulator)
    with closing(Account(emulator.url, emulator.api_key)) as account:
        web = account.service("web")
        account.variable(web, "MODE", "fast", is_secret=False)
        account.deploy(web)
    written = tmp_path / "adopted"
    adopt(stack, written)
    take_up(stack, written)
    assert stack.up().code == 0
    live = stack.resources()["web-deployment"]["id"]

    stack.program((written / "__main__.py").read_text().replace('"fast"', '"slow"'))
    mark = emulator.mark()
    up = stack.up()
    assert up.changes == {"update": 1, "replace": 1}, up.out
    assert [write.split("/")[-1] for write in emulator.writes(mark)] == ["bulk", "deployments"]
    assert stack.resources()["web-deployment"]["id"] != live

    program = (stack.folder / "__main__.py").read_text()
    stack.program("".join(x for x in program.splitlines(True) if "adopt_id=" not in x))
    mark = emulator.mark()
    assert stack.up("--expect-no-changes").code == 0
    assert emulator.journal(mark) == []


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
