"""
Measure a `pulumi up` that waits for many deployments: `python -m benchmarks.deployments`.

It is compared to a plain dynamic provider that sleeps in `create`, which Pulumi's host runs with
four threads. Both run alternately, so that a slow machine affects both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from pulumi_runsite.testing import serve
from tests.engine.stack import create_project, environment

BUILD_S = 5

RUNSITE_PROGRAM = """
import pulumi_runsite as runsite

for n in range({count}):
    web = runsite.WebService(f"web{{n}}", image_ref="nginx")
    runsite.Deployment(f"live{{n}}", web_service_id=web.id)
"""

PLAIN_PROGRAM = """
import plain

for n in range({count}):
    plain.Sleep(f"live{{n}}")
"""

PLAIN_PROVIDER = """
import time
from pulumi import dynamic


class Provider(dynamic.ResourceProvider):
    def create(self, props):
        time.sleep({seconds})
        return dynamic.CreateResult("id", props)


class Sleep(dynamic.Resource, module="plain", name="Sleep"):
    def __init__(self, name):
        super().__init__(Provider(), name, {{}})
"""


class Benchmark:
    """Creates stacks in one folder and runs them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._env = environment(folder / "home")
        self._count = 0

    def up(self, program: str, **env: str) -> float:
        """Return the duration of one `pulumi up` of *program*, in seconds."""
        self._count += 1
        stack = create_project(self._folder / f"stack-{self._count}", self._env)
        stack.env.update(env)
        (stack.folder / "plain.py").write_text(PLAIN_PROVIDER.format(seconds=BUILD_S))
        stack.program(program)
        started = time.monotonic()
        result = stack.up("--parallel", "64")
        seconds = time.monotonic() - started
        if result.code:
            sys.exit(result.out)
        return seconds


def main() -> None:
    """Print the median, minimum and maximum duration of each program, in seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--count", type=int, default=32)
    args = parser.parse_args()
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        benchmark = Benchmark(folder)
        for _ in range(args.runs):
            for count in (1, args.count):
                with serve(switches={"build_seconds": BUILD_S}) as emulator:
                    program = RUNSITE_PROGRAM.format(count=count)
                    duration = benchmark.up(program, **emulator.environment)
                seconds.setdefault(f"pulumi-runsite, {count}", []).append(duration)
            duration = benchmark.up(PLAIN_PROGRAM.format(count=args.count))
            seconds.setdefault(f"plain dynamic provider, {args.count}", []).append(duration)
    print(f"deployments of {BUILD_S} s in one `pulumi up`: median (minimum to maximum), in seconds")
    for program, durations in seconds.items():
        median = statistics.median(durations)
        print(f"{program:32} {median:6.1f} ({min(durations):.1f} to {max(durations):.1f})")


if __name__ == "__main__":
    main()
