"""The main job under the real engine: declare, preview, up, change, deploy, destroy."""

from __future__ import annotations

import json

import pytest

from .runsite import LocalRunsite, without_ids
from .shop import SHOP
from .stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = SHOP.format(package="pulumi_runsite")


@pytest.fixture
def shop(stack: Stack, emulator: LocalRunsite) -> Stack:
    """A shop that is up."""
    stack.connect(emulator)
    stack.program(PROGRAM)
    up = stack.up()
    assert up.code == 0, up.out
    return stack


def known(stack: Stack) -> list[tuple[object, object, object]]:
    """Return what the state says of each resource, secrets in clear: each has a new cipher."""
    resources = stack.export("--show-secrets")["deployment"]["resources"]
    return [(r.get("id"), r.get("inputs"), r.get("outputs")) for r in resources]


def test_one_up_makes_each_thing_once(shop: Stack, emulator: LocalRunsite) -> None:
    made = sorted(without_ids(emulator.writes()))
    assert made == [
        "POST /api/projects",
        "POST /api/projects/*/secrets",
        "POST /api/web-services",
        "POST /api/web-services/*/deployments",
        "POST /api/web-services/*/env",
        "POST /api/web-services/*/env",
    ]
    assert shop.export()["deployment"]["resources"][0]["outputs"]["url"].endswith(".runsite.app")


def test_the_second_up_and_preview_ask_for_nothing(shop: Stack, emulator: LocalRunsite) -> None:
    mark = emulator.mark()
    assert shop.preview("--expect-no-changes").code == 0
    again = shop.up("--expect-no-changes")
    assert (again.code, again.changes) == (0, {})
    assert emulator.journal(mark) == []


def test_a_refresh_finds_nothing_and_writes_nothing(shop: Stack, emulator: LocalRunsite) -> None:
    mark = emulator.mark()
    before = known(shop)
    assert shop.refresh("--expect-no-changes").code == 0
    assert emulator.writes(mark) == []
    assert known(shop) == before
    lists = [e["path"] for e in emulator.journal(mark) if e["path"].endswith("/env")]
    assert len(lists) == 1


def test_a_changed_secret_is_one_write_and_one_deployment(
    shop: Stack, emulator: LocalRunsite
) -> None:
    shop.config({}, secret={"trial:db": "canary-second"})
    preview = shop.preview()
    assert preview.changes == {"update": 1, "replace": 1}
    mark = emulator.mark()
    up = shop.up()
    assert up.changes == {"update": 1, "replace": 1}
    writes = without_ids(emulator.writes(mark))
    assert writes == ["PUT /api/web-services/*/env/bulk", "POST /api/web-services/*/deployments"]
    assert shop.up("--expect-no-changes").code == 0


def test_no_secret_and_no_mask_is_in_the_state(shop: Stack) -> None:
    shop.refresh()
    text = json.dumps(shop.export())
    assert "canary" not in text
    assert "***" not in text
    assert "ak_live" not in text
    shown = json.dumps(shop.export("--show-secrets"))
    assert all(f"canary-{word}" in shown for word in ("first", "plain", "stripe"))


def test_what_is_in_the_state_of_the_provider_is_a_reference(shop: Stack) -> None:
    blobs = {name: r["outputs"]["__provider"] for name, r in shop.resources().items()}
    assert all(isinstance(blob, str) and len(blob) < 160 for blob in blobs.values())


def test_a_changed_port_is_refused_at_preview(shop: Stack, emulator: LocalRunsite) -> None:
    shop.config({"trial:port": "9090"})
    mark = emulator.mark()
    preview = shop.preview()
    assert preview.code != 0
    (error,) = preview.diagnostics("error")
    assert "port: was 3000, the program says 9090; Runsite's API cannot change it." in error
    assert emulator.journal(mark) == []


def test_drift_in_the_dashboard_is_shown_and_put_right(shop: Stack, emulator: LocalRunsite) -> None:
    variable = shop.resources()["mode"]["id"].rpartition("/")[2]
    emulator.control("PATCH", f"dashboard/variables/{variable}", json={"value": "changed"})
    assert shop.refresh().changes == {"update": 1}
    assert shop.preview().changes == {"update": 1, "replace": 1}
    mark = emulator.mark()
    assert shop.up("--target", shop.resources()["mode"]["urn"]).code == 0
    assert len(emulator.writes(mark)) == 1
    state = emulator.control("GET", "state")
    values = {row["key"]: row["value"] for row in state["variables"]}
    assert values["MODE"] != values["DATABASE_URL"]


def test_what_was_deleted_elsewhere_is_made_again(shop: Stack, emulator: LocalRunsite) -> None:
    variable = shop.resources()["mode"]["id"].rpartition("/")[2]
    emulator.control("DELETE", f"dashboard/variables/{variable}")
    assert shop.refresh().changes == {"delete": 1}
    assert shop.preview().changes["create"] == 1


def test_a_new_key_deletes_the_old_one_first(shop: Stack, emulator: LocalRunsite) -> None:
    shop.program(PROGRAM.replace('key="MODE"', 'key="STAGE"'))
    mark = emulator.mark()
    assert shop.up().code == 0
    verbs = [write.split()[0] for write in emulator.writes(mark)]
    assert verbs == ["DELETE", "POST", "POST"]


def test_destroy_says_what_stays(shop: Stack, emulator: LocalRunsite) -> None:
    ids = {name: r["id"] for name, r in shop.resources().items()}
    mark = emulator.mark()
    destroyed = shop.destroy()
    assert destroyed.code == 0, destroyed.out
    warnings = "\n".join(destroyed.diagnostics("warning"))
    assert f"project 'shop' ({ids['shop']}) stays on Runsite" in warnings
    assert f"web service 'web' ({ids['web']}) is stopped and stays on Runsite" in warnings
    verbs = sorted(write.split()[0] for write in emulator.writes(mark))
    assert verbs == ["DELETE", "DELETE", "DELETE", "POST"]
    assert shop.resources() == {}


def test_what_stays_is_not_made_twice_and_can_be_adopted(
    shop: Stack, emulator: LocalRunsite
) -> None:
    id = shop.resources()["shop"]["id"]
    assert shop.destroy().code == 0
    project = 'import pulumi_runsite as runsite\nrunsite.Project("shop", description="A shop"'
    shop.program(project + ")")
    mark = emulator.mark()
    up = shop.up()
    assert f"adopt_id='{id}'" in up.diagnostics("error")[0]
    shop.program(f'{project}, adopt_id="{id}")')
    assert shop.up().code == 0
    assert shop.resources()["shop"]["id"] == id
    assert emulator.writes(mark) == []


def test_a_look_up_finds_what_is_there_and_tells_what_is_not(
    shop: Stack, emulator: LocalRunsite
) -> None:
    id = shop.resources()["shop"]["id"]
    look = (
        "import pulumi, pulumi_runsite as runsite\n"
        'found = runsite.Project("found", opts=pulumi.ResourceOptions(id="{}"))\n'
        'pulumi.export("said", found.description)'
    )
    shop.program(look.format(id))
    assert shop.up().code == 0
    assert shop.export()["deployment"]["resources"][0]["outputs"]["said"] == "A shop"
    shop.program(look.format("0" * 8 + id[8:]))
    missing = shop.up()
    assert "there is no project 0000" in missing.out, missing.out


def test_a_users_own_subclass_keeps_the_type(stack: Stack, emulator: LocalRunsite) -> None:
    stack.connect(emulator)
    stack.program(
        "import pulumi_runsite as runsite\n"
        "class Ours(runsite.Project):\n"
        '    """Ours."""\n'
        'Ours("shop")'
    )
    assert stack.up().code == 0
    (resource,) = stack.resources().values()
    assert resource["type"] == "pulumi-python:dynamic/runsite:Project"
