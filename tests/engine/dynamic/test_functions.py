"""The `get_*` functions in a program, also in previews and for resources it has just created."""

from __future__ import annotations

import httpx
import pytest

from tests.engine import provider_messages
from tests.engine.stack import Stack
from tools.emulator_process import EmulatorProcess

pytestmark = pytest.mark.engine

IMPORTS = "import pulumi\nimport pulumi_runsite as runsite\n"

PROGRAM = (
    IMPORTS
    + """
web = runsite.WebService("web", image_ref="nginx:1.27", port=80)
deployment = runsite.Deployment("web", web_service_id=web.id)
now = runsite.get_web_service_output(id=deployment.web_service_id)
pulumi.export("status", now.status)
pulumi.export("url", now.url)
logs = runsite.get_logs_output(web_service_id=deployment.web_service_id, tail=1)
pulumi.export("log", logs.logs.apply(lambda text: text.split(" ", 1)[1].strip()))
pulumi.export("projects", [each.name for each in runsite.get_projects().projects])
"""
)


def create_project(emulator: EmulatorProcess, name: str) -> str:
    response = httpx.post(
        f"{emulator.url}/api/projects",
        headers={"Authorization": f"Bearer {emulator.api_key}"},
        json={"name": name},
    )
    return str(response.raise_for_status().json()["id"])


def test_functions_return_existing_resources_and_those_that_the_program_created(
    stack: Stack, emulator: EmulatorProcess
) -> None:
    create_project(emulator, "elsewhere")
    before = emulator.last_seq()
    stack.connect(emulator)
    stack.program(PROGRAM)
    assert stack.preview().code == 0
    assert emulator.writes(before) == []
    assert stack.up().code == 0
    outputs = stack.export()["deployment"]["resources"][0]["outputs"]
    assert outputs["projects"] == ["elsewhere"]
    assert outputs["status"] == "running"
    assert outputs["url"].startswith("https://web")
    assert outputs["log"]
    assert stack.preview("--expect-no-changes").code == 0


def test_the_api_key_of_the_stack_is_used_and_never_printed(
    stack: Stack, emulator: EmulatorProcess
) -> None:
    id = create_project(emulator, "shop")
    stack.config({"runsite:apiUrl": emulator.url}, secret={"runsite:apiKey": emulator.api_key})
    stack.program(IMPORTS + "pulumi.export('id', runsite.get_project(name='shop').id)\n")
    done = stack.up()
    assert done.code == 0, done.out
    exported = stack.export()
    assert exported["deployment"]["resources"][0]["outputs"] == {"id": id}
    assert emulator.api_key not in done.out + repr(exported)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            "runsite.get_project(name='shop')",
            f"error: get_project: {provider_messages.NO_PROJECT_OF_THIS_NAME}",
        ),
        (
            "runsite.get_logs(web_service_id='s-1', tail=0)",
            f"error: get_logs: {provider_messages.TAIL_TOO_SMALL}",
        ),
        (
            "runsite.get_project(name=pulumi.Output.from_input('shop'))",
            f"error: get_project: {provider_messages.ARGUMENT_IS_AN_OUTPUT}",
        ),
        (
            "runsite.get_project_output(name=pulumi.Output.from_input('shop'))",
            f"error: get_project: {provider_messages.NO_PROJECT_OF_THIS_NAME}",
        ),
    ],
)
def test_a_failed_function_is_a_single_line_error(
    stack: Stack, emulator: EmulatorProcess, call: str, message: str
) -> None:
    stack.connect(emulator)
    stack.program(IMPORTS + call + "\n")
    done = stack.preview()
    assert done.code != 0
    assert message in done.out
    assert "Traceback" not in done.out


def test_without_an_api_key_the_error_names_where_to_set_it(stack: Stack) -> None:
    stack.program(IMPORTS + "runsite.get_projects()\n")
    done = stack.preview()
    assert done.code != 0
    assert f"error: get_projects: {provider_messages.API_KEY_MISSING}" in done.out
    assert "Traceback" not in done.out
