"""The journal has every request, and neither a key nor a value."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_runsite.emulator.world import journal as module
from tests.emulator.inside import WRITE, Runsite, emulator, opened

TIMING = {"duration_ms"}


def journal(runsite: Runsite, **query: Any) -> list[dict[str, Any]]:
    found = runsite.room.get("journal", params=query).raise_for_status().json()["entries"]
    return [{k: v for k, v in entry.items() if k not in TIMING} for entry in found]


def a_day(runsite: Runsite) -> None:
    """Do a little of everything."""
    project = runsite.project()
    service = runsite.running(project_id=project, env_vars=[{"key": "A", "value": "canary-1"}])
    made = runsite.variable(service, "B", "canary-2", is_secret=True)
    item = {"id": made["id"], "key": "B", "value": "canary-3"}
    runsite.api.put(f"{service}/env/bulk", json={"variables": [item]})
    secret = {"key": "C", "value": "canary-4", "scope": "staging"}
    runsite.make(f"projects/{project}/secrets", secret)
    runsite.api.put(f"projects/{project}/secrets/bulk", json={"secrets": [secret]})
    runsite.get(f"{service}/env")
    runsite.get(f"projects/{project}/secrets")
    runsite.api.post(f"{service}/deployments", json={"branch": "fail-build"})
    runsite.passes(10)
    runsite.get(f"{service}/deployments", limit=5)
    runsite.api.get("nothing")


def test_every_request_is_there_with_its_answer(runsite: Runsite) -> None:
    project = runsite.project("shop")
    runsite.api.get(f"projects/{project}", params={"a": "b c"})
    made, read = journal(runsite)
    assert made["request_body"] == {"name": "shop"}
    assert made["response_body"]["id"] == project
    assert (made["seq"], made["operation"], made["status"]) == (1, "create_project", 201)
    assert (read["path"], read["query"]) == (f"/api/projects/{project}", "a=b+c")
    assert read["at"] == "2026-01-01T00:00:00Z"


def test_a_request_says_how_long_it_took(runsite: Runsite) -> None:
    runsite.project()
    (entry,) = runsite.room.get("journal").json()["entries"]
    assert 0 < entry["duration_ms"] < 10_000


def test_it_is_asked_by_method_path_operation_and_number(runsite: Runsite) -> None:
    a_day(runsite)
    everything = journal(runsite)
    assert [e["seq"] for e in everything] == list(range(1, len(everything) + 1))
    assert [e["seq"] for e in journal(runsite, since=3)] == [e["seq"] for e in everything[3:]]
    assert {e["method"] for e in journal(runsite, method="put")} == {"PUT"}
    assert {e["path"] for e in journal(runsite, path="/api/projects", method="POST")} == {
        e["path"] for e in everything if e["path"].startswith("/api/projects")
    } & {e["path"] for e in everything if e["method"] == "POST"}
    (rolled,) = journal(runsite, operation="create_web_service")
    assert rolled["method"] == "POST"
    assert [e["status"] for e in journal(runsite, path="/api/nothing")] == [404]


def test_numbers_go_on_when_it_is_cleared(runsite: Runsite) -> None:
    runsite.project()
    assert runsite.room.delete("journal").status_code == 204
    assert journal(runsite) == []
    runsite.project()
    assert [e["seq"] for e in journal(runsite)] == [2]
    assert runsite.room.get("journal").json()["last_seq"] == 2


def test_it_holds_neither_a_key_nor_a_value(runsite: Runsite) -> None:
    a_day(runsite)
    runsite.api.get("projects", params={"key": WRITE})
    runsite.api.get(f"projects/{WRITE}")
    runsite.api.post("projects", json={"name": f"my key is {WRITE}"})
    runsite.door("ak_live_unknown_one").get("projects")
    text = runsite.room.get("journal").text + runsite.room.get("state").text
    assert "canary" not in text
    assert "ak_live_unknown_one" not in text
    assert WRITE not in text


@pytest.mark.parametrize(
    "body",
    [
        b'{"key": "A", "value": {"inner": "canary"}}',
        b'{"key": "A", "value": ["canary", ["canary"]]}',
        b'{"variables": [{"value": "canary"}], "secrets": {"a": {"value": "canary"}}}',
        b'{"value": "canary"',
        b'{"value": "\xff canary"}',
        b'{"value": "\\ud800 canary"}',
        b"value=canary",
        b'["canary"]' * 2,
    ],
)
def test_a_value_is_veiled_however_wrong_its_request_is(runsite: Runsite, body: bytes) -> None:
    runsite.turn(echo_input=True)
    headers = {"Content-Type": "application/json"}
    answer = runsite.api.post(f"{runsite.service()}/env", content=body, headers=headers)
    assert answer.is_client_error
    assert "canary" not in runsite.room.get("journal").text


def test_equal_values_have_equal_digests_and_others_have_others(runsite: Runsite) -> None:
    service = runsite.service()
    for key, value in (("A", "same"), ("B", "same"), ("C", "other")):
        runsite.variable(service, key, value)
    asked = journal(runsite, operation="create_env_var")
    digests = [entry["request_body"]["value"] for entry in asked]
    assert all(digest.startswith("sha256:") for digest in digests)
    assert digests[0] == digests[1] != digests[2]


def test_a_mask_is_shown_as_it_is(runsite: Runsite) -> None:
    service = runsite.service()
    runsite.variable(service, value="real", is_secret=True)
    runsite.api.post(f"{service}/env", json={"key": "B", "value": "***"})
    assert journal(runsite)[-1]["request_body"]["value"] == "***"


def test_another_run_has_other_digests() -> None:
    digests = set()
    for seed in (1, 2, None, None):
        with opened(emulator(seed=seed)) as runsite:
            runsite.variable(runsite.service())
            digests.add(journal(runsite)[-1]["request_body"]["value"])
    assert len(digests) == 4


def test_values_show_when_they_are_asked_for() -> None:
    with opened(emulator(journal_values="plain")) as runsite:
        runsite.variable(runsite.service(), value="canary")
        assert journal(runsite)[-1]["request_body"]["value"] == "canary"
        assert WRITE not in runsite.room.get("journal").text


def test_it_tells_which_key_asked(runsite: Runsite) -> None:
    runsite.project()
    (entry,) = journal(runsite)
    (key,) = [k for k in runsite.room.get("state").json()["keys"] if k["scope"] == "write"]
    assert entry["key_id"] == key["id"]


def test_two_runs_with_one_seed_have_one_journal() -> None:
    journals = []
    for _ in range(2):
        with opened(emulator(seed=7)) as runsite:
            a_day(runsite)
            journals.append(journal(runsite))
    assert journals[0] == journals[1]
    assert len(journals[0]) > 10


def test_a_reset_begins_the_same_run_again() -> None:
    with opened(emulator(seed=7)) as runsite:
        a_day(runsite)
        first = journal(runsite)
        assert runsite.room.post("reset").status_code == 204
        assert journal(runsite) == []
        a_day(runsite)
        assert journal(runsite) == first


def test_another_seed_gives_other_ids() -> None:
    ids = set()
    for seed in (1, 2):
        with opened(emulator(seed=seed)) as runsite:
            ids.add(runsite.project())
    assert len(ids) == 2


def test_it_is_exported_a_line_for_each_request(runsite: Runsite) -> None:
    a_day(runsite)
    answer = runsite.room.get("journal/export")
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines == runsite.room.get("journal").json()["entries"]


def test_a_body_that_is_too_long_to_show_is_measured(runsite: Runsite) -> None:
    runsite.api.post("projects", json={"name": "x" * 2_000_000})
    assert journal(runsite)[-1]["request_body"] == {"too_long": 2_000_011}


def test_it_forgets_the_oldest_when_it_grows_too_large(
    runsite: Runsite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 200_000)
    runsite.turn(echo_input=True)  # so that answers are as large as requests
    for _ in range(30):
        runsite.project("x" * 255)
        runsite.api.post("projects", json={"name": "y" * 10_000})
    seen = journal(runsite)
    assert [e["seq"] for e in seen] == list(range(61 - len(seen), 61))
    assert 10 < len(seen) < 30
    monkeypatch.setattr(module, "KEPT_ENTRIES", 3)
    runsite.project()
    assert [e["seq"] for e in journal(runsite)] == [59, 60, 61]
