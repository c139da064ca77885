"""
Runs of the examples: Pulumi's mocks take the program's resources to the dynamic provider.

The provider is the real one, called over gRPC, with a local Runsite whose clock jumps: a run takes
milliseconds. In a process of its own, since the mocks replace global parts of Pulumi's SDK.
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import Mocks, set_all_config, set_mocks
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs
from pulumi.runtime.settings import reset_options

from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.testing import Runsite, serve
from tests.adapters.provider_calls import ProviderCalls
from tests.adapters.secret_marks import without_secret_marks
from tests.reliability.in_process import InProcessAdapter, Run, both_adapters
from tests.reliability.stack import Outcome, Stack
from tests.under_mocks import secret
from tests.world import World

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FUNCTIONS_BY_TOKEN = {function.token: function for function in FUNCTIONS}
SHARED_PROJECT = "the id of a project that exists"
FIRST_DEPLOYMENT = "the id of the first deployment of the stack"
"""Values in a configuration that only the run itself can know."""

RUNSITE_TYPE = "pulumi-python:dynamic/runsite:"


@dataclass(frozen=True)
class ProgramRun:
    """One `pulumi up` of an example; config is that of the program, without its namespace."""

    example: str
    config: dict[str, str] = field(default_factory=dict)
    stack: str = "dev"


@dataclass(frozen=True)
class Done:
    """What a run did: the step of each resource, and what Runsite received and has then."""

    steps: dict[str, str]
    writes: list[str]
    state: dict[str, Any]


def up(*runs: ProgramRun) -> list[Done]:
    """Run the programs one after the other, in one empty account."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.examples.program_runs"],
        cwd=ROOT,
        input=json.dumps([asdict(run) for run in runs]),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [Done(**each) for each in json.loads(done.stdout)]


class _ProgramStack(Stack):
    """A stack whose resources have a type in their name, as in their URN."""

    def __init__(self, provider: InProcessAdapter, urn: str) -> None:
        super().__init__(provider)
        self._urn = urn
        self.first_deployment = ""

    def calls(self, name: str, type: str) -> ProviderCalls:
        calls = self.provider(type)
        calls.urn = f"{self._urn}::{RUNSITE_TYPE}{type}::{name.rpartition(' ')[2]}"
        return calls

    def create(self, name: str, type: str, inputs: Props) -> None:
        super().create(name, type, inputs)
        if type == "Deployment":
            self.first_deployment = self.first_deployment or self.resources[name].id


class _Engine(Mocks):
    """Takes resources to the provider, and calls of functions to Runsite."""

    def __init__(self, stack: _ProgramStack, world: World) -> None:
        self.stack = stack
        self.world = world
        self.outcome = Outcome()
        self._lock = threading.Lock()

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if not args.typ.startswith(RUNSITE_TYPE):
            generated = json.dumps(without_secret_marks(args.inputs), sort_keys=True)
            return f"{args.name}-id", {**args.inputs, "result": secret(generated)}
        type = args.typ.removeprefix(RUNSITE_TYPE)
        key = f"{type} {args.name}"
        inputs = {k: v for k, v in args.inputs.items() if k != "__provider"}
        with self._lock:
            outcome = self.stack.up_one(key, (type, without_secret_marks(inputs)))
            self.outcome.steps |= outcome.steps
            if not outcome.is_ok:
                raise RuntimeError(outcome.text)
            entry = self.stack.resources[key]
        return entry.id, {**entry.outputs, **args.inputs}

    def call(self, args: MockCallArgs) -> dict[str, Any]:
        function = FUNCTIONS_BY_TOKEN[args.token]
        with self._lock:
            return dict(self.world.run(lambda ctx: function.invoke(ctx, args.args)))


def _up(run: ProgramRun, stack: _ProgramStack, runsite: Runsite, shared: str) -> Done:
    before = runsite.last_seq()
    engine = _Engine(stack, World(runsite, Path()))
    reset_options()
    set_mocks(engine, project=run.example, stack=run.stack)
    known = {SHARED_PROJECT: shared, FIRST_DEPLOYMENT: stack.first_deployment}
    config = {name: known.get(value, value) for name, value in run.config.items()}
    set_all_config({f"{run.example}:{name}": value for name, value in config.items()})
    program = EXAMPLES / run.example / "__main__.py"
    pulumi.runtime.test(partial(_exports_of, program))()
    stack._delete_postponed(engine.outcome)
    assert engine.outcome.is_ok, engine.outcome.text
    engine.world.close()
    return Done(engine.outcome.steps, runsite.writes(before), runsite.control("GET", "state"))


def _exports_of(program: Path) -> pulumi.Output[dict[str, Any]]:
    """Run *program*; what it exports, which Pulumi's mocks ignore, must have values."""
    exported: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pulumi, "export", exported.__setitem__)
        runpy.run_path(str(program))
    return pulumi.Output.all(**exported).apply(_with_values)


def _with_values(exported: dict[str, Any]) -> dict[str, Any]:
    assert None not in exported.values(), f"an export without a value: {exported}"
    return exported


def _main() -> None:
    runs = [ProgramRun(**each) for each in json.load(sys.stdin)]
    stacks: dict[tuple[str, str], _ProgramStack] = {}
    done = []
    with (
        tempfile.TemporaryDirectory() as home,
        serve(scale=0, seed=7, journal_values="plain") as runsite,
        both_adapters(runsite) as adapters,
        pytest.MonkeyPatch.context() as patch,
    ):
        adapter, shared = adapters["dynamic"], runsite.post("/projects", name="shared")["id"]
        for run in runs:
            adapter.start(Run(runsite.api_key, runsite.url, Path(home)), patch)
            urn = f"urn:pulumi:{run.stack}::{run.example}"
            stack = stacks.setdefault((run.example, run.stack), _ProgramStack(adapter, urn))
            done.append(asdict(_up(run, stack, runsite, shared)))
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    _main()
