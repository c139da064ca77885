"""The `get_*` functions in a program, also in previews and for resources it has just created."""

from __future__ import annotations

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.stack import Stack

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


RESULTS = (
    IMPORTS
    + """
class Group(pulumi.ComponentResource):
    def __init__(self):
        super().__init__("shop:index:Group", "group")
        opts = pulumi.ResourceOptions(parent=self)
        runsite.EnvVar("inner", web_service_id=web.id, key="INNER", value=INNER, opts=opts)

web = runsite.WebService("web", image_ref="nginx:1.27", desired_state=STATE)
outer = runsite.EnvVar("outer", web_service_id=web.id, key="OUTER", value=OUTER)
after = {"group": Group(), "outer": outer, "web": web}
for name, resource in after.items():
    opts = pulumi.InvokeOutputOptions(depends_on=[resource], parent=after["group"])
    projects = runsite.get_projects_output(opts=opts)
    seen = runsite.get_web_service_output(id=web.id, opts=opts)
    text = pulumi.Output.concat(projects.projects[0].name, " ", seen.status)
    runsite.EnvVar(f"after-{name}", web_service_id=web.id, key=f"SAW_{name}", value=text)
"""
)


def test_functions_return_existing_resources_and_those_that_the_program_created(
    stack: Stack, emulator: Runsite
) -> None:
    emulator.post("/projects", name="elsewhere")
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


def test_a_result_is_unknown_while_what_it_depends_on_changes(
    stack: Stack, emulator: Runsite
) -> None:
    emulator.post("/projects", name="elsewhere")
    stack.connect(emulator)

    def changed(**values: str) -> list[str]:
        """Return the resources that a preview with these *values* of the program changes."""
        values = {"STATE": "stopped", "INNER": "a", "OUTER": "a"} | values
        assigned = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        stack.program(assigned + RESULTS)
        preview = stack.preview()
        assert preview.code == 0, preview.out
        return sorted(name for _, name in preview.steps)

    after = ["after-group", "after-outer", "after-web"]
    assert changed() == sorted([*after, "group", "inner", "outer", "web"])
    assert stack.up().code == 0
    values = stack.run("stack", "export", "--show-secrets", "--stack", "dev").out
    assert values.count("elsewhere stopped") >= 3
    assert stack.preview("--expect-no-changes").code == 0
    assert changed(OUTER="b") == ["after-outer", "outer"]
    assert changed(INNER="b") == ["after-group", "inner"]
    # The id of the web service is an argument of all three.
    assert changed(STATE="running") == [*after, "web"]


def test_the_api_key_of_the_stack_is_used_and_never_printed(
    stack: Stack, emulator: Runsite
) -> None:
    id = emulator.post("/projects", name="shop")["id"]
    stack.config({"runsite:apiUrl": emulator.url}, secret={"runsite:apiKey": emulator.api_key})
    stack.program(IMPORTS + "pulumi.export('id', runsite.get_project(name='shop').id)\n")
    done = stack.up()
    assert done.code == 0, done.out
    exported = stack.export()
    assert exported["deployment"]["resources"][0]["outputs"] == {"id": id}
    assert emulator.api_key not in done.out + repr(exported)


def test_a_failed_function_is_a_single_line_error(stack: Stack, emulator: Runsite) -> None:
    stack.connect(emulator)
    for function in ("get_project", "get_project_output"):
        stack.program(IMPORTS + f"runsite.{function}(name='shop')\n")
        error = stack.preview().only_error()
        assert f"get_project: {provider_messages.NO_PROJECT_OF_THIS_NAME}" in error


def test_a_resource_can_be_read_by_id_and_a_missing_one_is_an_error(
    stack: Stack, emulator: Runsite
) -> None:
    id = emulator.post("/projects", name="shop")["id"]
    program = (
        IMPORTS + 'found = runsite.Project("found", opts=pulumi.ResourceOptions(id="{}"))\n'
        'pulumi.export("name", found.name)'
    )
    stack.connect(emulator)
    stack.program(program.format(id))
    assert stack.up().code == 0
    assert stack.export()["deployment"]["resources"][0]["outputs"] == {"name": "shop"}
    missing_id = "0" * 8 + id[8:]
    stack.program(program.format(missing_id))
    missing = stack.up()
    assert provider_messages.project_not_found(missing_id) in missing.out, missing.out


def test_without_an_api_key_the_error_names_where_to_set_it(stack: Stack) -> None:
    stack.program(IMPORTS + "runsite.get_projects()\n")
    error = stack.preview().only_error()
    assert f"get_projects: {provider_messages.API_KEY_MISSING}" in error
