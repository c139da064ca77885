"""Answered writes survive the process, however it ended."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pulumi_runsite.emulator import Emulator
from tests.emulator.harness import TOKEN, WRITE, Runsite, connect, new_emulator

WRITERS = 4
KILL_AFTER = 120
"""Writes after which the process is killed, during other writes."""


@contextmanager
def restored(state: Path) -> Iterator[Runsite]:
    """Yield an emulator with the state file *state*, and close the file."""
    emulator = new_emulator(seed=None, state=state)
    try:
        with connect(emulator) as runsite:
            yield runsite
    finally:
        emulator.store.close()


@contextmanager
def process(state: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Yield an emulator in another process, with a client."""
    command = [sys.executable, "-m", "pulumi_runsite.emulator", "--api-key", WRITE]
    started = subprocess.Popen(
        [*command, "--control-token", TOKEN, "--state", str(state)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with started:
        assert started.stdout is not None
        url = started.stdout.readline().strip()
        headers = {"Authorization": f"Bearer {WRITE}"}
        try:
            with httpx.Client(base_url=f"{url}/api/", headers=headers) as client:
                yield started, client
        finally:
            started.kill()


def write(process_id: int, client: httpx.Client, service: str, number: int) -> set[str]:
    """Create variables and delete every third until the process ends; return the ids to expect."""
    expected: set[str] = set()
    while True:
        number += WRITERS
        try:
            body = {"key": f"K{number}", "value": "v"}
            created = client.post(f"{service}/env", json=body).raise_for_status().json()["id"]
            expected.add(created)
            if number % 3 == 0:
                expected.remove(created)
                client.delete(f"{service}/env/{created}").raise_for_status()
        except httpx.TransportError:
            return expected
        if number > KILL_AFTER:
            os.kill(process_id, signal.SIGKILL)


def test_a_kill_during_writes_loses_no_answered_write(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    body = {"name": "web", "source_type": "image", "image_ref": "nginx:1"}
    with process(state) as (started, client), ThreadPoolExecutor(WRITERS) as pool:
        service = f"web-services/{client.post('web-services', json=body).json()['id']}"
        writers = [pool.submit(write, started.pid, client, service, n) for n in range(WRITERS)]
        answered = set().union(*[writer.result() for writer in writers])
        assert started.wait() == -signal.SIGKILL
    assert len(answered) > KILL_AFTER / 2
    with restored(state) as runsite:
        stored = {v["id"] for v in runsite.get(f"{service}/env")["environment_variables"]}
    # The unanswered request of each writer is applied or not.
    assert answered - stored == set()
    assert len(stored - answered) <= WRITERS


def test_all_state_is_restored_after_a_restart(tmp_path: Path) -> None:
    with restored(tmp_path / "state.db") as runsite:
        project = runsite.create_project()
        service = runsite.create_running_service(project_id=project)
        runsite.create_variable(service)
        runsite.post(f"projects/{project}/secrets", {"key": "A", "value": "v", "scope": "staging"})
        runsite.start_deployment(service)
        paths = ["projects", "web-services", f"{service}/env", f"projects/{project}/secrets"]
        before = [runsite.get(path) for path in [*paths, f"{service}/deployments"]]
    with restored(tmp_path / "state.db") as runsite:
        assert [runsite.get(path) for path in [*paths, f"{service}/deployments"]] == before
        runsite.advance(10)
        latest = runsite.get(f"{service}/deployments")["deployments"][0]
        assert (latest["status"], latest["is_live"]) == ("running", True)


def test_deletes_persist(tmp_path: Path) -> None:
    with restored(tmp_path / "state.db") as runsite:
        service = runsite.create_service()
        variable = runsite.create_variable(service)["id"]
        runsite.api.delete(f"{service}/env/{variable}")
    with restored(tmp_path / "state.db") as runsite:
        assert runsite.variables_by_key(service) == {}
        runsite.control.post("reset")
    with restored(tmp_path / "state.db") as runsite:
        assert runsite.get("web-services")["total"] == 0


def test_the_clock_and_the_ids_continue(tmp_path: Path) -> None:
    with restored(tmp_path / "state.db") as runsite:
        runsite.control.post("clock", json={"advance": 1000})
        first, now = runsite.create_project(), runsite.emulator.clock.now()
    with restored(tmp_path / "state.db") as runsite:
        assert runsite.emulator.clock.now() >= now
        assert runsite.create_project() != first


def test_a_generated_key_is_the_same_after_a_restart(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        emulator = Emulator(state=tmp_path / "state.db")
        keys.append((emulator.api_key, emulator.control_token))
        emulator.store.close()
    assert keys[0] == keys[1]


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    with restored(tmp_path / "state.db") as runsite:
        runsite.create_project()
        modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {0o600}


def test_two_emulators_cannot_use_one_file(tmp_path: Path) -> None:
    with (
        restored(tmp_path / "state.db"),
        pytest.raises(ValueError, match="another emulator uses it"),
    ):
        new_emulator(state=tmp_path / "state.db")


def test_a_file_of_another_program_is_not_modified(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as file:
        file.execute("CREATE TABLE important (id)")
    file.close()
    before = foreign.read_bytes()
    with pytest.raises(ValueError, match="the database of another program"):
        new_emulator(state=foreign)
    assert foreign.read_bytes()[100:] == before[100:]


def test_a_file_that_others_can_read_becomes_private(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with restored(state) as runsite:
        runsite.create_project()
        for file in tmp_path.iterdir():
            file.chmod(0o644)
    left = tmp_path / "state-wal"
    left.touch(mode=0o644)
    with restored(state) as runsite:
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
        assert modes == dict.fromkeys(modes, 0o600)
        assert {"state", "state-wal"} <= modes.keys()
        assert runsite.get("projects")["total"] == 1


def test_a_link_in_place_of_a_file_that_sqlite_adds_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    other.chmod(0o644)
    (tmp_path / "state-wal").symlink_to(other)
    with pytest.raises(ValueError, match="cannot keep state in"):
        new_emulator(state=tmp_path / "state")
    assert other.read_text() == "mine"
    assert stat.S_IMODE(other.stat().st_mode) == 0o644
