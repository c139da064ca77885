"""The fixtures of the engine tests: stacks and emulators work, and are isolated."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tools.pulumi_cli import versions

from .stack import Result, Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi
from pulumi import dynamic


class Provider(dynamic.ResourceProvider):
    def create(self, props):
        if props["size"] > 100:
            raise ValueError("too big")
        return dynamic.CreateResult("an-id", props)

    def diff(self, _id, olds, news):
        return dynamic.DiffResult(changes=olds["size"] != news["size"])

    def update(self, _id, olds, news):
        return dynamic.UpdateResult(news)


class Box(dynamic.Resource, module="test", name="Box"):
    size: pulumi.Output[float]

    def __init__(self, name, size):
        super().__init__(Provider(), name, {"size": size})


box = Box("box", SIZE)
pulumi.export("size", box.size)
pulumi.export("token", pulumi.Config().get_secret("token"))
"""


def program(size: int) -> str:
    return PROGRAM.replace("SIZE", str(size))


def test_a_resource_is_created_updated_and_destroyed(stack: Stack) -> None:
    stack.program(program(1))
    preview = stack.preview("--expect-no-changes")
    assert (preview.code != 0, preview.changes) == (True, {"create": 2})
    assert stack.resources() == {}
    assert stack.up().steps == [("create", "box")]
    assert stack.resources()["box"]["outputs"]["size"] == 1

    second = stack.up("--expect-no-changes")
    assert (second.code, second.changes) == (0, {})

    stack.program(program(2))
    assert stack.up().steps == [("update", "box")]
    assert stack.refresh().changes == {}
    assert stack.destroy().changes == {"delete": 2}
    assert stack.resources() == {}


def test_an_error_of_the_provider_fails_the_command(stack: Stack) -> None:
    stack.program(program(101))
    failed = stack.up()
    assert failed.code != 0
    assert "too big" in failed.out
    assert any("too big" in message for message in failed.diagnostics("error"))
    assert stack.resources() == {}


def test_an_error_of_a_resource_is_the_only_one_whatever_the_host_reports_at_its_end() -> None:
    def error(type: str, message: str) -> dict[str, Any]:
        urn = f"urn:pulumi:dev::trial::{type}::x"
        return {"diagnosticEvent": {"severity": "error", "urn": urn, "message": message}}

    at_the_end = [
        error("pulumi:pulumi:Stack", "Resource monitor has terminated, shutting down"),
        error("pulumi:pulumi:Stack", "Traceback (most recent call last):\nKeyboardInterrupt"),
        {"diagnosticEvent": {"severity": "error", "message": "update failed"}},
    ]
    refused = error("runsite:index:Project", "no")
    assert Result(255, "", [refused, *at_the_end]).only_error() == "no"
    of_the_program = error("pulumi:pulumi:Stack", "get_project: no")
    assert Result(255, "", [of_the_program, at_the_end[-1]]).only_error() == "get_project: no"
    with pytest.raises(ValueError, match="too many"):
        Result(255, "", [refused, error("runsite:index:Project", "other")]).only_error()


def test_two_stacks_are_isolated_and_a_configured_secret_is_encrypted(
    new_stack: Callable[[str], Stack],
) -> None:
    first, second = new_stack("one"), new_stack("other")
    first.program(program(1))
    first.config({"trial:plain": "seen"}, secret={"trial:token": "never-seen"})
    assert first.up().code == 0
    assert "never-seen" not in json.dumps(first.export())
    assert "never-seen" in json.dumps(first.export("--show-secrets"))
    assert set(first.resources()) == {"box"}
    assert second.resources() == {}


def test_the_engine_has_the_minimum_version(stack: Stack) -> None:
    version = stack.run("version").out
    found = tuple(int(part) for part in version.strip().removeprefix("v").split(".")[:2])
    assert found >= versions.MINIMUM
