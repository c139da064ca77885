"""Declarations of a program under Pulumi's mocks: types, names, unset inputs, duplicates."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks
from pulumi.runtime.settings import reset_options

import pulumi_runsite as runsite
from pulumi_runsite.sdk import base_resource


class RecordingMocks(mocks.Mocks):
    """Mocks that record each registered resource and return its inputs."""

    def __init__(self) -> None:
        self.registered: list[mocks.MockResourceArgs] = []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.registered.append(args)
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args: mocks.MockCallArgs) -> dict[str, Any]:
        raise NotImplementedError(args.token)


# Pulumi stores settings and event loop per thread, and its mocks leak loops: all tests use one
# thread with one loop.
THREAD = ThreadPoolExecutor(1, initializer=lambda: asyncio.set_event_loop(asyncio.new_event_loop()))


def registered_by(program: Callable[[], Any]) -> dict[str, mocks.MockResourceArgs]:
    """Run *program* as a separate stack; return the registered resources by name."""
    recorded = RecordingMocks()
    THREAD.submit(_run, program, recorded).result()
    return {args.name: args for args in recorded.registered}


def _run(program: Callable[[], Any], recorded: RecordingMocks) -> None:
    reset_options()
    mocks.set_mocks(recorded)
    pulumi.runtime.test(program)()


def test_type_tokens_are_those_of_the_first_release() -> None:
    def program() -> None:
        project = runsite.Project("project")
        web = runsite.WebService("web", project_id=project.id, image_ref="nginx")
        runsite.EnvVar("var", web_service_id=web.id, key="A", value="x")
        runsite.ProjectSecret("sec", project_id=project.id, key="A", value="x", scope="staging")
        runsite.Deployment("dep", web_service_id=web.id)
        runsite.Restart("res", web_service_id=web.id)

    assert {name: args.typ for name, args in registered_by(program).items()} == {
        "project": "pulumi-python:dynamic/runsite:Project",
        "web": "pulumi-python:dynamic/runsite:WebService",
        "var": "pulumi-python:dynamic/runsite:EnvVar",
        "sec": "pulumi-python:dynamic/runsite:ProjectSecret",
        "dep": "pulumi-python:dynamic/runsite:Deployment",
        "res": "pulumi-python:dynamic/runsite:Restart",
    }


def test_a_subclass_in_a_program_keeps_the_type_token() -> None:
    class Custom(runsite.Project):
        """A subclass."""

    (registered,) = registered_by(lambda: Custom("shop")).values()
    assert registered.typ == "pulumi-python:dynamic/runsite:Project"


def test_unset_inputs_are_not_sent() -> None:
    inputs = registered_by(lambda: runsite.Project("shop"))["shop"].inputs
    assert {key for key, value in inputs.items() if value is not None} == {"__provider"}


def test_a_resource_passed_as_an_id_is_a_type_error() -> None:
    def program() -> None:
        project = runsite.Project("shop")
        runsite.WebService("web", project_id=project, image_ref="nginx")  # type: ignore[arg-type]

    with pytest.raises(TypeError, match=r"project_id: pass `shop\.id`, not the resource"):
        registered_by(program)


@pytest.mark.parametrize(
    ("second", "is_refused"),
    [
        ({}, True),
        ({"value": "y"}, True),
        ({"key": "B"}, False),
        ({"web_service_id": "other"}, False),
        ({"adopt_id": "v-1"}, False),
    ],
)
def test_a_variable_can_be_declared_only_once(second: dict[str, str], is_refused: bool) -> None:  # noqa: FBT001
    def program() -> None:
        web = runsite.WebService("web", image_ref="nginx")
        first: dict[str, Any] = {"web_service_id": web.id, "key": "A", "value": "x"}
        runsite.EnvVar("one", **first)
        runsite.EnvVar("two", **first | second)

    if is_refused:
        with pytest.raises(pulumi.RunError, match="EnvVar 'two' and EnvVar 'one' are the same"):
            registered_by(program)
    else:
        assert {"one", "two"} <= registered_by(program).keys()


def test_resources_of_one_name_below_parents_of_two_types_are_declared_twice() -> None:
    def program() -> None:
        for kind, name in (("One", "a"), ("Two", "b")):
            parent = pulumi.ComponentResource(f"my:index:{kind}", name)
            opts = pulumi.ResourceOptions(parent=parent)
            runsite.EnvVar("port", web_service_id="w", key="PORT", value="x", opts=opts)

    both = "EnvVar 'port' of Two 'b' and EnvVar 'port' of One 'a' are the same"
    with pytest.raises(pulumi.RunError, match=both):
        registered_by(program)


def test_two_adopted_resources_of_one_name_are_not_duplicates() -> None:
    def program() -> None:
        runsite.Project("a", name="shop", adopt_id="p-1")
        runsite.Project("b", name="shop", adopt_id="p-2")

    assert {"a", "b"} <= registered_by(program).keys()


def test_a_second_run_in_one_process_may_declare_the_same() -> None:
    def program() -> None:
        runsite.Project("shop")

    assert "shop" in registered_by(program)
    assert "shop" in registered_by(program)


def test_a_name_that_is_a_list_is_left_to_the_check_of_its_type() -> None:
    def program() -> None:
        runsite.Project("a", name=["shop"])  # type: ignore[arg-type]

    with pytest.raises(AssertionError, match=r"^Unexpected type"):  # of Pulumi's SDK
        registered_by(program)


def test_two_deployments_of_one_service_are_not_duplicates() -> None:
    def program() -> None:
        runsite.Deployment("a", web_service_id="s-1")
        runsite.Deployment("b", web_service_id="s-1")

    assert {"a", "b"} <= registered_by(program).keys()


def test_the_callers_dict_is_not_modified() -> None:
    variables: dict[str, pulumi.Input[str]] = {"A": "x"}
    registered_by(lambda: runsite.WebService("web", image_ref="nginx", env_vars=variables))
    assert variables == {"A": "x"}


@pytest.mark.parametrize(
    ("is_secret", "is_marked", "expected"),
    [
        (None, False, True),
        (True, False, True),
        (False, False, False),
        (False, True, True),
        ("output", False, True),
    ],
)
def test_a_value_is_a_secret_unless_is_secret_is_false(
    is_secret: Any,
    is_marked: bool,  # noqa: FBT001
    expected: bool,  # noqa: FBT001
) -> None:
    async def program() -> None:
        flag = pulumi.Output.from_input(False) if is_secret == "output" else is_secret
        value = pulumi.Output.secret("canary") if is_marked else "canary"
        declared = runsite.EnvVar("v", web_service_id="w", key="A", value=value, is_secret=flag)
        found.append(await declared.value.is_secret())

    found: list[bool] = []
    registered_by(program)
    assert found == [expected]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (2**53, "must not be or contain an integer beyond 9007199254740991"),
        (10**400, "must not be or contain an integer beyond 9007199254740991"),
        ({"a": [{1, 2}]}, "must not be or contain a value of type `set`"),
        ({"a": {2: "b"}}, "must be a map whose keys are strings"),
        ({"\ud800": "a"}, "must be valid Unicode"),
    ],
)
def test_a_trigger_that_pulumi_cannot_pass_on_is_a_type_error(value: Any, fault: str) -> None:
    def program() -> None:
        runsite.Deployment("live", web_service_id="s-1", triggers=[value])

    with pytest.raises(TypeError, match=f"^triggers: {fault}"):
        program()


def test_outputs_assets_and_tuples_among_triggers_are_passed_on() -> None:
    def program() -> None:
        values = [pulumi.Output.from_input("a"), (1, 2.5, None), pulumi.StringAsset("x"), True]
        runsite.Deployment("live", web_service_id="s-1", triggers=values)

    assert registered_by(program)["live"].inputs["triggers"][1] == [1, 2.5, None]


def test_the_use_of_a_missing_url_fails_with_the_reason_outside_of_unit_tests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: list[pulumi.Output[str]] = []

    def program() -> None:
        used.append(runsite.Deployment("live", web_service_id="w-1").url)

    def value() -> str | None:
        return asyncio.get_event_loop().run_until_complete(used[-1].future())

    registered_by(program)
    assert THREAD.submit(value).result() is None
    monkeypatch.setattr(base_resource, "MockMonitor", int)  # as under an engine
    with pytest.raises(pulumi.RunError, match=r"Deployment 'live' has no `url`: .* `wait=False`"):
        registered_by(program)
