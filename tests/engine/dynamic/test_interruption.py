"""Failed, interrupted and killed waits for a deployment, with dynamic resources."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.process_tree import kill_all, process_tree
from tests.engine.request_log import count_deployments, wait_for_polled_deployments
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

IMPORTS = "import pulumi, pulumi_runsite as runsite\n"
DEPLOYMENT = IMPORTS + (
    'web = runsite.WebService("web", image_ref={image!r})\n'
    'runsite.Deployment("live", web_service_id=web.id, triggers=[{trigger!r}])'
)


def test_a_failed_deployment_stays_in_the_state_with_its_error_and_is_created_again(
    stack: Stack, emulator: Runsite
) -> None:
    stack.connect(emulator)
    stack.program(DEPLOYMENT.format(image="app:fail-build", trigger="a"))
    error = stack.up().only_error()
    failed = stack.resources()["live"]
    assert provider_messages.deployment_failed(failed["id"]) in error
    assert provider_messages.BUILD_LOG_TAIL in error
    assert failed["outputs"]["status"] == "failed"
    assert failed["initErrors"]
    web = stack.resources()["web"]["id"]
    emulator.control("PATCH", f"dashboard/web-services/{web}", image_ref="app:2")
    assert stack.up().steps[0][1] == "live"
    live = stack.resources()["live"]
    assert live["id"] != failed["id"]
    assert (live["outputs"]["status"], live.get("initErrors")) == ("running", None)
    assert count_deployments(emulator) == 2
    assert stack.up("--expect-no-changes").code == 0


def test_ctrl_c_keeps_the_id_and_the_next_up_resumes_the_wait(
    stack: Stack, start_emulator: Callable[..., Runsite]
) -> None:
    emulator = start_emulator(build_seconds=60)
    stack.connect(emulator)
    stack.program(DEPLOYMENT.format(image="nginx", trigger="a"))
    process = stack.start("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive")
    wait_for_polled_deployments(emulator, 1)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    interrupted = stack.resources()["live"]
    assert provider_messages.deployment_status(interrupted["id"]) in out
    assert provider_messages.WAIT_INTERRUPTED in out
    assert interrupted["initErrors"]
    assert not stack.export()["deployment"].get("pending_operations")
    emulator.control("POST", "clock", advance=60)
    assert stack.up().code == 0
    live = stack.resources()["live"]
    assert (live["id"], live["outputs"]["status"]) == (interrupted["id"], "running")
    assert count_deployments(emulator) == 1


@pytest.mark.parametrize("victim", ["engine", "provider"])
def test_after_kill_9_the_next_up_finds_the_deployment(
    stack: Stack, start_emulator: Callable[..., Runsite], victim: str
) -> None:
    emulator = start_emulator(build_seconds=60)
    stack.connect(emulator)
    stack.program(DEPLOYMENT.format(image="nginx", trigger="a"))
    process = stack.start("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive")
    wait_for_polled_deployments(emulator, 1)
    command_part = {"engine": "pulumi up", "provider": "pulumi.dynamic"}[victim]
    processes = process_tree(process.pid)
    for id in [id for id, command in processes.items() if command_part in command]:
        os.kill(id, signal.SIGKILL)
    process.communicate(timeout=60)
    kill_all(processes)
    assert "live" not in stack.resources()
    emulator.control("POST", "clock", advance=60)
    stack.run("cancel", "--yes", "--stack", "dev")
    up = stack.up()
    assert up.code == 0, up.out
    (deployment,) = emulator.control("GET", "state")["deployments"]
    assert stack.resources()["live"]["id"] == deployment["id"]
    assert count_deployments(emulator) == 1


def test_more_than_four_deployments_can_wait_concurrently(
    stack: Stack, start_emulator: Callable[..., Runsite]
) -> None:
    emulator = start_emulator(build_seconds=1000)
    stack.connect(emulator)
    stack.program(
        IMPORTS + "for n in range(8):\n"
        '    web = runsite.WebService(f"web{n}", image_ref="nginx")\n'
        '    runsite.Deployment(f"live{n}", web_service_id=web.id)\n'
    )
    process = stack.start(
        *("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive"),
        *("--parallel", "32"),
    )
    wait_for_polled_deployments(emulator, 8)
    emulator.control("POST", "clock", advance=1000)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
