"""What a program asks Runsite, it is told, in previews too, and of what it has just made."""

from __future__ import annotations

import httpx
import pytest

from .runsite import LocalRunsite
from .stack import Stack

pytestmark = pytest.mark.engine

HEAD = "import pulumi\nimport pulumi_runsite as runsite\n"

LIFE = (
    HEAD
    + """
web = runsite.WebService("web", image_ref="nginx:1.27", port=80)
deployment = runsite.Deployment("web", web_service_id=web.id)
now = runsite.get_web_service_output(id=deployment.web_service_id)
pulumi.export("status", now.status)
pulumi.export("url", now.url)
logs = runsite.get_logs_output(web_service_id=deployment.web_service_id, tail=1)
pulumi.export("said", logs.logs.apply(lambda text: text.split(" ", 1)[1].strip()))
pulumi.export("projects", [each.name for each in runsite.get_projects().projects])
"""
)


def project(runsite: LocalRunsite, name: str) -> str:
    answer = httpx.post(
        f"{runsite.url}/api/projects",
        headers={"Authorization": f"Bearer {runsite.api_key}"},
        json={"name": name},
    )
    return str(answer.raise_for_status().json()["id"])


def test_it_tells_what_is_now_and_what_this_very_program_has_made(
    stack: Stack, emulator: LocalRunsite
) -> None:
    project(emulator, "elsewhere")
    mark = emulator.mark()
    stack.connect(emulator)
    stack.program(LIFE)
    assert stack.preview().code == 0
    assert emulator.writes(mark) == []
    assert stack.up().code == 0
    told = stack.export()["deployment"]["resources"][0]["outputs"]
    assert told["projects"] == ["elsewhere"]
    assert told["status"] == "running"
    assert told["url"].startswith("https://web")
    assert told["said"]
    assert stack.preview("--expect-no-changes").code == 0


def test_the_key_of_the_stack_is_used_and_never_shown(stack: Stack, emulator: LocalRunsite) -> None:
    made = project(emulator, "shop")
    stack.config({"runsite:apiUrl": emulator.url}, secret={"runsite:apiKey": emulator.api_key})
    stack.program(HEAD + "pulumi.export('id', runsite.get_project(name='shop').id)\n")
    done = stack.up()
    assert done.code == 0, done.out
    exported = stack.export()
    assert exported["deployment"]["resources"][0]["outputs"] == {"id": made}
    assert emulator.api_key not in done.out + repr(exported)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "runsite.get_project(name='shop')",
            "error: get_project: there is no project named 'shop' on Runsite",
        ),
        (
            "runsite.get_logs(web_service_id='s-1', tail=0)",
            "error: get_logs: tail: must be at least 1",
        ),
        (
            "runsite.get_project(name=pulumi.Output.from_input('shop'))",
            "error: get_project: name is not known before the program has run; pass an output",
        ),
        (
            "runsite.get_project_output(name=pulumi.Output.from_input('shop'))",
            "error: get_project: there is no project named 'shop' on Runsite",
        ),
    ],
)
def test_what_cannot_be_told_is_one_sentence(
    stack: Stack, emulator: LocalRunsite, question: str, said: str
) -> None:
    stack.connect(emulator)
    stack.program(HEAD + question + "\n")
    done = stack.preview()
    assert done.code != 0
    assert said in done.out
    assert "Traceback" not in done.out


def test_without_a_key_it_says_where_to_put_one(stack: Stack) -> None:
    stack.program(HEAD + "runsite.get_projects()\n")
    done = stack.preview()
    assert done.code != 0
    assert "error: get_projects: there is no Runsite API key: set it with" in done.out
    assert "Traceback" not in done.out
