"""What was answered is there after the process, however it ended."""

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
from tests.emulator.inside import TOKEN, WRITE, Runsite, emulator, opened

WRITERS = 4
ENOUGH = 120
"""Answered writes after which the process is killed, in the middle of others."""


@contextmanager
def kept(state: Path) -> Iterator[Runsite]:
    """Yield an emulator that keeps *state*, and let go of the file."""
    asked = emulator(seed=None, state=state)
    try:
        with opened(asked) as runsite:
            yield runsite
    finally:
        asked.store.close()


@contextmanager
def process(state: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Yield an emulator in a process of its own, and a client of it."""
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
    """Make variables, and delete every third, until nobody answers; return what must be there."""
    there: set[str] = set()
    while True:
        number += WRITERS
        try:
            body = {"key": f"K{number}", "value": "v"}
            made = client.post(f"{service}/env", json=body).raise_for_status().json()["id"]
            there.add(made)
            if number % 3 == 0:
                there.remove(made)
                client.delete(f"{service}/env/{made}").raise_for_status()
        except httpx.TransportError:
            return there
        if number > ENOUGH:
            os.kill(process_id, signal.SIGKILL)


def test_a_kill_in_the_middle_of_writes_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    body = {"name": "web", "source_type": "image", "image_ref": "nginx:1"}
    with process(state) as (started, client), ThreadPoolExecutor(WRITERS) as pool:
        service = f"web-services/{client.post('web-services', json=body).json()['id']}"
        writers = [pool.submit(write, started.pid, client, service, n) for n in range(WRITERS)]
        answered = set().union(*[writer.result() for writer in writers])
        assert started.wait() == -signal.SIGKILL
    assert len(answered) > ENOUGH / 2
    with kept(state) as runsite:
        there = {v["id"] for v in runsite.get(f"{service}/env")["environment_variables"]}
    # The one request of each writer that was never answered may have been carried out, or not.
    assert answered - there == set()
    assert len(there - answered) <= WRITERS


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    with kept(tmp_path / "state.db") as runsite:
        project = runsite.project()
        service = runsite.running(project_id=project)
        runsite.variable(service)
        runsite.make(f"projects/{project}/secrets", {"key": "A", "value": "v", "scope": "staging"})
        runsite.deploy(service)
        paths = ["projects", "web-services", f"{service}/env", f"projects/{project}/secrets"]
        before = [runsite.get(path) for path in [*paths, f"{service}/deployments"]]
    with kept(tmp_path / "state.db") as runsite:
        assert [runsite.get(path) for path in [*paths, f"{service}/deployments"]] == before
        runsite.passes(10)
        newest = runsite.get(f"{service}/deployments")["deployments"][0]
        assert (newest["status"], newest["is_live"]) == ("running", True)


def test_what_was_deleted_stays_deleted(tmp_path: Path) -> None:
    with kept(tmp_path / "state.db") as runsite:
        service = runsite.service()
        variable = runsite.variable(service)["id"]
        runsite.api.delete(f"{service}/env/{variable}")
    with kept(tmp_path / "state.db") as runsite:
        assert runsite.variables(service) == {}
        runsite.room.post("reset")
    with kept(tmp_path / "state.db") as runsite:
        assert runsite.get("web-services")["total"] == 0


def test_the_clock_and_the_ids_go_on(tmp_path: Path) -> None:
    with kept(tmp_path / "state.db") as runsite:
        runsite.room.post("clock", json={"advance": 1000})
        first, now = runsite.project(), runsite.emulator.clock.now()
    with kept(tmp_path / "state.db") as runsite:
        assert runsite.emulator.clock.now() >= now
        assert runsite.project() != first


def test_a_key_that_was_made_opens_the_same_state_again(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        asked = Emulator(state=tmp_path / "state.db")
        keys.append((asked.api_key, asked.control_token))
        asked.store.close()
    assert keys[0] == keys[1]


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    with kept(tmp_path / "state.db") as runsite:
        runsite.project()
        modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {0o600}


def test_two_emulators_do_not_share_a_file(tmp_path: Path) -> None:
    with kept(tmp_path / "state.db"), pytest.raises(ValueError, match="another emulator has it"):
        emulator(state=tmp_path / "state.db")


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.db"
    with sqlite3.connect(theirs) as file:
        file.execute("CREATE TABLE important (id)")
    file.close()
    before = theirs.read_bytes()
    with pytest.raises(ValueError, match="holds something else"):
        emulator(state=theirs)
    assert theirs.read_bytes()[100:] == before[100:]
