"""Pulumi's resource options on a deployment, under the real engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.request_log import count_deployments
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi
import pulumi_runsite as runsite

web = runsite.WebService("web", image_ref="nginx")
live = runsite.Deployment("live", web_service_id=web.id, opts=pulumi.ResourceOptions({options}))
"""


def test_custom_timeouts_end_the_wait_for_a_deployment(
    stack: Stack, start_emulator: Callable[..., Runsite]
) -> None:
    emulator = start_emulator(build_seconds=600)
    stack.connect(emulator)
    timeouts = 'custom_timeouts=pulumi.CustomTimeouts(create="2s", update="600s")'
    stack.program(PROGRAM.format(options=timeouts))
    up = stack.up()
    assert up.code != 0
    assert provider_messages.WAIT_TIMED_OUT in up.out
    id = stack.resources()["live"]["id"]
    emulator.control("POST", "clock", advance=600)
    assert stack.up().code == 0
    assert stack.resources()["live"]["id"] == id
    assert count_deployments(emulator) == 1


def test_options_decide_when_to_deploy_again(stack: Stack, emulator: Runsite) -> None:
    options = 'replacement_trigger="{}", ignore_changes=["triggers"]'
    stack.connect(emulator)
    stack.program(PROGRAM.format(options=options.format("one")))
    assert stack.up().code == 0

    changed = PROGRAM.replace("web.id,", 'web.id, triggers=["new"],')
    stack.program(changed.format(options=options.format("one")))
    assert stack.up("--expect-no-changes").code == 0
    assert count_deployments(emulator) == 1

    stack.program(changed.format(options=options.format("two")))
    assert stack.preview().changes == {"replace": 1}
    assert stack.up().changes == {"replace": 1}
    assert count_deployments(emulator) == 2

    before = emulator.last_seq()
    stack.program(PROGRAM.format(options="").split("live =")[0])
    assert stack.up().changes == {"delete": 1}
    assert emulator.journal(before) == [], "a removed deployment keeps running"
