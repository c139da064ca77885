"""Every switch changes an answer: one row for each, at its default and turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from pulumi_runsite.emulator.world.switches import Switches
from tests.emulator.inside import ADMIN, WRITE, Runsite
from tests.emulator.questions import (
    Ask,
    asks_twice,
    bulk,
    bulk_env_again,
    bulk_secret_again,
    deletes,
    deploy_answers,
    deploys,
    ends,
    foreign,
    keeps,
    lists,
    made,
    malformed,
    many,
    prefixes,
    reads,
    repeats,
    same_names,
    secret,
    shape,
    sixth,
    stopped,
    stops,
    stops_twice,
    twice,
    variable,
    with_branch,
)


@dataclass(frozen=True)
class Turn:
    """A switch, what it is turned to, a question, and its two answers."""

    switch: str
    to: Any
    ask: Ask
    before: Any
    after: Any
    also: tuple[tuple[str, Any], ...] = ()


TURNS = [
    Turn("prefixes", "/api", prefixes, [200, 200], [200, 404]),
    Turn("prefixes", "/api/v1", prefixes, [200, 200], [404, 200]),
    Turn("deploy", "start_only", deploys, (2, "deploying"), (1, "starting")),
    Turn("deploy_answer", "deployment", deploy_answers, False, True),
    Turn("action_answer", "message", lambda r: "message" in r.api.post(
        f"{r.running()}/stop").json(), False, True),
    Turn("action_answer", "empty", stops, "stopping", None),
    Turn("create_answer", "message", lambda r: variable(r).json().get("id", "") == "", False, True),
    Turn("create_answer", "empty", lambda r: secret(r).content == b"", False, True),
    Turn("create_status", 202, made("projects", name="x"), 201, 202),
    Turn("delete_status", 200, deletes(WRITE), 204, 200),
    Turn("delete_scope", "admin", deletes(WRITE), 204, 403),
    Turn("delete_scope", "admin", deletes(ADMIN), 204, 204),
    Turn("echo", "all", lambda r: "port" in r.get(r.service()), False, True),
    Turn("service_summary", "present", lambda r: "service_summary" in r.make(
        "projects", {"name": "x"}), False, True),
    Turn("url_when", "always", lambda r: r.get(r.service())["url"], None,
         "https://web.runsite.app"),
    Turn("mask", None, lambda r: secret(r).json()["value"], "***", None),
    Turn("mask", "[hidden]", lambda r: variable(r, value="[hidden]").status_code, 201, 422),
    Turn("accept_mask", True, lambda r: variable(r, value="***").status_code, 422, 201),
    Turn("empty_value", "accept", lambda r: variable(r, value="").status_code, 422, 201),
    Turn("names", "unique", same_names, (201, 201), (409, 409)),
    Turn("duplicate_key", "upsert", twice, (409, ["one"]), (201, ["two"])),
    Turn("duplicate_key", "duplicate", twice, (409, ["one"]), (201, ["one", "two"])),
    Turn("bulk", "replace", bulk, ({"OLD", "NEW"}, 2), ({"NEW"}, 1)),
    Turn("bulk_env_without_id", "upsert", bulk_env_again, 409, 200),
    Turn("bulk_secret_without_id", "refuse", bulk_secret_again, 200, 409),
    Turn("secrets_shape", "by_key", shape, ("list", ["secrets", "total"]), ("list", ["KEY"])),
    Turn("secrets_shape", "by_scope", shape, ("list", ["secrets", "total"]), ("dict", ["secrets"])),
    Turn("env_is_secret_default", True, lambda r: variable(r).json()["value"], "v", "***"),
    Turn("secret_is_secret_default", False, lambda r: secret(r).json()["value"], "***", "v"),
    Turn("semantic_status", 422, with_branch, (400, "str"), (422, "list")),
    Turn("codes", "documented", made("projects", name=1), 422, 400),
    Turn("codes", "documented", stops_twice, 409, 400),
    Turn("echo_input", True, repeats, False, True),
    Turn("malformed_id", "404", malformed, 422, 404),
    Turn("ids", "slug", lambda r: r.get(r.service())["id"][:4] == "srv-", False, True),
    Turn("foreign", 403, foreign, 404, 403),
    Turn("account", "blocked", asks_twice, 200, 403),
    Turn("gates", "open", stops_twice, 409, 200),
    Turn("gate_status", 400, stops_twice, 409, 400),
    Turn("initial_status", "running", lambda r: r.status(r.service()), "stopped", "running"),
    Turn("status_case", "upper", lambda r: r.status(r.service()), "stopped", "STOPPED"),
    Turn("deployment_words", {"running": "succeeded"}, ends(10), "running", "succeeded"),
    Turn("build_seconds", 100.0, ends(10), "running", "cloning"),
    Turn("transition_seconds", 100.0, stopped, "stopped", "stopping"),
    Turn("keep_deployments", 1, keeps, 3, 2),
    Turn("rate_limit", "key", many, 201, 429),
    Turn("rate_limit", "off", sixth(3), (429, None), (201, None)),
    Turn("rate_limit_count", 6, sixth(3), (429, None), (201, None)),
    Turn("rate_limit_seconds", 10.0, sixth(3), (429, None), (201, None)),
    Turn("requests_per_minute", 1, asks_twice, 200, 429),
    Turn("retry_after", "seconds", sixth(3), (429, None), (429, "45")),
    Turn("list_lag_seconds", 1.0, lists, 1, 0),
    Turn("read_lag_seconds", 1.0, reads, {200}, {404}),
]  # fmt: skip


@pytest.mark.parametrize("turn", TURNS, ids=lambda t: f"{t.switch}={t.to}")
def test_turning_a_switch_changes_an_answer(runsite: Runsite, turn: Turn) -> None:
    assert turn.ask(runsite) == turn.before
    runsite.emulator.reset()
    runsite.turn(**{turn.switch: turn.to})
    assert turn.ask(runsite) == turn.after


def test_every_switch_has_a_test() -> None:
    assert {turn.switch for turn in TURNS} == set(Switches.model_fields)


def test_every_switch_says_why_its_default_is_what_it_is(runsite: Runsite) -> None:
    shown = runsite.room.get("switches").json()
    assert set(shown) == set(Switches.model_fields)
    for name, switch in shown.items():
        assert switch["why"].endswith((".", ")")), name


@pytest.mark.parametrize(
    "wrong",
    [{"no_such": 1}, {"bulk": "both"}, {"build_seconds": -1}, {"build_seconds": "2"}, {"echo": 1}],
)
def test_a_wrong_switch_is_refused_and_turns_nothing(runsite: Runsite, wrong: Any) -> None:
    before = runsite.room.get("switches").json()
    answer = runsite.room.patch("switches", json={"mask": None} | wrong)
    assert answer.status_code == 422
    assert runsite.room.get("switches").json() == before
