"""When it cannot be done: one sentence, nothing lost, nothing made twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress

import pytest

from .processes import family_of
from .runsite import LocalRunsite
from .stack import Stack

pytestmark = pytest.mark.engine

IMPORT = "import pulumi, pulumi_runsite as runsite\n"
ONE = IMPORT + 'runsite.Project("shop", description={!r})'
DEPLOYED = IMPORT + (
    'web = runsite.WebService("web", image_ref={image!r})\n'
    'runsite.Deployment("live", web_service_id=web.id, triggers=[{trigger!r}])'
)


PULUMIS_OWN = ("update failed", "an unhandled error occurred: program exited with")


def posts(emulator: LocalRunsite, since: int = 0) -> int:
    return sum(write.endswith("/deployments") for write in emulator.writes(since))


def the_only_error(stack: Stack, verb: str = "up") -> str:
    done = getattr(stack, verb)()
    assert done.code != 0, done.out
    assert "Traceback" not in done.out
    found = {e for e in done.diagnostics("error") if not e.startswith(PULUMIS_OWN)}
    assert len(found) == 1, found
    (error,) = found
    return error


def test_with_runsite_stopped_the_state_stays_as_it_was(
    stack: Stack, start_emulator: Callable[..., LocalRunsite]
) -> None:
    emulator = start_emulator()
    stack.connect(emulator)
    stack.program(ONE.format("a"))
    assert stack.up().code == 0
    before = stack.resources()
    os.kill(emulator.process_id, signal.SIGKILL)
    assert "cannot connect to" in the_only_error(stack, "refresh")
    stack.program(ONE.format("a") + '\nrunsite.Project("more")')
    error = the_only_error(stack)
    assert "GET /api/projects: cannot connect to" in error
    assert error.endswith("nothing was sent")
    assert stack.resources() == before


def test_a_wrong_key_is_told_and_tried_once(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    stack.env["RUNSITE_API_KEY"] = "ak_live_wrong"
    stack.program(IMPORT + "".join(f'runsite.Project("p{n}")\n' for n in range(8)))
    up = stack.up()
    assert up.code != 0
    assert "401: Invalid API key; Runsite refuses the API key" in up.out
    assert "ak_live_wrong" not in up.out
    assert len(emulator.journal()) <= 8
    assert stack.resources() == {}


def test_a_malformed_key_is_told_at_preview(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    stack.env["RUNSITE_API_KEY"] = "ak_live_CANARY\n"
    stack.program(ONE.format("a"))
    error = the_only_error(stack, "preview")
    assert "the Runsite API key in RUNSITE_API_KEY begins or ends with white space" in error
    assert "CANARY" not in error
    assert emulator.journal() == []


def test_a_key_that_may_only_read_says_which_scope_it_needs(
    stack: Stack, emulator: LocalRunsite
) -> None:
    stack.connect(emulator)
    emulator.control("POST", "keys", json={"key": "ak_live_reader", "scope": "read"})
    stack.env["RUNSITE_API_KEY"] = "ak_live_reader"
    stack.program(ONE.format("a"))
    assert "403: this API key has the scope read, write is needed" in the_only_error(stack)


def test_the_same_key_twice_is_refused_at_preview_naming_both(
    stack: Stack, emulator: LocalRunsite
) -> None:
    stack.connect(emulator)
    stack.program(
        IMPORT + 'web = runsite.WebService("web", image_ref="nginx")\n'
        'runsite.EnvVar("one", web_service_id=web.id, key="A", value="x")\n'
        'runsite.EnvVar("two", web_service_id=web.id, key="A", value="y")\n'
    )
    error = the_only_error(stack, "preview")
    assert "EnvVar 'two' and EnvVar 'one' are the same environment variable" in error
    assert emulator.journal() == []


def test_bad_inputs_are_refused_together_and_nothing_is_sent(
    stack: Stack, emulator: LocalRunsite
) -> None:
    stack.connect(emulator)
    stack.program(
        IMPORT + 'runsite.WebService("web", image_ref="nginx", port=99999, max_instances=9)\n'
    )
    preview = stack.preview()
    errors = "\n".join(preview.diagnostics("error"))
    assert "'web' has a problem: port: must be at most 65535" in errors
    assert "'web' has a problem: max_instances: must be at most 5" in errors
    assert emulator.journal() == []


def test_a_refused_secret_is_not_shown(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    stack.program(
        IMPORT + 'value = pulumi.Output.secret("canary\\x00")\n'
        'runsite.EnvVar("one", web_service_id="s-1", key="A", value=value)\n'
    )
    preview = stack.preview()
    assert "'one' has a problem: value: must not hold a NUL character" in preview.out
    assert "canary" not in preview.out


def test_a_failed_deployment_is_kept_explained_and_made_again(
    stack: Stack, emulator: LocalRunsite
) -> None:
    stack.connect(emulator)
    stack.program(DEPLOYED.format(image="app:fail-build", trigger="a"))
    error = the_only_error(stack)
    failed = stack.resources()["live"]
    assert f"deployment {failed['id']} failed" in error
    assert "The end of its build log:" in error
    assert failed["outputs"]["status"] == "failed"
    assert failed["initErrors"]
    web = stack.resources()["web"]["id"]
    emulator.control("PATCH", f"dashboard/web-services/{web}", json={"image_ref": "app:2"})
    assert stack.up().steps[0][1] == "live"
    live = stack.resources()["live"]
    assert live["id"] != failed["id"]
    assert (live["outputs"]["status"], live.get("initErrors")) == ("running", None)
    assert posts(emulator) == 2
    assert stack.up("--expect-no-changes").code == 0


def wait_for_deployment(emulator: LocalRunsite, number: int) -> None:
    """Return when that many deployments were looked at, which is when a wait has begun."""
    looks: set[str] = set()
    while len(looks) < number:
        entries = emulator.journal()
        looks = {e["path"] for e in entries if "/deployments/" in e["path"]}


def test_ctrl_c_keeps_the_id_and_the_next_up_goes_on_waiting(
    stack: Stack, start_emulator: Callable[..., LocalRunsite]
) -> None:
    emulator = start_emulator("--build-seconds", "60")
    stack.connect(emulator)
    stack.program(DEPLOYED.format(image="nginx", trigger="a"))
    process = stack.start("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive")
    wait_for_deployment(emulator, 1)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    kept = stack.resources()["live"]
    assert f"deployment {kept['id']} is" in out
    assert "goes on without us (interrupted). Run `pulumi up` again to wait for it" in out
    assert kept["initErrors"]
    assert not stack.export()["deployment"].get("pending_operations")
    emulator.control("POST", "clock", json={"advance": 60})
    assert stack.up().code == 0
    live = stack.resources()["live"]
    assert (live["id"], live["outputs"]["status"]) == (kept["id"], "running")
    assert posts(emulator) == 1


@pytest.mark.parametrize("victim", ["engine", "provider"])
def test_after_kill_9_the_deployment_is_found_again(
    stack: Stack, start_emulator: Callable[..., LocalRunsite], victim: str
) -> None:
    emulator = start_emulator("--build-seconds", "60")
    stack.connect(emulator)
    stack.program(DEPLOYED.format(image="nginx", trigger="a"))
    process = stack.start("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive")
    wait_for_deployment(emulator, 1)
    words = {"engine": "pulumi up", "provider": "pulumi.dynamic"}[victim]
    family = family_of(process.pid)
    for id in [id for id, command in family.items() if words in command]:
        os.kill(id, signal.SIGKILL)
    process.communicate(timeout=60)
    for id in family:
        with suppress(ProcessLookupError):
            os.kill(id, signal.SIGKILL)
    assert "live" not in stack.resources()
    emulator.control("POST", "clock", json={"advance": 60})
    stack.run("cancel", "--yes", "--stack", "dev")
    up = stack.up()
    assert up.code == 0, up.out
    (deployment,) = emulator.control("GET", "state")["deployments"]
    assert stack.resources()["live"]["id"] == deployment["id"]
    assert posts(emulator) == 1


def test_more_than_four_deployments_are_waited_for_at_once(
    stack: Stack, start_emulator: Callable[..., LocalRunsite]
) -> None:
    emulator = start_emulator("--build-seconds", "1000")
    stack.connect(emulator)
    stack.program(
        IMPORT + "for n in range(8):\n"
        '    web = runsite.WebService(f"web{n}", image_ref="nginx")\n'
        '    runsite.Deployment(f"live{n}", web_service_id=web.id)\n'
    )
    process = stack.start(
        *("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive"),
        *("--parallel", "32"),
    )
    wait_for_deployment(emulator, 8)
    emulator.control("POST", "clock", json={"advance": 1000})
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
