"""Failed, interrupted and killed waits for a deployment, with the plugin."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.process_tree import is_running, kill_all, process_tree
from tests.engine.request_log import count_deployments, wait_for_polled_deployments
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi_runsite_sdk as runsite

web = runsite.WebService("web", image_ref={image!r})
runsite.Deployment("live", web_service_id=web.id)
"""
PLUGIN = "pulumi-resource-runsite"


def test_a_failed_deployment_stays_in_the_state_and_is_replaced(
    project: Stack, emulator: Runsite
) -> None:
    project.connect(emulator)
    project.program(PROGRAM.format(image="app:fail-build"))
    error = project.up().only_error()
    failed = project.resources()["live"]
    assert provider_messages.deployment_failed(failed["id"], "Image pull failed") in error
    assert failed["initErrors"]
    assert project.preview().changes == {"replace": 1}


def test_ctrl_c_keeps_the_id_and_the_next_up_resumes_the_wait(
    project: Stack, start_emulator: Callable[..., Runsite]
) -> None:
    emulator = start_emulator(build_seconds=600)
    project.connect(emulator)
    project.program(PROGRAM.format(image="nginx:1.27"))
    process = project.start("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive")
    wait_for_polled_deployments(emulator, 1)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    interrupted = project.resources()["live"]
    assert provider_messages.deployment_status(interrupted["id"]) in out
    assert provider_messages.WAIT_INTERRUPTED in out
    assert interrupted["initErrors"]
    assert not project.export()["deployment"].get("pending_operations")
    emulator.control("POST", "clock", advance=600)
    assert project.up().code == 0
    live = project.resources()["live"]
    assert (live["id"], live["outputs"]["status"]) == (interrupted["id"], "running")
    assert count_deployments(emulator) == 1


def test_a_plugin_exits_when_its_engine_was_killed(
    project: Stack, start_emulator: Callable[..., Runsite]
) -> None:
    emulator = start_emulator(build_seconds=600)
    project.connect(emulator)
    project.program(PROGRAM.format(image="nginx:1.27"))
    process = project.start("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive")
    wait_for_polled_deployments(emulator, 1)
    processes = process_tree(process.pid)
    plugins = [id for id, command in processes.items() if PLUGIN in command]
    os.kill(process.pid, signal.SIGKILL)
    assert plugins
    process.communicate()
    end = time.monotonic() + 20
    while any(is_running(id) for id in plugins):
        assert time.monotonic() < end
    # Pulumi's own language host does not exit by itself.
    kill_all(processes)
