"""A temporary copy of `examples/shop` in which the demo runs the real `pulumi`."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..pulumi_cli.finder import find
from . import StepFailed, terminal

EXAMPLE = Path(
    os.environ.get("RUNSITE_DEMO_EXAMPLE") or Path(__file__).parents[2] / "examples" / "shop"
)
"""The Pulumi project to run; the tests set another one in which a step fails."""

COMMAND_TIMEOUT_S = 120
"""A command that takes longer is killed."""

_INHERITED_VARIABLES = ("HOME", "LANG", "LC_ALL", "PATH", "TERM", "TMPDIR")
_PULUMI_SETTINGS = {
    "PULUMI_CONFIG_PASSPHRASE": "demo",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
}

_OPERATIONS = ("preview", "up", "refresh", "destroy")
_DISPLAY_FLAGS = ["--suppress-progress", "--color", "always" if terminal.USES_COLOR else "never"]
"""Make Pulumi print into a pipe what it prints to a terminal."""


@dataclass(frozen=True)
class CommandResult:
    """The result of a command: its exit code, and stdout and stderr without colors."""

    exit_code: int
    output: str


class ShopProject:
    """A copy of the example in *folder*, with an empty state, connected to *url*."""

    def __init__(self, folder: Path, url: str, api_key: str) -> None:
        self.folder = folder / "shop"
        shutil.copytree(EXAMPLE, self.folder, ignore=shutil.ignore_patterns("__pycache__", "venv"))
        project_file = self.folder / "Pulumi.yaml"
        # The running Python already has all dependencies of the example.
        text = project_file.read_text().replace("virtualenv: venv", f"virtualenv: {sys.prefix}")
        project_file.write_text(text)
        (folder / "state").mkdir()
        # `make demo` sets the variable; `python tools/demo` alone finds the CLI by itself.
        cli = os.environ.get("PULUMI_RUNSITE_CLI_BIN") or str(find())
        inherited = {k: os.environ[k] for k in _INHERITED_VARIABLES if k in os.environ}
        self._env = {
            **inherited,
            **_PULUMI_SETTINGS,
            "PATH": os.pathsep.join([cli, os.environ["PATH"]]),
            "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
            "PULUMI_HOME": str(folder / "home"),
            "RUNSITE_API_KEY": api_key,
            "RUNSITE_API_URL": url,
        }

    def run(
        self, command: str, *, stdin: str = "", env: dict[str, str] | None = None
    ) -> CommandResult:
        """
        Print *command* as a user types it, run it, and print its output.

        *stdin* is not printed; *env* is printed before the command.
        """
        terminal.print_command(" ".join([*(f"{k}={v}" for k, v in (env or {}).items()), command]))
        args = shlex.split(command)
        if args[1] in _OPERATIONS:
            args += _DISPLAY_FLAGS
        return self._run(args, stdin, env or {}, print_output=True)

    def export_state(self, *flags: str) -> str:
        """Return the output of `pulumi stack export`."""
        args = ["pulumi", "stack", "export", *flags]
        result = self._run(args, "", {}, print_output=False)
        if result.exit_code != 0:
            raise StepFailed(f"`pulumi stack export` failed: {result.output.strip()}")
        return result.output

    def resources(self) -> dict[str, tuple[Any, ...]]:
        """Return id, decrypted inputs and decrypted outputs of each resource, by URN."""
        state = json.loads(self.export_state("--show-secrets"))
        resources = state["deployment"]["resources"]
        return {r["urn"]: (r.get("id"), r.get("inputs"), r.get("outputs")) for r in resources}

    def _run(
        self, args: list[str], stdin: str, env: dict[str, str], *, print_output: bool
    ) -> CommandResult:
        with tempfile.TemporaryFile("w+") as stdin_file:
            stdin_file.write(stdin)
            stdin_file.seek(0)
            process = subprocess.Popen(
                args,
                cwd=self.folder,
                env={**self._env, **env},
                stdin=stdin_file,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        # Killing the process also closes its output, which ends the loop below.
        watchdog = threading.Timer(COMMAND_TIMEOUT_S, process.kill)
        watchdog.start()
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            lines = []
            for line in process.stdout:
                lines.append(line)
                if print_output:
                    terminal.print_output(line.rstrip())
            return CommandResult(process.wait(), terminal.strip_colors("".join(lines)))
        finally:
            # pulumi also receives Ctrl-C, and still has to write its state.
            process.wait()
            watchdog.cancel()
