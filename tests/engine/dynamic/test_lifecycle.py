"""The lifecycle of a program: preview, up, changes, drift, destroy and adoption."""

from __future__ import annotations

import json

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.request_log import without_ids
from tests.engine.shop_program import SHOP
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = SHOP.format(package="pulumi_runsite")


@pytest.fixture(scope="module")
def deployed(module_stack: Stack, module_emulator: Runsite) -> Stack:
    """The shop program after `pulumi up`, for tests that change nothing."""
    return up_shop(module_stack, module_emulator)


@pytest.fixture
def shop(stack: Stack, emulator: Runsite) -> Stack:
    """The shop program after `pulumi up`."""
    return up_shop(stack, emulator)


def up_shop(stack: Stack, emulator: Runsite) -> Stack:
    stack.connect(emulator)
    stack.program(PROGRAM)
    up = stack.up()
    assert up.code == 0, up.out
    return stack


def decrypted_resources(stack: Stack) -> list[tuple[object, object, object]]:
    """Return id, inputs and outputs of each resource; cipher texts differ in each export."""
    resources = stack.export("--show-secrets")["deployment"]["resources"]
    return [(r.get("id"), r.get("inputs"), r.get("outputs")) for r in resources]


def test_up_creates_each_resource_exactly_once(deployed: Stack, module_emulator: Runsite) -> None:
    writes = sorted(without_ids(module_emulator.writes()))
    assert writes == [
        "POST /api/projects",
        "POST /api/projects/*/secrets",
        "POST /api/web-services",
        "POST /api/web-services/*/deployments",
        "POST /api/web-services/*/env",
        "POST /api/web-services/*/env",
    ]
    url = deployed.export()["deployment"]["resources"][0]["outputs"]["url"]
    assert url.endswith(".runsite.app")


def test_the_state_has_the_lines_of_the_program_and_none_of_pulumis_runtime(
    deployed: Stack,
) -> None:
    resources = [r for r in deployed.export()["deployment"]["resources"] if "runsite" in r["type"]]
    for each in resources:
        lines = [frame["sourcePosition"] for frame in each["stackTrace"] if frame]
        assert lines == [each["sourcePosition"]]
        assert lines[0].startswith("project:///__main__.py#")


def test_a_second_preview_and_up_send_no_request(deployed: Stack, module_emulator: Runsite) -> None:
    before = module_emulator.last_seq()
    assert deployed.preview("--expect-no-changes").code == 0
    second = deployed.up("--expect-no-changes")
    assert (second.code, second.changes) == (0, {})
    assert module_emulator.journal(before) == []


def test_after_a_refresh_without_drift_nothing_changed_and_no_secret_and_no_mask_is_in_the_state(
    deployed: Stack, module_emulator: Runsite
) -> None:
    before, resources = module_emulator.last_seq(), decrypted_resources(deployed)
    assert deployed.refresh("--expect-no-changes").code == 0
    assert module_emulator.writes(before) == []
    assert decrypted_resources(deployed) == resources
    lists = [e["path"] for e in module_emulator.journal(before) if e["path"].endswith("/env")]
    assert len(lists) == 1

    text = json.dumps(deployed.export())
    assert "canary" not in text
    assert "plain-text" in text  # `is_secret` is false
    assert "***" not in text
    assert "ak_live" not in text
    decrypted = json.dumps(deployed.export("--show-secrets"))
    assert all(f"canary-{word}" in decrypted for word in ("first", "stripe"))


def test_the_state_contains_the_provider_by_reference(deployed: Stack) -> None:
    blobs = {name: r["outputs"]["__provider"] for name, r in deployed.resources().items()}
    assert all(isinstance(blob, str) and len(blob) < 160 for blob in blobs.values())


def test_a_changed_program_is_written_once_or_refused_at_preview(
    shop: Stack, emulator: Runsite
) -> None:
    before = emulator.last_seq()
    shop.program(PROGRAM.replace("or 3000", "or 9090"))
    error = shop.preview().only_error()
    assert provider_messages.field_is_immutable("port", 3000, 9090) in error
    assert emulator.journal(before) == []

    shop.program(PROGRAM)
    shop.config({}, secret={"trial:db": "canary-second"})
    assert shop.preview().changes == {"update": 1, "replace": 1}
    before = emulator.last_seq()
    assert shop.up().changes == {"update": 1, "replace": 1}
    writes = without_ids(emulator.writes(before))
    assert writes == ["PUT /api/web-services/*/env/bulk", "POST /api/web-services/*/deployments"]
    assert shop.up("--expect-no-changes").code == 0

    shop.program(PROGRAM.replace('key="MODE"', 'key="STAGE"'))
    before = emulator.last_seq()
    assert shop.up().code == 0
    verbs = [write.split()[0] for write in emulator.writes(before)]
    assert verbs == ["POST", "POST", "DELETE"]


def test_drift_is_detected_by_refresh_and_corrected_by_up(shop: Stack, emulator: Runsite) -> None:
    variable = shop.resources()["mode"]["id"].rpartition("/")[2]
    emulator.control("PATCH", f"dashboard/variables/{variable}", value="changed")
    assert shop.refresh().changes == {"update": 1}
    assert shop.preview().changes == {"update": 1, "replace": 1}
    before = emulator.last_seq()
    assert shop.up("--target", shop.resources()["mode"]["urn"]).code == 0
    assert len(emulator.writes(before)) == 1
    state = emulator.control("GET", "state")
    values = {row["key"]: row["value"] for row in state["variables"]}
    assert values["MODE"] != values["DATABASE_URL"]

    emulator.control("DELETE", f"dashboard/variables/{variable}")
    assert shop.refresh().changes == {"delete": 1}
    assert shop.preview().changes["create"] == 1


def test_destroy_warns_about_undeletable_resources_which_are_adopted_and_not_created_twice(
    shop: Stack, emulator: Runsite
) -> None:
    ids = {name: r["id"] for name, r in shop.resources().items()}
    before = emulator.last_seq()
    destroyed = shop.destroy()
    assert destroyed.code == 0, destroyed.out
    warnings = "\n".join(destroyed.diagnostics("warning"))
    assert provider_messages.project_still_exists("shop-dev", ids["shop"]) in warnings
    assert provider_messages.web_service_still_exists("web-dev", ids["web"]) in warnings
    verbs = sorted(write.split()[0] for write in emulator.writes(before))
    assert verbs == ["DELETE", "DELETE", "DELETE", "POST"]
    assert shop.resources() == {}

    project = 'import pulumi_runsite as runsite\nrunsite.Project("shop", description="A shop"'
    shop.program(project + ")")
    before = emulator.last_seq()
    assert provider_messages.adopt_input(ids["shop"]) in shop.up().only_error()
    shop.program(f'{project}, adopt_id="{ids["shop"]}")')
    assert shop.up().code == 0
    assert shop.resources()["shop"]["id"] == ids["shop"]
    assert emulator.writes(before) == []
