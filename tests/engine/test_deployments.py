"""What Pulumi's own options mean for a deployment, under the real engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .runsite import LocalRunsite
from .stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi
import pulumi_runsite as runsite

web = runsite.WebService("web", image_ref="nginx")
live = runsite.Deployment("live", web_service_id=web.id, opts=pulumi.ResourceOptions({options}))
"""


def posts(emulator: LocalRunsite) -> int:
    return sum(write.endswith("/deployments") for write in emulator.writes())


def test_pulumis_custom_timeouts_end_a_wait(
    stack: Stack, start_emulator: Callable[..., LocalRunsite]
) -> None:
    emulator = start_emulator("--build-seconds", "600")
    stack.connect(emulator)
    timeouts = 'custom_timeouts=pulumi.CustomTimeouts(create="2s", update="600s")'
    stack.program(PROGRAM.format(options=timeouts))
    up = stack.up()
    assert up.code != 0
    assert "goes on without us (not done after 2 s)" in up.out
    kept = stack.resources()["live"]["id"]
    emulator.control("POST", "clock", json={"advance": 600})
    assert stack.up().code == 0
    assert stack.resources()["live"]["id"] == kept
    assert posts(emulator) == 1


def test_pulumis_replacement_trigger_deploys_again(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    stack.program(PROGRAM.format(options='replacement_trigger="one"'))
    assert stack.up().code == 0
    assert stack.up("--expect-no-changes").code == 0
    stack.program(PROGRAM.format(options='replacement_trigger="two"'))
    assert stack.preview().changes == {"replace": 1}
    assert stack.up().changes == {"replace": 1}
    assert posts(emulator) == 2


def test_ignore_changes_is_respected(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    stack.program(PROGRAM.format(options='ignore_changes=["triggers"]'))
    assert stack.up().code == 0
    changed = PROGRAM.replace("web.id,", 'web.id, triggers=["new"],')
    stack.program(changed.format(options='ignore_changes=["triggers"]'))
    assert stack.up("--expect-no-changes").code == 0
    assert posts(emulator) == 1


def test_a_deployment_out_of_the_program_runs_on(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    stack.program(PROGRAM.format(options=""))
    assert stack.up().code == 0
    mark = emulator.mark()
    stack.program(PROGRAM.format(options="").split("live =")[0])
    assert stack.up().changes == {"delete": 1}
    assert emulator.journal(mark) == []
