"""Maps of variables: created with the web service, verified, and what is missing written."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import SERVICE, ManagedMaps

PLAIN, MASKED = {"MODE": "fast", "LEVEL": "info"}, {"TOKEN": "canary-1"}
ALL = {"MODE": ("fast", False), "LEVEL": ("info", False), "TOKEN": ("canary-1", True)}


def test_200_variables_are_created_with_three_requests(web: ManagedMaps) -> None:
    plain = {f"P{number}": f"value {number}" for number in range(100)}
    masked = {f"S{number}": f"canary {number}" for number in range(100)}
    mark = web.world.mark()
    assert web.up(plain, masked) == "create"
    assert web.requests(mark) == [
        "GET /web-services",
        "POST /web-services",
        "GET /web-services/ID/env",
    ]
    assert len(web.on_runsite()) == 200
    assert web.in_state() == plain | masked
    mark = web.world.mark()
    assert web.web.refresh() is False
    assert web.requests(mark) == ["GET /web-services/ID", "GET /web-services/ID/env"]
    assert web.is_quiet(plain, masked)


def test_a_web_service_without_maps_sends_nothing_about_variables(web: ManagedMaps) -> None:
    mark = web.world.mark()
    web.web.up(**SERVICE)
    assert web.requests(mark) == ["GET /web-services", "POST /web-services"]
    assert "env_vars_revision" not in web.web.state
    mark = web.world.mark()
    web.web.refresh()
    assert web.requests(mark) == ["GET /web-services/ID"]
    assert web.web.is_quiet(**SERVICE, env_vars={}, secret_env_vars={})


@pytest.mark.parametrize("switches", [
    {"service_fields": "documented"},
    {"bulk": "replace", "service_fields": "documented"},
    {"bulk_fields": "id_rejected", "bulk_env_without_id": "upsert"},
    {"normalize": "whitespace"},
    {"codes": "documented"},
    {"env_is_secret_default": True},
    {"service_env_vars": "ignored"},
    {"service_env_vars": "not_masked"},
], ids=str)  # fmt: skip
def test_variables_are_created_whatever_runsite_does(web: ManagedMaps, switches: Any) -> None:
    web.world.control("PATCH", "switches", **switches)
    plain = PLAIN | {"PADDED": " x "}
    web.up(plain, MASKED)
    assert web.on_runsite()["TOKEN"] == ("canary-1", True)
    assert set(web.on_runsite()) == {"MODE", "LEVEL", "PADDED", "TOKEN"}
    assert web.is_quiet(plain, MASKED)
    web.up(plain | {"MODE": "slow", "NEW": "n"}, {"TOKEN": "canary-2"})
    assert web.on_runsite()["MODE"] == ("slow", False)
    assert web.on_runsite()["NEW"] == ("n", False)
    assert web.on_runsite()["TOKEN"] == ("canary-2", True)
    assert web.is_quiet(plain | {"MODE": "slow", "NEW": "n"}, {"TOKEN": "canary-2"})


def test_variables_that_the_create_ignored_are_written(web: ManagedMaps) -> None:
    web.world.control("PATCH", "switches", service_env_vars="ignored")
    mark = web.world.mark()
    web.up(PLAIN, MASKED)
    assert web.on_runsite() == ALL
    assert web.requests(mark).count("PUT /web-services/ID/env/bulk") == 1


def test_a_create_that_cannot_write_the_variables_keeps_the_service(web: ManagedMaps) -> None:
    web.world.control("PATCH", "switches", service_fields="documented")
    web.world.fault(kind="answer", status=403, body={"detail": "no"}, method="PUT", path="*/bulk")
    assert "no" in web.fails(PLAIN, MASKED)
    assert web.web.id == web.world.emulator.store.web_services.all()[0].id
    assert web.in_state() == web.on_runsite() == {}
    assert web.up(PLAIN, MASKED) == "update"
    assert web.on_runsite() == ALL
    assert web.is_quiet(PLAIN, MASKED)


def test_a_create_whose_variables_cannot_be_read_writes_them_in_the_next_run(
    web: ManagedMaps,
) -> None:
    web.world.fault(kind="answer", status=403, body={"detail": "no"}, method="GET", path="*/env")
    web.fails(PLAIN, MASKED)
    assert web.in_state() == {}
    assert web.up(PLAIN, {"TOKEN": "canary-2"}) == "update"
    assert web.on_runsite() == ALL | {"TOKEN": ("canary-2", True)}


def test_an_adopted_service_gets_the_values_of_the_program(web: ManagedMaps) -> None:
    service = web.world.by_hand("/web-services", source_type="git", **SERVICE)
    web.web.id = service["id"]
    web.by_hand("MODE", "fast")
    web.by_hand("TOKEN", "of the dashboard", is_secret=True)
    web.by_hand("OTHER", "of somebody else")
    web.web.id = ""
    mark = web.world.mark()
    web.up(PLAIN, MASKED, adopt_id=service["id"])
    assert web.world.writes(mark) == [f"PUT /web-services/{service['id']}/env/bulk"]
    assert web.on_runsite() == ALL | {"OTHER": ("of somebody else", False)}
    assert web.in_state() == PLAIN | MASKED
    assert web.is_quiet(PLAIN, MASKED)


def test_a_replacing_service_gets_all_variables(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED, immutable_changes="replace")
    assert web.up(PLAIN, MASKED, immutable_changes="replace", port=9090) == "replace"
    rows = web.world.emulator.store.variables.children_of(web.web.id)
    assert {row.key: row.value for row in rows} == PLAIN | MASKED
