"""The stack trace of a resource is that of the program."""

from __future__ import annotations

import gc
import runpy
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import resource as registration

import pulumi_runsite as runsite
from pulumi_runsite.sdk import stack_trace
from tests.sdk.test_base_resource import registered_by

PROGRAM = """
import pulumi_runsite as runsite

def shop():
    return runsite.Project("shop")

class Team:
    def __init__(self):
        self.shop = shop()

Team()
"""
LINE_OF_CALL = 5


def trace(request: Any) -> list[tuple[str, int]]:
    """Return file name and line of each frame that has them."""
    frames = (frame.pc for frame in request.stackTrace.frames if frame.HasField("pc"))
    return [(each.uri.rpartition("/")[2], each.line) for each in frames]


@pytest.fixture
def program(tmp_path: Path) -> Callable[[], object]:
    """Return a program, run as Pulumi runs it."""

    def run() -> None:
        runpy.run_path(str(path), run_name="__main__")

    path = tmp_path / "shop_program.py"
    path.write_text(PROGRAM)
    return run


def test_a_stack_trace_has_each_frame_of_the_program_and_none_below_it(
    registrations: dict[str, Any], program: Callable[[], object]
) -> None:
    registered_by(program)
    assert trace(registrations["shop"]) == [
        ("shop_program.py", line) for line in (LINE_OF_CALL, 9, 11)
    ]


def test_a_stack_trace_ends_at_the_event_loop_too(
    registrations: dict[str, Any],
) -> None:
    async def main() -> None:
        runsite.Project("shop")

    def program() -> None:
        pulumi.Output.from_input(main()).apply(lambda _: runsite.Project("applied"))

    registered_by(program)
    for resource in ("shop", "applied"):
        assert [name for name, _ in trace(registrations[resource])] == ["test_stack_trace.py"]


def test_resources_of_other_packages_keep_the_trace_that_pulumi_makes(
    registrations: dict[str, Any],
) -> None:
    class Bucket(pulumi.CustomResource):
        def __init__(self, name: str) -> None:
            super().__init__("aws:s3:Bucket", name)

    registered_by(lambda: Bucket("files"))
    files = [name for name, _ in trace(registrations["files"])]
    assert files[0] == "test_stack_trace.py"
    assert "thread.py" in files, "of the executor that runs the test's program"


def test_a_resource_that_a_transformation_creates_has_its_own_trace(
    registrations: dict[str, Any],
) -> None:
    def transformed(args: pulumi.ResourceTransformationArgs) -> None:
        if args.name == "outer":
            runsite.Project("inner", opts=pulumi.ResourceOptions(transformations=[]))

    options = pulumi.ResourceOptions(transformations=[transformed])
    registered_by(lambda: runsite.Project("outer", opts=options))
    lines = [line for name, line in trace(registrations["inner"]) if name == "test_stack_trace.py"]
    assert len(lines) == 2, "the transformation and the program"


def test_the_local_variables_of_a_program_are_freed_with_its_functions() -> None:
    class Local:
        """What only a function of the program has."""

    def program() -> None:
        local = Local()
        found.add(local)
        runsite.Project("shop")

    found: weakref.WeakSet[Local] = weakref.WeakSet()
    gc.disable()
    try:
        registered_by(program)
        assert len(found) == 0
    finally:
        gc.enable()


def test_a_package_that_is_imported_again_replaces_the_function_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registration, "_get_stack_trace", lambda: "pulumi's")
    for _ in range(1000):  # more than Python's limit of calls within each other
        stack_trace.install()
    assert registration._get_stack_trace() == "pulumi's"
