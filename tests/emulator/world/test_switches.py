"""Every switch changes a response: one row per value, compared with the default."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_runsite.emulator.__main__ import build_parser
from pulumi_runsite.emulator.world.response_switches import ResponseSwitches
from pulumi_runsite.emulator.world.switch_values import COMBINATIONS
from pulumi_runsite.emulator.world.switches import VARIANTS, Switches, parse_switches
from tests.emulator.harness import ADMIN, WRITE, Runsite
from tests.emulator.world.request_cases import REQUEST_CASES
from tests.emulator.world.response_cases import RESPONSE_CASES
from tests.emulator.world.switch_case import Case
from tests.emulator.world.switch_probes import (
    count_deployments,
    count_projects,
    create_image_with_branch,
    create_same_names,
    delete_variable_with,
    deploy_returns_deployment,
    deploy_stopped_service,
    deploy_two_services,
    deployment_status_after,
    error_repeats_input,
    get_foreign_project,
    get_malformed_id,
    post_secret,
    post_variable,
    post_variable_twice,
    put_bulks,
    put_existing_secret,
    put_existing_variable,
    read_new_resources,
    request_both_prefixes,
    second_request,
    sixth_deployment,
    status_after_stop,
    status_of_post,
    stop_stopped_service,
)

CASES = [
    Case("prefixes", "/api", request_both_prefixes, [200, 200], [200, 404]),
    Case("prefixes", "/api/v1", request_both_prefixes, [200, 200], [404, 200]),
    Case("deploy", "start_only", deploy_stopped_service, (2, "deploying"), (1, "starting")),
    Case("deploy_answer", "deployment", deploy_returns_deployment, False, True),
    Case(
        "create_answer",
        "message",
        lambda r: post_variable(r).json().get("id", "") == "",
        False,
        True,
    ),
    Case("create_answer", "empty", lambda r: post_secret(r).content == b"", False, True),
    Case("create_status", 200, status_of_post("projects", name="x"), 201, 200),
    Case("create_status", 202, status_of_post("projects", name="x"), 201, 202),
    Case("delete_scope", "admin", delete_variable_with(WRITE), 204, 403),
    Case("delete_scope", "admin", delete_variable_with(ADMIN), 204, 204),
    Case(
        "service_summary",
        "present",
        lambda r: "service_summary" in r.post("projects", {"name": "x"}),
        False,
        True,
    ),
    Case(
        "url_when",
        "always",
        lambda r: r.get(r.create_service())["url"],
        None,
        "https://web.runsite.app",
    ),
    Case("mask", None, lambda r: post_secret(r).json()["value"], "***", None),
    *[
        Case("mask", mask, lambda r: post_secret(r).json()["value"], "***", mask)
        for mask in ("", "\u2022" * 8)
    ],
    Case("mask", "[hidden]", lambda r: post_variable(r, value="[hidden]").status_code, 201, 422),
    Case("accept_mask", True, lambda r: post_variable(r, value="***").status_code, 422, 201),
    Case("empty_value", "refuse", lambda r: post_variable(r, value="").status_code, 201, 422),
    Case("names", "unique", create_same_names, (201, 201), (409, 409)),
    Case("duplicate_key", "upsert", post_variable_twice, (409, ["one"]), (201, ["two"])),
    Case("duplicate_key", "duplicate", post_variable_twice, (409, ["one"]), (201, ["one", "two"])),
    Case("bulk", "replace", put_bulks, ({"OLD", "NEW"}, 2), ({"NEW"}, 1)),
    Case("bulk_env_without_id", "upsert", put_existing_variable, 409, 200),
    Case("bulk_secret_without_id", "refuse", put_existing_secret, 200, 409),
    Case("env_is_secret_default", True, lambda r: post_variable(r).json()["value"], "v", "***"),
    Case("secret_is_secret_default", False, lambda r: post_secret(r).json()["value"], "***", "v"),
    Case("semantic_status", 422, create_image_with_branch, (400, "str"), (422, "list")),
    Case("codes", "documented", status_of_post("projects", name=1), 422, 400),
    Case("codes", "documented", stop_stopped_service, 409, 400),
    Case("echo_input", True, error_repeats_input, False, True),
    Case("malformed_id", "404", get_malformed_id, 422, 404),
    Case("ids", "slug", lambda r: r.get(r.create_service())["id"][:4] == "srv-", False, True),
    Case("foreign", 403, get_foreign_project, 404, 403),
    Case("account", "blocked", second_request, 200, 403),
    Case("gates", "open", stop_stopped_service, 409, 200),
    Case("gate_status", 400, stop_stopped_service, 409, 400),
    Case("initial_status", "running", lambda r: r.status(r.create_service()), "stopped", "running"),
    Case("status_case", "upper", lambda r: r.status(r.create_service()), "stopped", "STOPPED"),
    Case("build_seconds", 100.0, deployment_status_after(10), "running", "cloning"),
    Case("transition_seconds", 100.0, status_after_stop, "stopped", "stopping"),
    Case("keep_deployments", 1, count_deployments, 3, 2),
    Case("rate_limit", "key", deploy_two_services, 201, 429),
    Case("rate_limit", "off", sixth_deployment(3), (429, None), (201, None)),
    Case("rate_limit_count", 6, sixth_deployment(3), (429, None), (201, None)),
    Case("rate_limit_seconds", 10.0, sixth_deployment(3), (429, None), (201, None)),
    Case("requests_per_minute", 1, second_request, 200, 429),
    Case(
        "retry_after",
        "http-date",
        sixth_deployment(3),
        (429, None),
        (429, "Thu, 01 Jan 2026 00:01:00 GMT"),
    ),
    Case("retry_after", "seconds", sixth_deployment(3), (429, None), (429, "45")),
    Case("list_lag_seconds", 1.0, count_projects, 1, 0),
    Case("read_lag_seconds", 1.0, read_new_resources, {200}, {404}),
    *REQUEST_CASES,
    *RESPONSE_CASES,
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.switch}={c.value}")
def test_a_switch_changes_a_response(runsite: Runsite, case: Case) -> None:
    assert case.probe(runsite) == case.default
    runsite.emulator.reset()
    runsite.set_switches(**{case.switch: case.value})
    assert case.probe(runsite) == case.changed


def test_every_switch_has_a_test() -> None:
    assert {case.switch for case in CASES} == set(Switches.model_fields)


@pytest.mark.parametrize("name", ResponseSwitches.model_fields)
def test_every_value_of_a_response_switch_has_a_test(name: str) -> None:
    tested = [case.value for case in CASES if case.switch == name]
    assert [value for value in VARIANTS[name][1:] if value not in tested] == []


@pytest.mark.parametrize("name", Switches.model_fields)
def test_every_value_to_try_is_accepted(runsite: Runsite, name: str) -> None:
    default, *others = VARIANTS[name]
    assert getattr(Switches(), name) == default
    assert others
    for value in others:
        options = build_parser().parse_args(["--switch", f"{name}={json.dumps(value)}"])
        assert getattr(parse_switches(dict(options.switch)), name) == value
        runsite.set_switches(**{name: value})
        assert runsite.control.get("switches").json()[name]["value"] == value


@pytest.mark.parametrize("combination", COMBINATIONS, ids=str)
def test_every_combination_has_values_that_are_tried(combination: dict[str, Any]) -> None:
    parse_switches(combination)
    for name, value in combination.items():
        assert value in VARIANTS[name] or name == "deployment_words"


def test_every_switch_has_a_description(runsite: Runsite) -> None:
    switches = runsite.control.get("switches").json()
    assert set(switches) == set(Switches.model_fields)
    for name, switch in switches.items():
        assert switch["why"].endswith((".", ")")), name


@pytest.mark.parametrize(
    "invalid",
    [{"no_such": 1}, {"bulk": "both"}, {"build_seconds": -1}, {"build_seconds": "2"}, {"echo": 1}],
)
def test_an_invalid_switch_is_rejected_and_changes_nothing(runsite: Runsite, invalid: Any) -> None:
    before = runsite.control.get("switches").json()
    response = runsite.control.patch("switches", json={"mask": None} | invalid)
    assert response.status_code == 422
    assert runsite.control.get("switches").json() == before
