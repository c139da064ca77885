"""Run the real `pulumi` command in a project folder, as a user does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pulumi_runsite.testing import Runsite
from tools.pulumi_cli.finder import find

COMMAND_TIMEOUT_S = 300
"""A command that takes longer is killed, and the test fails."""

PROJECT, STACK = "trial", "dev"

RECORDED_PIP = Path(__file__).parent / "recorded_pip"

ENGINE_ERRORS = ("update failed", "an unhandled error occurred: program exited with")
"""The beginnings of errors that Pulumi adds to the one of a provider or program."""

STACK_TYPE = "pulumi:pulumi:Stack"
"""In the URN of an error of the program, which belongs to no resource."""

PULUMI_SETTINGS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",  # it takes 0.2 s
    "PULUMI_CONFIG_PASSPHRASE": "a passphrase for tests",
    "PULUMI_DEBUG_COMMANDS": "true",  # enables --event-log
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
}
INHERITED_VARIABLES = ("LANG", "LC_ALL", "PATH", "TMPDIR")
"""The inherited environment variables: no API key, and no Pulumi setting of the developer."""


def environment(home: Path) -> dict[str, str]:
    """Return the environment of every command, with the empty folder *home* as HOME."""
    cli = os.environ.get("PULUMI_RUNSITE_CLI_BIN") or str(find())
    inherited = {name: os.environ[name] for name in INHERITED_VARIABLES if name in os.environ}
    # The host runs `python3 --version` for each command, which takes 0.3 s as a shim of pyenv.
    python = Path(sys.executable).resolve().parent
    return {
        **inherited,
        **PULUMI_SETTINGS,
        "PATH": os.pathsep.join([cli, str(python), os.environ["PATH"]]),
        "PYTHONPATH": str(RECORDED_PIP),
        "HOME": str(home),
        "PULUMI_HOME": str(home / "pulumi"),
    }


@dataclass(frozen=True)
class Result:
    """The result of one command: exit code, output, and the events of the engine."""

    code: int
    out: str
    events: list[dict[str, Any]] = field(repr=False)

    @property
    def changes(self) -> dict[str, int]:
        """The number of resources per operation, without `same`; `{}` means no changes."""
        summaries = [event["summaryEvent"] for event in self.events if "summaryEvent" in event]
        counts = summaries[-1]["resourceChanges"] if summaries else {}
        return {operation: count for operation, count in counts.items() if operation != "same"}

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Operation and resource name in the engine's order, without `same` and the stack."""
        started = [
            e["resourcePreEvent"]["metadata"] for e in self.events if "resourcePreEvent" in e
        ]
        return [
            (step["op"], _name(step["urn"]))
            for step in started
            if step["op"] != "same" and not step["type"].startswith("pulumi:")
        ]

    def diagnostics(self, severity: str) -> list[str]:
        """Return the messages of this severity: `error`, `warning`, `info`."""
        found = [event["diagnosticEvent"] for event in self.events if "diagnosticEvent" in event]
        return [each["message"].strip() for each in found if each["severity"] == severity]

    def errors(self) -> list[str]:
        """
        Return the distinct errors of resources, or where there are none, of the program.

        After an error of a resource, newer language hosts report the end of the program as errors
        of the stack: `Resource monitor has terminated`, and a traceback of a KeyboardInterrupt.
        """
        found = [event["diagnosticEvent"] for event in self.events if "diagnosticEvent" in event]
        errors = [each for each in found if each["severity"] == "error"]
        of_resources = [
            each for each in errors if STACK_TYPE not in (each.get("urn") or STACK_TYPE)
        ]
        messages = [each["message"].strip() for each in of_resources or errors]
        return list(dict.fromkeys(each for each in messages if not each.startswith(ENGINE_ERRORS)))

    def only_error(self) -> str:
        """Return the one error of a failed command."""
        assert self.code != 0, self.out
        (error,) = self.errors()
        assert "Traceback" not in error
        return error


class Stack:
    """One stack of a Pulumi project; *folder* contains both the program and the state."""

    def __init__(self, folder: Path, env: Mapping[str, str], name: str = STACK) -> None:
        self.folder = folder
        self.name = name
        self.env = {**env, "PULUMI_BACKEND_URL": (folder / "state").as_uri()}
        self._commands = 0

    def other(self, name: str) -> Stack:
        """Create another, empty stack of the same project. Takes about 0.4 s."""
        created = self.run("stack", "init", name, "--no-select")
        assert created.code == 0, created.out
        return Stack(self.folder, self.env, name)

    def program(self, text: str) -> None:
        """Write *text* as the Python program of the project."""
        (self.folder / "__main__.py").write_text(text)

    def config_path(self, path: str, value: str) -> None:
        """Set a part of an object in the configuration. Takes about 0.3 s."""
        done = self.run("config", "set", "--stack", self.name, "--path", path, value)
        assert done.code == 0, done.out

    def config(self, plain: Mapping[str, str], *, secret: Mapping[str, str] | None = None) -> None:
        """Set configuration; keys have their namespace, `runsite:apiKey`. Takes about 0.3 s."""
        flags = [f for key, value in plain.items() for f in ("--plaintext", f"{key}={value}")]
        for key, value in (secret or {}).items():
            flags += ["--secret", f"{key}={value}"]
        done = self.run("config", "set-all", "--stack", self.name, *flags)
        assert done.code == 0, done.out

    def connect(self, emulator: Runsite) -> None:
        """Set URL and API key of *emulator* in the environment of the commands."""
        self.env.update(emulator.environment)

    def preview(self, *flags: str) -> Result:
        """Run `pulumi preview`. Takes about 1.2 s, like the three operations below."""
        return self._operation("preview", *flags)

    def up(self, *flags: str) -> Result:
        """Run `pulumi up` without its preview."""
        return self._operation("up", "--yes", "--skip-preview", *flags)

    def refresh(self, *flags: str) -> Result:
        """Run `pulumi refresh`."""
        return self._operation("refresh", "--yes", "--skip-preview", *flags)

    def destroy(self, *flags: str) -> Result:
        """Run `pulumi destroy`."""
        return self._operation("destroy", "--yes", "--skip-preview", *flags)

    def export(self, *flags: str) -> dict[str, Any]:
        """Return the output of `pulumi stack export`; secrets stay encrypted."""
        done = self.run("stack", "export", "--stack", self.name, *flags)
        assert done.code == 0, done.out
        state: dict[str, Any] = json.loads(done.out)
        return state

    def resources(self, *flags: str) -> dict[str, dict[str, Any]]:
        """Return the resources in the state by name, without the stack and the providers."""
        resources = self.export(*flags)["deployment"].get("resources", [])
        return {_name(r["urn"]): r for r in resources if not r["type"].startswith("pulumi:")}

    def run(self, *args: str) -> Result:
        """Run `pulumi` with *args* and wait for it."""
        process = self.start(*args)
        try:
            out, _ = process.communicate(timeout=COMMAND_TIMEOUT_S)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        return Result(process.returncode, out, [])

    def start(self, *args: str) -> subprocess.Popen[str]:
        """Start `pulumi` with *args* in a new process group, and return without waiting."""
        return subprocess.Popen(
            ["pulumi", *args],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def _operation(self, verb: str, *flags: str) -> Result:
        self._commands += 1
        log = self.folder / f"events-{self._commands}.jsonl"
        done = self.run(
            verb,
            *("--stack", self.name, "--non-interactive", "--color", "never", "--suppress-progress"),
            *("--event-log", str(log), *flags),
        )
        lines = log.read_text().splitlines() if log.exists() else []
        return Result(done.code, done.out, [json.loads(line) for line in lines])


def _name(urn: str) -> str:
    return urn.rsplit("::", 1)[-1]


def create_project(folder: Path, env: Mapping[str, str]) -> Stack:
    """Create a project with an empty program and stack in *folder*. Takes about 0.4 s."""
    (folder / "state").mkdir(parents=True)
    runtime = {"name": "python", "options": {"virtualenv": sys.prefix}}
    # JSON is valid YAML.
    (folder / "Pulumi.yaml").write_text(json.dumps({"name": PROJECT, "runtime": runtime}))
    (folder / "__main__.py").touch()
    stack = Stack(folder, env)
    created = stack.run("stack", "init", STACK)
    assert created.code == 0, created.out
    return stack
