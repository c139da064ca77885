"""A stack of one variant, with an emulator of its own, whose commands are measured."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.results import Sample, requests_between
from benchmarks.variants import Load, Step, Variant
from pulumi_runsite.testing import Runsite, serve
from tests.engine.stack import PROJECT, STACK, Stack, create_project

HERE = Path(__file__).parent
COMMAND_FLAGS = ("--stack", STACK, "--non-interactive", "--color", "never", "--suppress-progress")
TEST_SETTINGS = ("PULUMI_DEBUG_COMMANDS", "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS")
"""Settings of the engine tests that a user does not have."""

OPERATIONS = ("create", "update", "delete", "replace")
REQUEST_LIMIT = 1_000_000_000
"""More requests than a benchmark sends: the delay applies to all."""


class MeasurementFailed(Exception):
    """A command failed, or did not do what it was measured for."""


class MeasuredStack:
    """Runs the steps of one variant at one load."""

    def __init__(self, variant: Variant, load: Load, stack: Stack, emulator: Runsite) -> None:
        self.variant = variant
        self._stack = stack
        self._emulator = emulator
        shutil.copytree(HERE / "programs" / variant.program, stack.folder, dirs_exist_ok=True)
        for name in TEST_SETTINGS:
            stack.env.pop(name, None)
        stack.connect(emulator)
        other, python_path = str(variant.checkout or ""), stack.env["PYTHONPATH"]
        stack.env.update(
            variant.env,
            BENCHMARK_CHECKOUT=other,
            PYTHONPATH=f"{other}{os.pathsep}{python_path}" if other else python_path,
            BENCHMARK_SERVICES=str(load.services),
            BENCHMARK_VARIABLES=str(load.variables),
            PATH=os.pathsep.join([stack.env["PATH"], str(Path(sys.prefix) / "bin")]),
        )

    def measure(self, step: Step) -> Sample:
        """
        Run *step*.

        Raises:
            MeasurementFailed: it failed, or changed something else than it should.
        """
        result = self._stack.folder / "measured.json"
        command = ["pulumi", *step.command, *COMMAND_FLAGS, *self.variant.flags]
        before = self._requests()
        done = self._run(
            [sys.executable, str(HERE / "measured_command.py"), str(result), *command],
            self._stack.env | {"BENCHMARK_VALUE": step.value},
        )
        changes = reported_changes(done.stdout)
        if done.returncode or changes != ({step.changes} - {None}):
            output = done.stdout + done.stderr
            raise MeasurementFailed(f"{self.variant.name}, {step.name}: {changes}\n{output}")
        requests = requests_between(before, self._requests())
        return Sample(
            **json.loads(result.read_text()), state_bytes=self._state_bytes(), requests=requests
        )

    def _run(
        self, command: Sequence[str], env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        process = subprocess.Popen(
            command,
            cwd=self._stack.folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C in a terminal reaches only the benchmark
        )
        try:
            output, errors = process.communicate()
        except BaseException:
            process.terminate()
            process.communicate()
            raise
        return subprocess.CompletedProcess(command, process.returncode, output, errors)

    def _requests(self) -> Mapping[str, int]:
        return self._emulator.emulator.journal.counts()

    def _state_bytes(self) -> int:
        files = (self._stack.folder / "state/.pulumi/stacks" / PROJECT).glob(f"{STACK}.json*")
        return max(file.stat().st_size for file in files if file.suffix in (".json", ".gz"))


def reported_changes(output: str) -> set[str]:
    """Return the operations in the summary of a command: `+ 3 created`, `~ 2 to update`."""
    found = re.findall(r"^ *[+~-]{1,2} *\d+ (?:to )?([a-z]+)$", output, re.MULTILINE)
    return {verb for verb in OPERATIONS for word in found if word.startswith(verb)}


@contextmanager
def measured_stack(
    variant: Variant, load: Load, folder: Path, env: Mapping[str, str]
) -> Iterator[MeasuredStack]:
    """Create an empty stack and an empty emulator in *folder*."""
    stack = create_project(folder, env)
    with serve() as emulator:
        if load.delay_ms:
            emulator.schedule_fault("stall", seconds=load.delay_ms / 1000, count=REQUEST_LIMIT)
        yield MeasuredStack(variant, load, stack, emulator)
