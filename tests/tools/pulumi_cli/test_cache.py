"""A downloaded or built CLI is cached, complete or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.pulumi_cli import Unavailable, cache, versions

from .conftest import Machine


def test_a_built_cli_is_cached(machine: Machine) -> None:
    machine.go()
    first = machine.find()
    second = machine.find()
    assert second == (0, first[1], "")
    assert len(machine.built) == 2


def test_an_incomplete_cached_cli_is_built_again(machine: Machine) -> None:
    machine.go()
    _, folder, _ = machine.find()
    (Path(folder) / "pulumi-language-python-exec").unlink()
    assert machine.find()[:2] == (0, folder)
    assert len(machine.built) == 4


def test_the_files_of_a_killed_build_are_removed_and_not_used(machine: Machine) -> None:
    machine.go()
    for name in versions.FILES:
        machine.script(name, folder=machine.cache / "unfinished-1" / "new" / "bin")
    assert machine.find()[0] == 0
    assert len(machine.built) == 2
    assert not (machine.cache / "unfinished-1").exists()


def test_two_concurrent_calls_build_once(machine: Machine) -> None:
    machine.go()
    fifo = machine.folder / "fifo"
    os.mkfifo(fifo)
    first = machine.start(GO_WAITS_FOR=str(fifo))
    assert first.stderr is not None
    assert "Building the Pulumi CLI" in first.stderr.readline()  # so it holds the lock
    second = machine.start()
    assert second.stderr is not None
    assert "Waiting for another process" in second.stderr.readline()
    opened = os.open(fifo, os.O_RDWR)  # from now on, opening the fifo does not block
    folders = {process.communicate(timeout=60)[0] for process in (first, second)}
    os.close(opened)
    assert len(folders) == 1
    assert (first.returncode, second.returncode) == (0, 0)
    assert len(machine.built) == 2


def test_a_cache_folder_that_is_a_file_is_a_single_line_error(machine: Machine) -> None:
    machine.cache.touch()
    code, _, stderr = machine.find()
    assert code == 1
    assert "is not writable" in stderr
    assert "PULUMI_RUNSITE_CACHE" in stderr
    assert "Traceback" not in stderr


@pytest.mark.parametrize(
    ("env", "folder"),
    [
        ({"PULUMI_RUNSITE_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/b/pulumi-runsite"),
        ({"HOME": "/c"}, "/c/.cache/pulumi-runsite"),
    ],
)
def test_the_cache_folder_is_the_configured_one(
    env: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PULUMI_RUNSITE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert cache.cache_folder() == Path(folder)


def test_an_incomplete_installation_is_not_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_RUNSITE_CACHE", str(tmp_path / "cache"))

    def half(folder: Path) -> None:
        (folder / "bin" / "pulumi").touch(mode=0o755)

    with cache.locked(), pytest.raises(Unavailable, match="half did not create all of"):
        cache.add(half)
    assert cache.find() is None
    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["lock"]


def test_nothing_is_run_from_a_cache_that_others_can_write_to(machine: Machine) -> None:
    machine.go()
    _, folder, _ = machine.find()
    files = [Path(folder) / name for name in versions.FILES]
    for path in (machine.cache, Path(folder).parent, Path(folder), *files):
        before = path.stat().st_mode
        assert before & 0o022 == 0, path
        path.chmod(before | 0o020)
        code, found, stderr = machine.find()
        assert (code, found) == (1, "")
        assert stderr.startswith(f"{path} belongs to another user, or other users can write to it")
        assert "PULUMI_RUNSITE_CACHE" in stderr
        path.chmod(before)
    assert machine.find()[:2] == (0, folder)


def test_nothing_is_run_from_a_cache_of_another_user(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.go()
    machine.find()
    monkeypatch.setenv("PULUMI_RUNSITE_CACHE", str(machine.cache))
    assert cache.find() is not None
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    if machine.cache.stat().st_uid == 0:  # root is trusted: it can replace any file
        for path in (machine.cache, *machine.cache.rglob("*")):
            os.chown(path, 54321, -1)
    with pytest.raises(Unavailable, match="belongs to another user"):
        cache.find()


def test_a_group_writable_umask_gives_a_private_cache(machine: Machine) -> None:
    machine.go()
    before = os.umask(0o002)
    try:
        assert machine.find()[0] == 0
        assert machine.find()[0] == 0
    finally:
        os.umask(before)
