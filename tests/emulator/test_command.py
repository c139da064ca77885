"""The command line: three lines when it starts, one sentence when it cannot."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from pulumi_runsite.emulator import __main__ as command


def garbage(folder: Path) -> list[str]:
    (folder / "state").write_bytes(b"this is no database, " * 100)
    return ["--state", str(folder / "state")]


def of_another_version(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "state") as file:
        file.execute("CREATE TABLE record (kind, id, body)")
        file.execute("""INSERT INTO record VALUES ('Project', '1', '{"colour": "red"}')""")
    file.close()
    return ["--state", str(folder / "state")]


def broken(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "state") as file:
        file.execute("CREATE TABLE record (kind, id, body)")
        file.execute("INSERT INTO record VALUES ('Project', '1', '{')")
    file.close()
    return ["--state", str(folder / "state")]


def a_folder(folder: Path) -> list[str]:
    return ["--state", str(folder)]


def in_no_folder(folder: Path) -> list[str]:
    return ["--state", str(folder / "nowhere" / "state")]


def words(*given: str) -> Callable[[Path], list[str]]:
    return lambda _: list(given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (words("--port", "99999"), "99999 is not a port"),
        (words("--port", "-1"), "-1 is not a port"),
        (words("--port", "http"), "http is not a port"),
        (words("--host", "localhost"), "localhost is not an IP address"),
        (words("--host", "203.0.113.9", "--open-to-the-network"), "cannot listen on 203.0.113.9"),
        (words("--api-key", "secret"), "an API key is `ak_live_` and"),
        (words("--api-key", "ak_live_1234:root"), "scope is read, write or admin"),
        (words("--clock", "fast"), "fast is not real, manual or a pace"),
        (words("--clock", "-1"), "-1 is not real, manual or a pace"),
        (words("--build-seconds", "-1"), "-1 is not a number of seconds"),
        (words("--build-seconds", "nan"), "nan is not a number of seconds"),
        (words("--seed", "x"), "invalid int value"),
        (words("--switch", "echo=some"), "switch echo: Input should be 'proven' or 'all'"),
        (words("--switch", "nothing=1"), "switch nothing: Extra inputs are not permitted"),
        (words("--journal-values", "some"), "invalid choice"),
        (garbage, "file is not a database"),
        (of_another_version, "the state file is of another version"),
        (broken, "cannot read state from"),
        (a_folder, "Is a directory"),
        (in_no_folder, "No such file or directory"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    given: Callable[[Path], list[str]],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(given(tmp_path))
    said = capsys.readouterr()
    assert end.value.code == 2
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""


def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as end:
            command.main(["--port", str(port)])
    assert end.value.code == 2
    said = f"cannot listen on 127.0.0.1 port {port}: Address already in use\n"
    assert capsys.readouterr().err.endswith(said)


def test_it_prints_its_address_its_key_and_its_token_and_ends_when_told() -> None:
    options = ["--seed", "1", "--clock", "manual", "--switch", "mask=null"]
    started = subprocess.Popen(
        [sys.executable, "-m", "pulumi_runsite.emulator", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with started:
        assert started.stdout is not None
        url, key, token = (started.stdout.readline().strip() for _ in range(3))
        headers = {"Authorization": f"Bearer {key}", "X-Emulator-Token": token}
        assert httpx.get(f"{url}/api/projects", headers=headers).json()["total"] == 0
        switches = httpx.get(f"{url}/_emulator/switches", headers=headers).json()
        assert switches["mask"]["value"] is None
        started.terminate()
        assert started.wait(10) in (0, -15)
        assert started.stderr is not None
        assert started.stderr.read() == ""
    assert url.startswith("http://127.0.0.1:")
    assert key.startswith("ak_live_")
