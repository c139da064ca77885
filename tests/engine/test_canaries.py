"""Under the real engine, no secret is in the terminal, the state, a plan or the request log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.stack import Stack
from tests.reliability.canaries import found

pytestmark = pytest.mark.engine

CANARY = 'Canary-41 "<x>&é/+=  of it'
CONTROL = "plain-control-value"

PROGRAM = """
import pulumi, pulumi_runsite as runsite
value = pulumi.Config().require_secret("value")
maps = dict(env_vars={{"IN_MAP": value}}, secret_env_vars={{"MASKED_IN_MAP": value}})
web = runsite.WebService("web", image_ref="nginx:1.27", **maps)
runsite.EnvVar("plain", web_service_id=web.id, key="PLAIN", value={control!r}, is_secret=False)
runsite.EnvVar("variable", web_service_id=web.id, key="KEY", value=value)
runsite.Deployment("live", web_service_id=web.id, triggers=[value])
"""


def test_no_secret_is_displayed_or_stored_in_clear(stack: Stack, emulator: Runsite) -> None:
    stack.connect(emulator)
    stack.env["PULUMI_EXPERIMENTAL"] = "true"  # enables --save-plan
    stack.config({}, secret={"trial:value": CANARY})
    stack.program(PROGRAM.format(control=CONTROL))
    plan = stack.folder / "plan.json"
    outputs = [stack.preview("--diff", "--save-plan", str(plan)), stack.up("--diff")]
    assert [each.code for each in outputs] == [0, 0], outputs[-1].out
    stack.config({}, secret={"trial:value": CANARY + "!"})
    echo = {"status": 400, "body": {"detail": f"{CANARY}! is refused"}}
    emulator.schedule_fault("answer", **echo, method="PUT", count=9)
    refused = stack.up("--diff")
    assert refused.code != 0
    assert "is refused" in refused.out
    outputs += [refused, stack.refresh("--diff"), stack.destroy("--diff")]
    artefacts = {
        "terminal": "\n".join(each.out for each in outputs),
        "events": json.dumps([each.events for each in outputs], ensure_ascii=False),
        "plan": plan.read_text(),
        "state": _files(stack.folder / "state"),
        "request log": json.dumps(
            # The planned fault reveals the value, in a field that is no value.
            [each for each in emulator.journal() if each["fault"] is None],
            ensure_ascii=False,
        ),
    }
    for name, text in artefacts.items():
        assert found(text, CANARY) == [], name
        assert found(text, emulator.api_key) == [], name
    assert CONTROL in artefacts["terminal"]
    assert CONTROL in artefacts["plan"]


def _files(folder: Path) -> str:
    return "".join(file.read_text() for file in folder.rglob("*.json"))
