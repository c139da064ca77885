"""The lifecycle of a program: preview, up, changes, drift, destroy and adoption."""

from __future__ import annotations

import json

import pytest

from tests.engine import provider_messages
from tests.engine.request_log import without_ids
from tests.engine.shop_program import SHOP
from tests.engine.stack import Stack
from tools.emulator_process import EmulatorProcess

pytestmark = pytest.mark.engine

PROGRAM = SHOP.format(package="pulumi_runsite")


@pytest.fixture
def shop(stack: Stack, emulator: EmulatorProcess) -> Stack:
    """The shop program after `pulumi up`."""
    stack.connect(emulator)
    stack.program(PROGRAM)
    up = stack.up()
    assert up.code == 0, up.out
    return stack


def decrypted_resources(stack: Stack) -> list[tuple[object, object, object]]:
    """Return id, inputs and outputs of each resource; cipher texts differ in each export."""
    resources = stack.export("--show-secrets")["deployment"]["resources"]
    return [(r.get("id"), r.get("inputs"), r.get("outputs")) for r in resources]


def test_up_creates_each_resource_exactly_once(shop: Stack, emulator: EmulatorProcess) -> None:
    writes = sorted(without_ids(emulator.writes()))
    assert writes == [
        "POST /api/projects",
        "POST /api/projects/*/secrets",
        "POST /api/web-services",
        "POST /api/web-services/*/deployments",
        "POST /api/web-services/*/env",
        "POST /api/web-services/*/env",
    ]
    assert shop.export()["deployment"]["resources"][0]["outputs"]["url"].endswith(".runsite.app")


def test_a_second_preview_and_up_send_no_request(shop: Stack, emulator: EmulatorProcess) -> None:
    before = emulator.last_seq()
    assert shop.preview("--expect-no-changes").code == 0
    second = shop.up("--expect-no-changes")
    assert (second.code, second.changes) == (0, {})
    assert emulator.journal(before) == []


def test_a_refresh_without_drift_changes_and_writes_nothing(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    before, resources = emulator.last_seq(), decrypted_resources(shop)
    assert shop.refresh("--expect-no-changes").code == 0
    assert emulator.writes(before) == []
    assert decrypted_resources(shop) == resources
    lists = [e["path"] for e in emulator.journal(before) if e["path"].endswith("/env")]
    assert len(lists) == 1


def test_a_changed_secret_is_one_write_and_one_deployment(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    shop.config({}, secret={"trial:db": "canary-second"})
    preview = shop.preview()
    assert preview.changes == {"update": 1, "replace": 1}
    before = emulator.last_seq()
    up = shop.up()
    assert up.changes == {"update": 1, "replace": 1}
    writes = without_ids(emulator.writes(before))
    assert writes == ["PUT /api/web-services/*/env/bulk", "POST /api/web-services/*/deployments"]
    assert shop.up("--expect-no-changes").code == 0


def test_no_secret_and_no_mask_is_in_the_state(shop: Stack) -> None:
    shop.refresh()
    text = json.dumps(shop.export())
    assert "canary" not in text
    assert "plain-text" in text  # `is_secret` is false
    assert "***" not in text
    assert "ak_live" not in text
    decrypted = json.dumps(shop.export("--show-secrets"))
    assert all(f"canary-{word}" in decrypted for word in ("first", "stripe"))


def test_the_state_contains_the_provider_by_reference(shop: Stack) -> None:
    blobs = {name: r["outputs"]["__provider"] for name, r in shop.resources().items()}
    assert all(isinstance(blob, str) and len(blob) < 160 for blob in blobs.values())


def test_a_changed_port_is_rejected_at_preview(shop: Stack, emulator: EmulatorProcess) -> None:
    shop.config({"trial:port": "9090"})
    before = emulator.last_seq()
    preview = shop.preview()
    assert preview.code != 0
    (error,) = preview.diagnostics("error")
    assert provider_messages.field_is_immutable("port", 3000, 9090) in error
    assert emulator.journal(before) == []


def test_drift_is_detected_by_refresh_and_corrected_by_up(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    variable = shop.resources()["mode"]["id"].rpartition("/")[2]
    emulator.control("PATCH", f"dashboard/variables/{variable}", json={"value": "changed"})
    assert shop.refresh().changes == {"update": 1}
    assert shop.preview().changes == {"update": 1, "replace": 1}
    before = emulator.last_seq()
    assert shop.up("--target", shop.resources()["mode"]["urn"]).code == 0
    assert len(emulator.writes(before)) == 1
    state = emulator.control("GET", "state")
    values = {row["key"]: row["value"] for row in state["variables"]}
    assert values["MODE"] != values["DATABASE_URL"]


def test_a_variable_deleted_in_the_dashboard_is_created_again(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    variable = shop.resources()["mode"]["id"].rpartition("/")[2]
    emulator.control("DELETE", f"dashboard/variables/{variable}")
    assert shop.refresh().changes == {"delete": 1}
    assert shop.preview().changes["create"] == 1


def test_a_changed_key_deletes_the_old_variable_first(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    shop.program(PROGRAM.replace('key="MODE"', 'key="STAGE"'))
    before = emulator.last_seq()
    assert shop.up().code == 0
    verbs = [write.split()[0] for write in emulator.writes(before)]
    assert verbs == ["DELETE", "POST", "POST"]


def test_destroy_warns_about_undeletable_resources(shop: Stack, emulator: EmulatorProcess) -> None:
    ids = {name: r["id"] for name, r in shop.resources().items()}
    before = emulator.last_seq()
    destroyed = shop.destroy()
    assert destroyed.code == 0, destroyed.out
    warnings = "\n".join(destroyed.diagnostics("warning"))
    assert provider_messages.project_still_exists("shop", ids["shop"]) in warnings
    assert provider_messages.web_service_still_exists("web", ids["web"]) in warnings
    verbs = sorted(write.split()[0] for write in emulator.writes(before))
    assert verbs == ["DELETE", "DELETE", "DELETE", "POST"]
    assert shop.resources() == {}


def test_an_undeletable_project_is_not_created_twice_and_can_be_adopted(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    id = shop.resources()["shop"]["id"]
    assert shop.destroy().code == 0
    project = 'import pulumi_runsite as runsite\nrunsite.Project("shop", description="A shop"'
    shop.program(project + ")")
    before = emulator.last_seq()
    up = shop.up()
    assert provider_messages.adopt_input(id) in up.diagnostics("error")[0]
    shop.program(f'{project}, adopt_id="{id}")')
    assert shop.up().code == 0
    assert shop.resources()["shop"]["id"] == id
    assert emulator.writes(before) == []


def test_a_resource_can_be_read_by_id_and_a_missing_one_is_an_error(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    id = shop.resources()["shop"]["id"]
    program = (
        "import pulumi, pulumi_runsite as runsite\n"
        'found = runsite.Project("found", opts=pulumi.ResourceOptions(id="{}"))\n'
        'pulumi.export("description", found.description)'
    )
    shop.program(program.format(id))
    assert shop.up().code == 0
    assert shop.export()["deployment"]["resources"][0]["outputs"]["description"] == "A shop"
    missing_id = "0" * 8 + id[8:]
    shop.program(program.format(missing_id))
    missing = shop.up()
    assert provider_messages.project_not_found(missing_id) in missing.out, missing.out


def test_a_subclass_in_a_program_keeps_the_type_token(
    stack: Stack, emulator: EmulatorProcess
) -> None:
    stack.connect(emulator)
    stack.program(
        "import pulumi_runsite as runsite\n"
        "class Custom(runsite.Project):\n"
        '    """A subclass."""\n'
        'Custom("shop")'
    )
    assert stack.up().code == 0
    (resource,) = stack.resources().values()
    assert resource["type"] == "pulumi-python:dynamic/runsite:Project"
