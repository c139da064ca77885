"""What a resource of a program costs, and what the engine gets of it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pulumi

import pulumi_runsite as runsite
from pulumi_runsite.engine.internal_properties import SECRET_INPUTS
from tests.sdk.test_base_resource import registered_by


def test_a_program_may_have_more_than_a_thousand_resources() -> None:
    def program() -> None:
        for number in range(1100):
            runsite.EnvVar(f"v{number}", web_service_id="w-1", key=f"KEY_{number}", value="x")

    assert len(registered_by(program)) == 1100


def test_a_program_imports_neither_models_nor_http_client_nor_functions() -> None:
    program = "import pulumi_runsite, sys; pulumi_runsite.EnvVar; print(*sys.modules)"
    run = [sys.executable, "-c", program]
    imported = set(subprocess.run(run, capture_output=True, text=True, check=True).stdout.split())
    assert not imported & {"pydantic", "httpx", "pulumi_runsite.provider"}
    sdk = {each for each in imported if each.startswith("pulumi_runsite.sdk.")}
    assert not sdk & {"pulumi_runsite.sdk.functions", "pulumi_runsite.sdk.invoke"}


def test_a_variable_has_no_other_outputs_than_a_program_reads() -> None:
    def program() -> None:
        web = runsite.WebService("web", image_ref="nginx")
        variable = runsite.EnvVar("one", web_service_id=web.id, key="A", value="x")
        values = vars(variable).items()
        found.update(name for name, value in values if isinstance(value, pulumi.Output))

    found: set[str] = set()
    registered_by(program)
    assert found - {"id", "urn", "__provider"} == {
        "web_service_id", "key", "value", "is_secret", "revision", "_always_set",
    }  # fmt: skip


def test_the_source_position_of_a_resource_is_its_line_in_the_program(
    registrations: dict[str, Any],
) -> None:
    registered_by(lambda: runsite.Project("shop"))
    uri = registrations["shop"].sourcePosition.uri
    assert uri.rpartition("/")[2] == "test_registration.py"


def test_the_provider_is_told_which_inputs_the_program_marks_secret() -> None:
    def program() -> None:
        secret = pulumi.Output.secret("run")
        runsite.WebService(
            "web", image_ref=pulumi.Output.from_input("nginx"), start_command=secret, port=80
        )
        runsite.Deployment("live", web_service_id="s-1", triggers=["plain", secret])
        runsite.EnvVar("variable", web_service_id="s-1", key="A", value=secret)
        project = runsite.Project("plain", name="shop")
        runsite.WebService("by id", name="a", project_id=project.id, image_ref="nginx")
        name = pulumi.Output.from_input("b")
        runsite.WebService("by output", name=name, image_ref="nginx")

    registered = registered_by(program)
    assert registered["web"].inputs[SECRET_INPUTS] == ["start_command"]
    assert registered["live"].inputs[SECRET_INPUTS] == ["triggers"]
    assert SECRET_INPUTS not in registered["variable"].inputs
    for name in ("plain", "by id", "by output"):
        assert SECRET_INPUTS not in registered[name].inputs


def test_an_awaitable_beside_an_output_is_awaited_once() -> None:
    async def late() -> str:
        return "late"

    def program() -> None:
        secret = pulumi.Output.secret("run")
        runsite.Deployment("live", web_service_id="s-1", triggers=[{"a": [secret, late()]}, late()])

    inputs = registered_by(program)["live"].inputs
    assert inputs["triggers"]["value"] == [{"a": ["run", "late"]}, "late"]
    assert inputs[SECRET_INPUTS] == ["triggers"]
