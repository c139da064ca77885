"""
Runs Pulumi programs with Pulumi's own mocks in place of the engine, each in a fresh runtime.

A process of its own, since the mocks replace what is global in Pulumi's SDK.
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import Mocks, rpc, set_all_config, set_mocks
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs
from pulumi.runtime.settings import reset_options

SECRET = "a secret"
"""Stands, in what `declared` returns, before the value of a secret."""

_SEAL = {rpc._special_sig_key: rpc._special_secret_sig}

RunsiteResource = list[dict[str, Any]]


def secret(value: Any) -> dict[str, Any]:
    """Return *value* as the engine sends a secret."""
    return {**_SEAL, "value": value}


def declared(
    programs: Iterable[Path],
    config: Mapping[str, str],
    outputs: Mapping[str, Mapping[str, Any]] | None = None,
    results: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, RunsiteResource]:
    """
    Run *programs* and return, by path, what each declares and calls: type, name and inputs.

    *outputs*, by type, are what resources come back with beside their inputs. *results*, by token,
    are what functions return; a call of any other function fails.
    """
    asked = {
        "programs": [str(program) for program in programs],
        "config": dict(config),
        "outputs": outputs or {},
        "results": results or {},
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.under_mocks"],
        cwd=Path(__file__).parents[1],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, RunsiteResource] = json.loads(done.stdout)
    return told


class _Witness(Mocks):
    def __init__(
        self,
        outputs: Mapping[str, Mapping[str, Any]],
        results: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.outputs = outputs
        self.results = results
        self.seen: RunsiteResource = []

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        inputs = {k: _opened(v) for k, v in args.inputs.items() if not k.startswith("__")}
        self.seen.append({"type": args.typ, "name": args.name, "inputs": inputs})
        return f"{args.name}-id", {**args.inputs, **self.outputs.get(args.typ, {})}

    def call(self, args: MockCallArgs) -> dict[str, Any]:
        if args.token not in self.results:
            raise NotImplementedError(args.token)
        self.seen.append({"type": args.token, "name": args.token, "inputs": args.args})
        return dict(self.results[args.token])


def _opened(value: Any) -> Any:
    if isinstance(value, dict) and _SEAL.items() <= value.items():
        return [SECRET, _opened(value["value"])]
    if isinstance(value, dict):
        return {name: _opened(item) for name, item in value.items()}
    return [_opened(item) for item in value] if isinstance(value, list) else value


def _run(program: str, config: Mapping[str, str], witness: _Witness) -> RunsiteResource:
    reset_options()
    set_mocks(witness, project="shop", stack="dev")
    set_all_config(dict(config))
    pulumi.runtime.test(lambda: runpy.run_path(program) and None)()
    return witness.seen


def _main() -> None:
    asked = json.load(sys.stdin)
    told = {
        p: _run(p, asked["config"], _Witness(asked["outputs"], asked["results"]))
        for p in asked["programs"]
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    _main()
