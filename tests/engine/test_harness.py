"""The fixtures of this folder tell the truth about the engine."""

import json
from collections.abc import Callable

import httpx
import pytest

from tools.pulumi_cli import versions

from .runsite import LocalRunsite
from .stack import Stack

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


class Thing(dynamic.Resource, module="harness", name="Thing"):
    size: pulumi.Output[float]

    def __init__(self, name, size):
        super().__init__(Provider(), name, {"size": size})


thing = Thing("thing", SIZE)
pulumi.export("size", thing.size)
pulumi.export("token", pulumi.Config().get_secret("token"))
"""


def sized(size: int) -> str:
    return PROGRAM.replace("SIZE", str(size))


def test_a_resource_is_created_kept_changed_and_destroyed(stack: Stack) -> None:
    stack.program(sized(1))
    assert stack.preview().changes == {"create": 2}
    assert stack.resources() == {}
    assert stack.up().steps == [("create", "thing")]
    assert stack.resources()["thing"]["outputs"]["size"] == 1

    again = stack.up("--expect-no-changes")
    assert (again.code, again.changes) == (0, {})

    stack.program(sized(2))
    assert stack.up().steps == [("update", "thing")]
    assert stack.refresh().changes == {}
    assert stack.destroy().changes == {"delete": 2}
    assert stack.resources() == {}


def test_an_error_of_the_provider_is_the_commands_error(stack: Stack) -> None:
    stack.program(sized(101))
    failed = stack.up()
    assert failed.code != 0
    assert "too big" in failed.out
    assert any("too big" in message for message in failed.diagnostics("error"))
    assert stack.resources() == {}


def test_an_unexpected_change_is_an_error(stack: Stack) -> None:
    stack.program(sized(1))
    assert stack.preview("--expect-no-changes").code != 0


def test_a_secret_in_the_configuration_is_encrypted_in_the_state(stack: Stack) -> None:
    stack.program(sized(1))
    stack.config({"trial:plain": "seen"}, secret={"trial:token": "never-seen"})
    assert stack.up().code == 0
    assert "never-seen" not in json.dumps(stack.export())
    assert "never-seen" in json.dumps(stack.export("--show-secrets"))


def test_two_stacks_do_not_see_each_other(new_stack: Callable[[str], Stack]) -> None:
    one, other = new_stack("one"), new_stack("other")
    one.program(sized(1))
    assert one.up().code == 0
    assert set(one.resources()) == {"thing"}
    assert other.resources() == {}


def test_the_engine_is_recent_enough(stack: Stack) -> None:
    answer = stack.run("version").out
    found = tuple(int(part) for part in answer.strip().removeprefix("v").split(".")[:2])
    assert found >= versions.MINIMUM


def test_the_emulator_tells_what_it_was_asked(emulator: LocalRunsite) -> None:
    with httpx.Client(
        base_url=emulator.url, headers={"Authorization": f"Bearer {emulator.api_key}"}
    ) as api:
        assert api.get("/api/projects").status_code == 200
        seen = emulator.mark()
        assert api.post("/api/projects", json={"name": "shop"}).is_success
    assert [entry["operation"] for entry in emulator.journal()] == [
        "list_projects",
        "create_project",
    ]
    assert emulator.writes(seen) == ["POST /api/projects"]
    emulator.control("POST", "reset")
    assert emulator.journal() == []


def test_two_emulators_do_not_see_each_other(
    emulator: LocalRunsite, start_emulator: Callable[..., LocalRunsite]
) -> None:
    other = start_emulator("--journal-values", "plain")
    refused = httpx.get(
        f"{other.url}/api/projects", headers={"Authorization": f"Bearer {emulator.api_key}"}
    )
    assert refused.status_code == 401
    assert emulator.journal() == []


def test_a_program_finds_the_emulator(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    stack.program('import pulumi_runsite as runsite\nrunsite.Project("shop")\n')
    made = stack.up()
    assert made.steps == [("create", "shop")], made.out
    assert emulator.writes() == ["POST /api/projects"]
