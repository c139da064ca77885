"""The shop of `examples/`, in a folder of its own, run by the real `pulumi`."""

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
from . import Broken, terminal

EXAMPLE = Path(os.environ.get("RUNSITE_DEMO_OF") or Path(__file__).parents[2] / "examples" / "shop")
"""The program that is shown; the tests show one that breaks a promise."""

COMMAND_S = 120
"""No command of the demo is right to take longer."""

_INHERITED = ("HOME", "LANG", "LC_ALL", "PATH", "TERM", "TMPDIR")
_QUIET = {
    "PULUMI_CONFIG_PASSPHRASE": "demo",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
}

_OPERATIONS = ("preview", "up", "refresh", "destroy")
_LOOK = ["--suppress-progress", "--color", "always" if terminal.IS_COLOURED else "never"]
"""How Pulumi prints into a pipe what it would print to a terminal."""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str


class Shop:
    """A copy of the example with an empty state, and the commands a user gives in it."""

    def __init__(self, folder: Path, url: str, api_key: str) -> None:
        self.folder = folder / "shop"
        shutil.copytree(EXAMPLE, self.folder, ignore=shutil.ignore_patterns("__pycache__", "venv"))
        project = self.folder / "Pulumi.yaml"
        # The example's own virtual environment is not made here: the one that runs this has all.
        found = project.read_text().replace("virtualenv: venv", f"virtualenv: {sys.prefix}")
        project.write_text(found)
        (folder / "state").mkdir()
        # Found rather than required: `make demo` puts it on PATH, a person may forget.
        cli = os.environ.get("PULUMI_RUNSITE_CLI_BIN") or str(find())
        ours = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._env = {
            **ours,
            **_QUIET,
            "PATH": os.pathsep.join([cli, os.environ["PATH"]]),
            "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
            "PULUMI_HOME": str(folder / "home"),
            "RUNSITE_API_KEY": api_key,
            "RUNSITE_API_URL": url,
        }

    def type(self, text: str, *, answer: str = "", env: dict[str, str] | None = None) -> Done:
        """
        Show *text* as a user types it, run it, and show what it prints.

        *answer* is what it asks for on a terminal, and is not shown; *env* stands before it.
        """
        terminal.command(" ".join([*(f"{k}={v}" for k, v in (env or {}).items()), text]))
        words = shlex.split(text)
        if words[1] in _OPERATIONS:
            words += _LOOK
        return self._run(words, answer, env or {}, show=True)

    def export(self, *flags: str) -> str:
        """Return the state as `pulumi stack export` prints it."""
        done = self._run(["pulumi", "stack", "export", *flags], "", {}, show=False)
        if done.code != 0:
            raise Broken(f"The state could not be exported: {done.out.strip()}")
        return done.out

    def resources(self) -> dict[str, tuple[Any, ...]]:
        """Return what the state knows of each resource: its id, inputs and outputs, opened."""
        known = json.loads(self.export("--show-secrets"))["deployment"]["resources"]
        return {r["urn"]: (r.get("id"), r.get("inputs"), r.get("outputs")) for r in known}

    def _run(self, words: list[str], answer: str, env: dict[str, str], *, show: bool) -> Done:
        with tempfile.TemporaryFile("w+") as typed:
            typed.write(answer)
            typed.seek(0)
            process = subprocess.Popen(
                words,
                cwd=self.folder,
                env={**self._env, **env},
                stdin=typed,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        # A command that hangs ends here, and takes the output that is read below with it.
        guard = threading.Timer(COMMAND_S, process.kill)
        guard.start()
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            lines = []
            for text in process.stdout:
                lines.append(text)
                if show:
                    terminal.line(text.rstrip())
            return Done(process.wait(), terminal.plain("".join(lines)))
        finally:
            # After Ctrl-C, which pulumi heard as well, it still has its state to write.
            process.wait()
            guard.cancel()
