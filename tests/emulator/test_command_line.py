"""The command line: four lines of output, or a single-line error."""

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


def no_database(folder: Path) -> list[str]:
    (folder / "state").write_bytes(b"not a database, " * 100)
    return ["--state", str(folder / "state")]


def another_version(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "state") as file:
        file.execute("CREATE TABLE record (kind, id, body)")
        file.execute("""INSERT INTO record VALUES ('Project', '1', '{"colour": "red"}')""")
    file.close()
    return ["--state", str(folder / "state")]


def invalid_json(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "state") as file:
        file.execute("CREATE TABLE record (kind, id, body)")
        file.execute("INSERT INTO record VALUES ('Project', '1', '{')")
    file.close()
    return ["--state", str(folder / "state")]


def a_folder(folder: Path) -> list[str]:
    return ["--state", str(folder)]


def missing_folder(folder: Path) -> list[str]:
    return ["--state", str(folder / "nowhere" / "state")]


def options(*given: str) -> Callable[[Path], list[str]]:
    return lambda _: list(given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (options("--port", "99999"), "99999 is not a port"),
        (options("--port", "-1"), "-1 is not a port"),
        (options("--port", "http"), "http is not a port"),
        (options("--host", "localhost"), "localhost is not an IP address"),
        (options("--host", "203.0.113.9", "--open-to-the-network"), "cannot listen on 203.0.113.9"),
        (options("--api-key", "secret"), "an API key is `ak_live_` and"),
        (
            options("--api-key", "ak_live_1234:root"),
            "the scope of an API key is read, write or admin",
        ),
        (options("--clock", "fast"), "fast is not real, manual or a scale"),
        (options("--clock", "-1"), "-1 is not real, manual or a scale"),
        (options("--build-seconds", "-1"), "-1 is not a number of seconds"),
        (options("--build-seconds", "nan"), "nan is not a number of seconds"),
        (options("--seed", "x"), "invalid int value"),
        (
            options("--switch", "echo=some"),
            "switch echo: Input should be 'proven', 'all', 'defaults', 'empty' or 'minimal'",
        ),
        (options("--switch", "bulk=keep"), "switch bulk: Input should be 'merge' or 'replace'"),
        (options("--switch", "list_limit=-1"), "switch list_limit: Input should be greater than"),
        (options("--switch", "deployment_words=live"), "switch deployment_words: Input should be"),
        (options("--switch", "nothing=1"), "switch nothing: unknown; docs/emulator.md lists all"),
        (options("--switch", "eco=all"), "switch eco: unknown; did you mean `echo`?"),
        (options("--journal-values", "some"), "invalid choice"),
        (no_database, "file is not a database"),
        (another_version, "the state file was written by another version of the emulator"),
        (invalid_json, "cannot read state from"),
        (a_folder, "Is a directory"),
        (missing_folder, "No such file or directory"),
    ],
)
def test_an_invalid_option_is_a_single_line_error(
    given: Callable[[Path], list[str]],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(given(tmp_path))
    output = capsys.readouterr()
    assert end.value.code == 2
    assert message in output.err
    assert len(output.err.splitlines()) == 1
    assert output.out == ""


def test_a_port_in_use_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as used:
        port = used.getsockname()[1]
        with pytest.raises(SystemExit) as end:
            command.main(["--port", str(port)])
    assert end.value.code == 2
    message = f"cannot listen on 127.0.0.1 port {port}: Address already in use\n"
    assert capsys.readouterr().err.endswith(message)


def test_url_key_token_and_link_are_printed() -> None:
    arguments = ["--seed", "1", "--clock", "manual", "--switch", "mask=null"]
    started = subprocess.Popen(
        [sys.executable, "-m", "pulumi_runsite.emulator", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with started:
        assert started.stdout is not None
        url, key, token, link = (started.stdout.readline().strip() for _ in range(4))
        headers = {"Authorization": f"Bearer {key}", "X-Emulator-Token": token}
        assert httpx.get(f"{url}/api/projects", headers=headers).json()["total"] == 0
        switches = httpx.get(f"{url}/_emulator/switches", headers=headers).json()
        assert switches["mask"]["value"] is None
        opened = httpx.get(link)
        assert (opened.status_code, opened.headers["location"]) == (303, "/")
        started.terminate()
        assert started.wait(10) in (0, -15)
        assert started.stderr is not None
        assert started.stderr.read() == ""
    assert url.startswith("http://127.0.0.1:")
    assert link.startswith(f"{url}/?token=")
    assert key.startswith("ak_live_")
