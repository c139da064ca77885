"""The Pulumi CLI is found, downloaded or built; see conftest.py for the stand-ins."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.pulumi_cli import Unavailable, cache, install, progress, versions

from .conftest import Machine

HOSTS = ("pulumi-language-python", "pulumi-resource-pulumi-python")


def test_a_pulumi_on_path_is_taken(machine: Machine) -> None:
    machine.pulumi("v3.230.0")
    for host in HOSTS:
        machine.script(host)
    assert machine.find() == (0, str(machine.path), "")
    assert not machine.cache.exists()


def test_its_python_hosts_may_lie_elsewhere_on_path(machine: Machine) -> None:
    machine.pulumi()
    for host in HOSTS:
        machine.script(host, folder=machine.folder / "elsewhere")
    path = os.pathsep.join([str(machine.path), str(machine.folder / "elsewhere")])
    assert machine.find(PATH=path) == (0, str(machine.path), "")


def test_its_python_hosts_may_lie_beside_the_file_that_a_link_on_path_names(
    machine: Machine,
) -> None:
    machine.pulumi()
    package = machine.folder / "package"
    for host in HOSTS:
        machine.script(host, folder=package)
    (machine.path / "pulumi").rename(package / "pulumi")
    (machine.path / "pulumi").symlink_to(package / "pulumi")
    assert machine.find() == (0, str(machine.path), "")


def test_a_pulumi_that_is_too_old_is_not_taken(machine: Machine) -> None:
    machine.pulumi("v3.229.9")
    for host in HOSTS:
        machine.script(host)
    code, answer, said = machine.find()
    assert (code, answer) == (1, "")
    assert "pulumi is 3.229.9, 3.230 or later is needed" in said


@pytest.mark.parametrize("missing", HOSTS)
def test_a_pulumi_without_a_python_host_is_not_taken(machine: Machine, missing: str) -> None:
    machine.pulumi()
    for host in set(HOSTS) - {missing}:
        machine.script(host)
    code, answer, said = machine.find()
    assert (code, answer) == (1, "")
    assert f"comes without {missing}" in said


@pytest.mark.parametrize("text", ["#!/bin/sh\nexit 3\n", "#!/bin/sh\necho hello\n", "#!/no/such\n"])
def test_a_pulumi_that_does_not_tell_its_version_is_not_taken(machine: Machine, text: str) -> None:
    machine.script("pulumi", text)
    code, answer, said = machine.find()
    assert (code, answer) == (1, "")
    assert str(machine.path / "pulumi") in said
    assert "Traceback" not in said


def test_with_nothing_at_all_one_sentence_says_what_to_install(machine: Machine) -> None:
    code, answer, said = machine.find()
    assert (code, answer) == (1, "")
    assert said == (
        "There is no Pulumi CLI to run: pulumi is not on PATH; "
        "the official installer needs the pulumi package in this Python; go is not on PATH. "
        "Install Pulumi 3.230 or later (https://www.pulumi.com/docs/install/), "
        f"or Go {versions.GO} or later (https://go.dev/doc/install) to have it built, "
        "and run this again.\n"
    )


def test_a_build_makes_all_that_a_python_program_needs(machine: Machine) -> None:
    machine.go()
    code, answer, said = machine.find()
    assert code == 0, said
    assert Path(answer).is_relative_to(machine.cache)
    assert all(os.access(Path(answer) / name, os.X_OK) for name in versions.FILES)
    assert len(machine.built) == 2


def test_a_built_cli_is_kept(machine: Machine) -> None:
    machine.go()
    first = machine.find()
    second = machine.find()
    assert second == (0, first[1], "")
    assert len(machine.built) == 2


def test_a_failed_build_says_why_and_leaves_nothing(machine: Machine) -> None:
    machine.go()
    code, answer, said = machine.find(GO_FAILS="dial tcp: no such host")
    assert (code, answer) == (1, "")
    assert f"Building the engine {versions.ENGINE} failed (go: dial tcp: no such host)" in said
    assert [file.name for file in machine.cache.iterdir()] == ["lock"]


def test_a_build_of_another_version_is_not_kept(machine: Machine) -> None:
    machine.go()
    code, _, said = machine.find(BUILT_VERSION="v3.1.0")
    assert code == 1
    assert f"the build says it is 3.1.0, not {versions.ENGINE}" in said


def test_a_cached_cli_that_lost_a_file_is_built_anew(machine: Machine) -> None:
    machine.go()
    _, answer, _ = machine.find()
    (Path(answer) / "pulumi-language-python-exec").unlink()
    assert machine.find()[:2] == (0, answer)
    assert len(machine.built) == 4


def test_what_a_killed_build_left_is_removed_and_not_used(machine: Machine) -> None:
    machine.go()
    for name in versions.FILES:
        machine.script(name, folder=machine.cache / "unfinished-1" / "made" / "bin")
    assert machine.find()[0] == 0
    assert len(machine.built) == 2
    assert not (machine.cache / "unfinished-1").exists()


def test_two_calls_at_once_build_once(machine: Machine) -> None:
    machine.go()
    gate = machine.folder / "gate"
    os.mkfifo(gate)
    first = machine.start(GO_WAITS_FOR=str(gate))
    assert first.stderr is not None
    assert "Building the Pulumi CLI" in first.stderr.readline()  # so it holds the lock
    second = machine.start()
    assert second.stderr is not None
    assert "PollOptions for another call" in second.stderr.readline()
    opened = os.open(gate, os.O_RDWR)  # from now on nobody waits at the gate
    answers = {process.communicate(timeout=60)[0] for process in (first, second)}
    os.close(opened)
    assert len(answers) == 1
    assert (first.returncode, second.returncode) == (0, 0)
    assert len(machine.built) == 2


def test_another_kind_of_file_in_the_caches_place_is_one_sentence(machine: Machine) -> None:
    machine.cache.touch()
    code, _, said = machine.find()
    assert code == 1
    assert "cannot be written" in said
    assert "PULUMI_RUNSITE_CACHE" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("env", "place"),
    [
        ({"PULUMI_RUNSITE_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/b/pulumi-runsite"),
        ({"HOME": "/c"}, "/c/.cache/pulumi-runsite"),
    ],
)
def test_the_cache_lies_where_the_user_says(
    env: dict[str, str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PULUMI_RUNSITE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert cache.folder() == Path(place)


def test_a_slow_command_is_heard_of_while_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 3:
            gate.write_text("go on")

    monkeypatch.setattr(progress, "TICK_S", 0.01)
    monkeypatch.setattr(progress, "say", say)
    command = [sys.executable, "-S", "-c", "import sys; open(sys.argv[1]).read()", str(gate)]
    progress.run(command, what="PollOptions", timeout_s=60)
    assert said[:3] == ["PollOptions ...", "PollOptions: 0 s so far", "PollOptions: 0 s so far"]


def test_a_command_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "TICK_S", 0.01)
    command = [sys.executable, "-S", "-c", "import signal; signal.pause()"]
    with pytest.raises(Unavailable, match="PollOptions failed"):
        progress.run(command, what="PollOptions", timeout_s=0)


@pytest.fixture
def installer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A host of the official installer that is reached, on this machine."""
    server = http.server.HTTPServer(("127.0.0.1", 0), _Reached)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    monkeypatch.setattr(install, "INSTALLER", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


class _Reached(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _sdk(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the installer's process find an SDK whose PulumiCommand.install has this *body*."""
    automation = folder / "sdk" / "pulumi" / "automation.py"
    automation.parent.mkdir(parents=True)
    (automation.parent / "__init__.py").touch()
    automation.write_text(
        "import pathlib\n"
        "class PulumiCommand:\n"
        "    @staticmethod\n"
        f"    def install(root, version):\n        {body}\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder / "sdk"))


@pytest.mark.usefixtures("installer")
def test_the_official_installer_is_asked_for_our_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sdk(tmp_path, "(pathlib.Path(root) / 'version').write_text(str(version))", monkeypatch)
    install.install(tmp_path)
    assert (tmp_path / "version").read_text() == versions.ENGINE


@pytest.mark.usefixtures("installer")
def test_a_failure_of_the_official_installer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sdk(tmp_path, "raise RuntimeError('disk full')", monkeypatch)
    with pytest.raises(Unavailable, match="RuntimeError: disk full"):
        install.install(tmp_path)


def test_an_official_installer_that_is_not_reached_is_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "INSTALLER", "http://127.0.0.1:1/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _sdk(tmp_path, "(pathlib.Path(root) / 'started').touch()", monkeypatch)
    with pytest.raises(Unavailable, match="not reached"):
        install.install(tmp_path)
    assert not (tmp_path / "started").exists()


def test_an_installer_that_leaves_a_file_out_leaves_nothing_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_RUNSITE_CACHE", str(tmp_path / "cache"))

    def half(place: Path) -> None:
        (place / "bin" / "pulumi").touch(mode=0o755)

    with cache.locked(), pytest.raises(Unavailable, match="half did not make all of"):
        cache.fill(half)
    assert cache.find() is None
    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["lock"]


@pytest.mark.parametrize(
    ("written", "virtualenv"),
    [
        ("runtime:\n  name: python\n  options:\n    virtualenv: .venv\n", ".venv"),
        ("runtime: {name: python, options: {virtualenv: ../v e, toolchain: pip}}\n", "../v e"),
        ('runtime:\n  options:\n    virtualenv: "a b"  # ours\n', "a b"),
        ("runtime:\n  options:\n    'virtualenv': 'venv'\n", "venv"),
        ('{"runtime": {"options": {"virtualenv": "/opt/venv"}}}', "/opt/venv"),
        ("runtime:\n  options:\n    # virtualenv: old\n    virtualenv: new # or newer\n", "new"),
        ("runtime: python\n# virtualenv: venv\n", ""),
    ],
)
def test_the_older_language_host_is_told_the_projects_virtualenv(
    machine: Machine, written: str, virtualenv: str
) -> None:
    project = machine.folder / "a project"
    (project / "program").mkdir(parents=True)
    (project / "Pulumi.yaml").write_text(written)
    launcher = machine.script("pulumi-language-python", versions.LAUNCHER.read_text())
    machine.script("pulumi-language-python-host", '#!/bin/sh\nprintf "%s\\n" "$@"\n')
    told = subprocess.run(
        [launcher, "127.0.0.1:4"],
        capture_output=True,
        check=True,
        cwd=project / "program",
        text=True,
    )
    assert told.stdout.splitlines() == [
        *("-root", str(project)),
        *("-virtualenv", virtualenv),
        "127.0.0.1:4",
    ]
