"""A key is declared once: in a map of its web service, or with an `EnvVar`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

import pulumi_runsite as runsite
from tests.sdk.test_base_resource import registered_by

REASON = "EnvVar 'v' declares the key `A` of WebService 'web', whose `env_vars` or"


def _service(**more: Any) -> runsite.WebService:
    return runsite.WebService("web", image_ref="nginx", secret_env_vars={"A": "x"}, **more)


def _by_output() -> None:
    runsite.EnvVar("v", web_service_id=_service().id, key="A", value="x")


def _by_adopted_id() -> None:
    _service(adopt_id="s-1")
    runsite.EnvVar("v", web_service_id="s-1", key="A", value="x")


def _before_the_service() -> None:
    runsite.EnvVar("v", web_service_id="s-1", key="A", value="x")
    _service(adopt_id="s-1")


def _adopted_variable() -> None:
    runsite.EnvVar("v", web_service_id=_service().id, key="A", value="x", adopt_id="v-1")


@pytest.mark.parametrize(
    "program", [_by_output, _by_adopted_id, _before_the_service, _adopted_variable]
)
def test_a_key_of_a_map_is_no_env_var_of_the_same_service(program: Callable[[], None]) -> None:
    with pytest.raises(pulumi.RunError, match=REASON):
        registered_by(program)


def test_other_keys_and_other_services_may_have_an_env_var() -> None:
    def program() -> None:
        web = _service()
        other = runsite.WebService("other", image_ref="nginx", env_vars={"B": "x"})
        runsite.EnvVar("b", web_service_id=web.id, key="B", value="x")
        runsite.EnvVar("a", web_service_id=other.id, key="A", value="x")

    assert {"a", "b"} <= registered_by(program).keys()


@pytest.mark.parametrize("is_output", [False, True], ids=["a map", "an output of a map"])
def test_the_values_of_a_map_are_secrets(is_output: bool) -> None:  # noqa: FBT001
    async def program() -> None:
        values: Any = {"A": "canary"}
        values = pulumi.Output.from_input(values) if is_output else values
        web = runsite.WebService("web", image_ref="nginx", env_vars=values)
        found.append((await web.env_vars.is_secret(), await web.env_vars.future()))

    found: list[Any] = []
    registered_by(program)
    assert found == [(True, {"A": "canary"})]
