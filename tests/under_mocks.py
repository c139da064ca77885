"""
Runs Pulumi programs with Pulumi's own mocks in place of the engine, each in a fresh runtime.

In a process of its own, since the mocks replace global parts of Pulumi's SDK.
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
"""The first item of the pair that `declared` returns for a secret value."""

_SECRET_MARK = {rpc._special_sig_key: rpc._special_secret_sig}

Declarations = list[dict[str, Any]]


def secret(value: Any) -> dict[str, Any]:
    """Return *value* as the engine sends a secret."""
    return {**_SECRET_MARK, "value": value}


def declared(
    programs: Iterable[Path],
    config: Mapping[str, str],
    outputs: Mapping[str, Mapping[str, Any]] | None = None,
    results: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Declarations]:
    """
    Run *programs* and return, by path, what each declares and calls: type, name and inputs.

    *outputs*, by type, are the outputs of resources beside their inputs. *results*, by token,
    are the results of functions; a call of any other function fails.
    """
    request = {
        "programs": [str(program) for program in programs],
        "config": dict(config),
        "outputs": outputs or {},
        "results": results or {},
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.under_mocks"],
        cwd=Path(__file__).parents[1],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    declarations: dict[str, Declarations] = json.loads(done.stdout)
    return declarations


class _RecordingMocks(Mocks):
    def __init__(
        self,
        outputs: Mapping[str, Mapping[str, Any]],
        results: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.outputs = outputs
        self.results = results
        self.seen: Declarations = []

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        inputs = {
            k: _without_secret_marks(v) for k, v in args.inputs.items() if not k.startswith("__")
        }
        self.seen.append({"type": args.typ, "name": args.name, "inputs": inputs})
        return f"{args.name}-id", {**args.inputs, **self.outputs.get(args.typ, {})}

    def call(self, args: MockCallArgs) -> dict[str, Any]:
        if args.token not in self.results:
            raise NotImplementedError(args.token)
        self.seen.append({"type": args.token, "name": args.token, "inputs": args.args})
        return dict(self.results[args.token])


def _without_secret_marks(value: Any) -> Any:
    if isinstance(value, dict) and _SECRET_MARK.items() <= value.items():
        return [SECRET, _without_secret_marks(value["value"])]
    if isinstance(value, dict):
        return {name: _without_secret_marks(item) for name, item in value.items()}
    return [_without_secret_marks(item) for item in value] if isinstance(value, list) else value


def _run(program: str, config: Mapping[str, str], mocks: _RecordingMocks) -> Declarations:
    reset_options()
    set_mocks(mocks, project="shop", stack="dev")
    set_all_config(dict(config))
    pulumi.runtime.test(lambda: runpy.run_path(program) and None)()
    return mocks.seen


def _main() -> None:
    request = json.load(sys.stdin)
    declarations = {
        p: _run(p, request["config"], _RecordingMocks(request["outputs"], request["results"]))
        for p in request["programs"]
    }
    json.dump(declarations, sys.stdout)


if __name__ == "__main__":
    _main()
