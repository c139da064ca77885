"""When it cannot be done through the plugin: one sentence, nothing lost, nothing made twice."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.engine.processes import family_of
from tests.engine.runsite import LocalRunsite
from tests.engine.stack import Stack
from tests.engine.test_trouble import wait_for_deployment

pytestmark = pytest.mark.engine

DEPLOYED = """
import pulumi_runsite_sdk as runsite

web = runsite.WebService("web", image_ref={image!r})
runsite.Deployment("live", web_service_id=web.id)
"""
PLUGIN = "pulumi-resource-runsite"
DOORS = ["pulumi_runsite", "pulumi_runsite_sdk"]


def posts(emulator: LocalRunsite) -> int:
    return sum(write.endswith("/deployments") for write in emulator.writes())


def test_a_failed_deployment_is_kept_and_made_again(project: Stack, emulator: LocalRunsite) -> None:
    project.connect(emulator)
    project.program(DEPLOYED.format(image="app:fail-build"))
    up = project.up()
    assert up.code != 0
    kept = project.resources()["live"]
    assert f"deployment {kept['id']} failed: Image pull failed" in up.out
    assert "Traceback" not in up.out
    assert kept["initErrors"]
    assert project.preview().changes == {"replace": 1}


def test_ctrl_c_keeps_the_deployment_and_the_next_up_waits_for_it(
    project: Stack, start_emulator: Callable[..., LocalRunsite]
) -> None:
    emulator = start_emulator("--build-seconds", "600")
    project.connect(emulator)
    project.program(DEPLOYED.format(image="nginx:1.27"))
    process = project.start("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive")
    wait_for_deployment(emulator, 1)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    kept = project.resources()["live"]
    assert f"deployment {kept['id']} is" in out
    assert "goes on without us (interrupted). Run `pulumi up` again to wait for it" in out
    assert kept["initErrors"]
    assert not project.export()["deployment"].get("pending_operations")
    emulator.control("POST", "clock", json={"advance": 600})
    assert project.up().code == 0
    live = project.resources()["live"]
    assert (live["id"], live["outputs"]["status"]) == (kept["id"], "running")
    assert posts(emulator) == 1


def test_a_plugin_whose_engine_was_killed_ends_by_itself(
    project: Stack, start_emulator: Callable[..., LocalRunsite]
) -> None:
    emulator = start_emulator("--build-seconds", "600")
    project.connect(emulator)
    project.program(DEPLOYED.format(image="nginx:1.27"))
    process = project.start("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive")
    wait_for_deployment(emulator, 1)
    family = family_of(process.pid)
    plugins = [id for id, command in family.items() if PLUGIN in command]
    os.kill(process.pid, signal.SIGKILL)
    assert plugins
    process.communicate()
    end = time.monotonic() + 20
    while any(is_there(id) for id in plugins):
        assert time.monotonic() < end
    # Pulumi's own language host does not end by itself.
    for id in family:
        with suppress(ProcessLookupError):
            os.kill(id, signal.SIGKILL)


def is_there(id: int) -> bool:
    try:
        os.kill(id, 0)
    except ProcessLookupError:
        return False
    return True


CHANGED = """
import pulumi
import {door} as runsite

config = pulumi.Config()
web = runsite.WebService(
    "web",
    image_ref="nginx:1.27",
    port=config.get_int("port") or 3000,
    immutable_changes="replace",
)
runsite.EnvVar("a", web_service_id=web.id, key="A", value=config.get("value") or "canary-1")
"""


@pytest.mark.parametrize("door", DOORS)
def test_a_preview_shows_what_changes_and_no_secret(
    project: Stack, emulator: LocalRunsite, door: str
) -> None:
    project.connect(emulator)
    project.program(CHANGED.format(door=door))
    assert project.up().code == 0
    project.config({"trial:port": "9090"}, secret={"trial:value": "canary-2"})
    preview = project.preview("--diff")
    assert preview.code == 0, preview.out
    assert preview.changes == {"replace": 2}
    assert "~ port: 3000 => 9090" in " ".join(preview.out.split())
    assert "canary" not in preview.out + json.dumps(preview.events)
