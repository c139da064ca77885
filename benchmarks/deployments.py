"""
Measures one `pulumi up` with many deployments that wait, beside a plain dynamic provider.

The plain one does what a first attempt does: it sleeps in `create`, and Pulumi's host gives it four
threads. Both run in one call of this script, in turn, so that a slow machine slows both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.engine.stack import environment, new_project
from tools.local_runsite import running

BUILD_S = 5

OURS = """
import pulumi_runsite as runsite

for n in range({count}):
    web = runsite.WebService(f"web{{n}}", image_ref="nginx")
    runsite.Deployment(f"live{{n}}", web_service_id=web.id)
"""

PLAIN = """
import plain

for n in range({count}):
    plain.PollOptions(f"live{{n}}")
"""

PLAIN_MODULE = """
import time
from pulumi import dynamic


class Provider(dynamic.ResourceProvider):
    def create(self, props):
        time.sleep({seconds})
        return dynamic.CreateResult("id", props)


class PollOptions(dynamic.Resource, module="plain", name="PollOptions"):
    def __init__(self, name):
        super().__init__(Provider(), name, {{}})
"""


class Bench:
    """One folder in which stacks are made, and the Pulumi CLI."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._env = environment(folder / "home")
        self._made = 0

    def up(self, program: str, **env: str) -> float:
        """Return the seconds of one `pulumi up` of *program*."""
        self._made += 1
        stack = new_project(self._folder / f"stack-{self._made}", self._env)
        stack.env.update(env)
        (stack.folder / "plain.py").write_text(PLAIN_MODULE.format(seconds=BUILD_S))
        stack.program(program)
        began = time.monotonic()
        done = stack.up("--parallel", "64")
        seconds = time.monotonic() - began
        if done.code:
            sys.exit(done.out)
        return seconds


def main() -> None:
    """Print one line for each program: the median, the fewest and the most seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--count", type=int, default=32)
    given = parser.parse_args()
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder)
        for _ in range(given.runs):
            for count in (1, given.count):
                with running(folder, "--build-seconds", str(BUILD_S)) as there:
                    env = {"RUNSITE_API_URL": there.url, "RUNSITE_API_KEY": there.api_key}
                    took = bench.up(OURS.format(count=count), **env)
                seconds.setdefault(f"pulumi-runsite, {count}", []).append(took)
            took = bench.up(PLAIN.format(count=given.count))
            seconds.setdefault(f"plain dynamic provider, {given.count}", []).append(took)
    print(f"deployments of {BUILD_S} s in one `pulumi up`: median (fewest to most), seconds")
    for what, took_all in seconds.items():
        median = statistics.median(took_all)
        print(f"{what:32} {median:6.1f} ({min(took_all):.1f} to {max(took_all):.1f})")


if __name__ == "__main__":
    main()
