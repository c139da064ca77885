"""One Pulumi project, run as a user runs it: the `pulumi` command in a folder, from outside."""

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

from tools.pulumi_cli.finder import find

from .runsite import LocalRunsite

COMMAND_S = 120
"""No command of these tests is right to take longer."""

PROJECT, STACK = "trial", "dev"


QUIET = {
    "PULUMI_CONFIG_PASSPHRASE": "a passphrase for tests",
    "PULUMI_DEBUG_COMMANDS": "true",  # offers --event-log
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
}
INHERITED = ("LANG", "LC_ALL", "PATH", "TMPDIR")
"""What a command gets of this process's environment: no key, no Pulumi setting of the developer."""


def environment(home: Path) -> dict[str, str]:
    """Return the environment of every command; *home* stands for the user's, and starts empty."""
    cli = os.environ.get("PULUMI_RUNSITE_CLI_BIN") or str(find())
    ours = {name: os.environ[name] for name in INHERITED if name in os.environ}
    path = os.pathsep.join([cli, os.environ["PATH"]])
    return {**ours, **QUIET, "PATH": path, "HOME": str(home), "PULUMI_HOME": str(home / "pulumi")}


@dataclass(frozen=True)
class Result:
    """What one command did: its exit code, all it printed, and the engine's events."""

    code: int
    out: str
    events: list[dict[str, Any]] = field(repr=False)

    @property
    def changes(self) -> dict[str, int]:
        """How many resources per operation, the unchanged left out; `{}` is "no changes"."""
        summaries = [event["summaryEvent"] for event in self.events if "summaryEvent" in event]
        counts = summaries[-1]["resourceChanges"] if summaries else {}
        return {operation: count for operation, count in counts.items() if operation != "same"}

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Operation and resource name in the engine's order; the unchanged, the stack left out."""
        begun = [e["resourcePreEvent"]["metadata"] for e in self.events if "resourcePreEvent" in e]
        return [
            (step["op"], _name(step["urn"]))
            for step in begun
            if step["op"] != "same" and not step["type"].startswith("pulumi:")
        ]

    def diagnostics(self, severity: str) -> list[str]:
        """Return the messages of this severity: `error`, `warning`, `info`."""
        said = [event["diagnosticEvent"] for event in self.events if "diagnosticEvent" in event]
        return [each["message"].strip() for each in said if each["severity"] == severity]


class Stack:
    """One Pulumi project with one stack, in a folder of its own with its state beside it."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self.env = {**env, "PULUMI_BACKEND_URL": (folder / "state").as_uri()}
        self._commands = 0

    def program(self, text: str) -> None:
        """Make *text* the Python program of the project."""
        (self.folder / "__main__.py").write_text(text)

    def config(self, plain: Mapping[str, str], *, secret: Mapping[str, str] | None = None) -> None:
        """Set configuration; keys with their namespace, `runsite:apiKey`. About 0.3 s."""
        flags = [f for key, value in plain.items() for f in ("--plaintext", f"{key}={value}")]
        for key, value in (secret or {}).items():
            flags += ["--secret", f"{key}={value}"]
        done = self.run("config", "set-all", "--stack", STACK, *flags)
        assert done.code == 0, done.out

    def connect(self, runsite: LocalRunsite) -> None:
        """Let the programs of this stack find *runsite*, through the environment."""
        self.env["RUNSITE_API_URL"] = runsite.url
        self.env["RUNSITE_API_KEY"] = runsite.api_key

    def preview(self, *flags: str) -> Result:
        """Run `pulumi preview`. About 1.2 s, as the three below."""
        return self._operation("preview", *flags)

    def up(self, *flags: str) -> Result:
        """Run `pulumi up`, without the preview before it."""
        return self._operation("up", "--yes", "--skip-preview", *flags)

    def refresh(self, *flags: str) -> Result:
        """Run `pulumi refresh`."""
        return self._operation("refresh", "--yes", "--skip-preview", *flags)

    def destroy(self, *flags: str) -> Result:
        """Run `pulumi destroy`."""
        return self._operation("destroy", "--yes", "--skip-preview", *flags)

    def export(self, *flags: str) -> dict[str, Any]:
        """Return the state, as `pulumi stack export` prints it; secrets stay encrypted."""
        done = self.run("stack", "export", "--stack", STACK, *flags)
        assert done.code == 0, done.out
        state: dict[str, Any] = json.loads(done.out)
        return state

    def resources(self) -> dict[str, dict[str, Any]]:
        """Return the resources in the state by name; the stack and the providers left out."""
        known = self.export()["deployment"].get("resources", [])
        return {_name(r["urn"]): r for r in known if not r["type"].startswith("pulumi:")}

    def run(self, *words: str) -> Result:
        """Run `pulumi` with *words* to its end."""
        process = self.start(*words)
        try:
            out, _ = process.communicate(timeout=COMMAND_S)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        return Result(process.returncode, out, [])

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start `pulumi` with *words* and return at once; it leads a process group of its own."""
        return subprocess.Popen(
            ["pulumi", *words],
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
            *("--stack", STACK, "--non-interactive", "--color", "never", "--suppress-progress"),
            *("--event-log", str(log), *flags),
        )
        lines = log.read_text().splitlines() if log.exists() else []
        return Result(done.code, done.out, [json.loads(line) for line in lines])


def _name(urn: str) -> str:
    return urn.rsplit("::", 1)[-1]


def new_project(folder: Path, env: Mapping[str, str]) -> Stack:
    """Make a project with an empty program and an empty stack in *folder*. About 0.4 s."""
    (folder / "state").mkdir(parents=True)
    runtime = {"name": "python", "options": {"virtualenv": sys.prefix}}
    # JSON is YAML.
    (folder / "Pulumi.yaml").write_text(json.dumps({"name": PROJECT, "runtime": runtime}))
    (folder / "__main__.py").touch()
    stack = Stack(folder, env)
    made = stack.run("stack", "init", STACK)
    assert made.code == 0, made.out
    return stack
