"""Two stacks, two other providers and a component."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite, serve
from tests.engine import other_providers
from tests.engine.conftest import SHORT_BUILD_S
from tests.engine.request_log import without_ids
from tests.engine.stack import PROJECT, Result, Stack

from .conftest import EXAMPLES

pytestmark = pytest.mark.engine

IN_THE_COMPONENT = "pulumi.ResourceOptions(parent=self, aliases=[moved])"
PASSWORD_OPTIONS = "opts=inside\n        )\n        self.web"
DELETED_FIRST = """opts=pulumi.ResourceOptions.merge(
                inside, pulumi.ResourceOptions(delete_before_replace=True)
            )
        )
        self.web"""
DELETED_WITH = """
runsite.EnvVar(
    "kept",
    web_service_id=gallery.web.id,
    key="KEPT",
    value="a value",
    opts=pulumi.ResourceOptions(deleted_with=gallery.web),
)
"""


@pytest.fixture
def emulator() -> Iterator[Runsite]:
    """An empty local Runsite that shows the values it has received."""
    with serve(journal_values="plain", switches={"build_seconds": SHORT_BUILD_S}) as emulator:
        yield emulator


@pytest.fixture
def app(stack: Stack, emulator: Runsite, tmp_path: Path) -> Stack:
    """An empty stack with the plugins of the other providers."""
    stack.connect(emulator)
    other_providers.install(tmp_path)
    stack.env["PATH"] = os.pathsep.join([str(tmp_path), stack.env["PATH"]])
    return stack


def example(name: str) -> str:
    return (EXAMPLES / name / "__main__.py").read_text()


def up(stack: Stack, program: str, **config: str) -> Result:
    stack.program(program)
    stack.config({f"{PROJECT}:{key}": value for key, value in config.items()})
    done = stack.up()
    assert done.code == 0, done.out
    return done


def outputs(stack: Stack) -> dict[str, str]:
    found: dict[str, str] = stack.export()["deployment"]["resources"][0]["outputs"]
    return found


def password(stack: Stack) -> str:
    secret = stack.resources("--show-secrets")["signing-key"]["outputs"]["result"]
    value: str = json.loads(secret["plaintext"])
    return value


def test_outputs_of_other_providers_and_stacks_are_written_and_deployed_and_given_to_them(
    app: Stack, emulator: Runsite
) -> None:
    shared, platform = app.other("shared"), example("shared_project")
    program = example("several_providers") + DELETED_WITH
    config = {"shared": f"organization/{PROJECT}/shared", "check": 'echo "checked $URL"'}

    up(shared, platform, rotated="January")
    without_parent = program.replace(IN_THE_COMPONENT, "pulumi.ResourceOptions()")
    up(app, without_parent, rotated="January", **config)
    assert outputs(app)["checked"] == "checked https://web-dev.runsite.app"

    # The password is deleted first: in this `up`, the engine calls Diff with unknown values.
    up(shared, platform, rotated="February")
    before = emulator.last_seq()
    done = up(app, program.replace(PASSWORD_OPTIONS, DELETED_FIRST), rotated="February")
    assert done.changes == {"read": 1, "update": 1, "replace": 3}, done.out
    assert without_ids(emulator.writes(before)) == [
        "PUT /api/web-services/*/env/bulk",
        "POST /api/web-services/*/deployments",
    ]
    assert {each["parent"].rpartition("::")[2] for each in app.resources().values()} == {
        "gallery",
        f"{PROJECT}-dev",
    }
    values = {row["key"]: row["value"] for row in emulator.control("GET", "state")["variables"]}
    assert values == {"SIGNING_KEY": password(app), "KEPT": "a value"}
    assert password(app) not in json.dumps(app.export()) + done.out

    before = emulator.last_seq()
    assert app.destroy().code == 0
    assert without_ids(emulator.writes(before)) == ["POST /api/web-services/*/stop"]
