"""The journal records every request, without API keys and values."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_runsite.emulator.world import journal as journal_module
from tests.emulator.harness import WRITE, Runsite, connect, new_emulator

NOT_REPRODUCIBLE = {"duration_ms"}


def journal(runsite: Runsite, **query: Any) -> list[dict[str, Any]]:
    found = runsite.control.get("journal", params=query).raise_for_status().json()["entries"]
    return [{k: v for k, v in entry.items() if k not in NOT_REPRODUCIBLE} for entry in found]


def send_various_requests(runsite: Runsite) -> None:
    """Send requests to most operations."""
    project = runsite.create_project()
    service = runsite.create_running_service(
        project_id=project, env_vars=[{"key": "A", "value": "canary-1"}]
    )
    created = runsite.create_variable(service, "B", "canary-2", is_secret=True)
    item = {"id": created["id"], "key": "B", "value": "canary-3"}
    runsite.api.put(f"{service}/env/bulk", json={"variables": [item]})
    secret = {"key": "C", "value": "canary-4", "scope": "staging"}
    runsite.post(f"projects/{project}/secrets", secret)
    runsite.api.put(f"projects/{project}/secrets/bulk", json={"secrets": [secret]})
    runsite.get(f"{service}/env")
    runsite.get(f"projects/{project}/secrets")
    runsite.api.post(f"{service}/deployments", json={"branch": "fail-build"})
    runsite.advance(10)
    runsite.get(f"{service}/deployments", limit=5)
    runsite.api.get("nothing")


def test_every_request_is_recorded_with_its_response(runsite: Runsite) -> None:
    project = runsite.create_project("shop")
    runsite.api.get(f"projects/{project}", params={"a": "b c"})
    created, read = journal(runsite)
    assert created["request_body"] == {"name": "shop"}
    assert created["response_body"]["id"] == project
    assert (created["seq"], created["operation"], created["status"]) == (1, "create_project", 201)
    assert (read["path"], read["query"]) == (f"/api/projects/{project}", "a=b+c")
    assert read["at"] == "2026-01-01T00:00:00Z"


def test_an_entry_has_its_duration(runsite: Runsite) -> None:
    runsite.create_project()
    (entry,) = runsite.control.get("journal").json()["entries"]
    assert 0 < entry["duration_ms"] < 10_000


def test_entries_are_filtered_by_method_path_operation_and_number(runsite: Runsite) -> None:
    send_various_requests(runsite)
    entries = journal(runsite)
    assert [e["seq"] for e in entries] == list(range(1, len(entries) + 1))
    assert [e["seq"] for e in journal(runsite, since=3)] == [e["seq"] for e in entries[3:]]
    assert {e["method"] for e in journal(runsite, method="put")} == {"PUT"}
    assert {e["path"] for e in journal(runsite, path="/api/projects", method="POST")} == {
        e["path"] for e in entries if e["path"].startswith("/api/projects")
    } & {e["path"] for e in entries if e["method"] == "POST"}
    (entry,) = journal(runsite, operation="create_web_service")
    assert entry["method"] == "POST"
    assert [e["status"] for e in journal(runsite, path="/api/nothing")] == [404]


def test_numbering_continues_after_clear(runsite: Runsite) -> None:
    runsite.create_project()
    assert runsite.control.delete("journal").status_code == 204
    assert journal(runsite) == []
    runsite.create_project()
    assert [e["seq"] for e in journal(runsite)] == [2]
    assert runsite.control.get("journal").json()["last_seq"] == 2


def test_it_contains_neither_keys_nor_values(runsite: Runsite) -> None:
    send_various_requests(runsite)
    runsite.api.get("projects", params={"key": WRITE})
    runsite.api.get(f"projects/{WRITE}")
    runsite.api.post("projects", json={"name": f"my key is {WRITE}"})
    runsite.client("ak_live_unknown_one").get("projects")
    text = runsite.control.get("journal").text + runsite.control.get("state").text
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
def test_a_value_is_redacted_in_an_invalid_request(runsite: Runsite, body: bytes) -> None:
    runsite.set_switches(echo_input=True)
    headers = {"Content-Type": "application/json"}
    response = runsite.api.post(f"{runsite.create_service()}/env", content=body, headers=headers)
    assert response.is_client_error
    assert "canary" not in runsite.control.get("journal").text


def test_digests_are_equal_for_equal_values_only(runsite: Runsite) -> None:
    service = runsite.create_service()
    for key, value in (("A", "same"), ("B", "same"), ("C", "other")):
        runsite.create_variable(service, key, value)
    entries = journal(runsite, operation="create_env_var")
    digests = [entry["request_body"]["value"] for entry in entries]
    assert all(digest.startswith("sha256:") for digest in digests)
    assert digests[0] == digests[1] != digests[2]


def test_a_mask_is_not_redacted(runsite: Runsite) -> None:
    service = runsite.create_service()
    runsite.create_variable(service, value="real", is_secret=True)
    runsite.api.post(f"{service}/env", json={"key": "B", "value": "***"})
    assert journal(runsite)[-1]["request_body"]["value"] == "***"


def test_digests_differ_between_runs() -> None:
    digests = set()
    for seed in (1, 2, None, None):
        with connect(new_emulator(seed=seed)) as runsite:
            runsite.create_variable(runsite.create_service())
            digests.add(journal(runsite)[-1]["request_body"]["value"])
    assert len(digests) == 4


def test_plain_displays_values() -> None:
    with connect(new_emulator(journal_values="plain")) as runsite:
        runsite.create_variable(runsite.create_service(), value="canary")
        assert journal(runsite)[-1]["request_body"]["value"] == "canary"
        assert WRITE not in runsite.control.get("journal").text


def test_an_entry_has_the_id_of_the_key(runsite: Runsite) -> None:
    runsite.create_project()
    (entry,) = journal(runsite)
    (key,) = [k for k in runsite.control.get("state").json()["keys"] if k["scope"] == "write"]
    assert entry["key_id"] == key["id"]


def test_the_same_seed_produces_the_same_journal() -> None:
    journals = []
    for _ in range(2):
        with connect(new_emulator(seed=7)) as runsite:
            send_various_requests(runsite)
            journals.append(journal(runsite))
    assert journals[0] == journals[1]
    assert len(journals[0]) > 10


def test_a_reset_restarts_the_same_run() -> None:
    with connect(new_emulator(seed=7)) as runsite:
        send_various_requests(runsite)
        first = journal(runsite)
        assert runsite.control.post("reset").status_code == 204
        assert journal(runsite) == []
        send_various_requests(runsite)
        assert journal(runsite) == first


def test_another_seed_produces_other_ids() -> None:
    ids = set()
    for seed in (1, 2):
        with connect(new_emulator(seed=seed)) as runsite:
            ids.add(runsite.create_project())
    assert len(ids) == 2


def test_it_is_exported_as_json_lines(runsite: Runsite) -> None:
    send_various_requests(runsite)
    response = runsite.control.get("journal/export")
    assert response.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert lines == runsite.control.get("journal").json()["entries"]


def test_the_size_of_a_large_body_is_displayed(runsite: Runsite) -> None:
    runsite.api.post("projects", json={"name": "x" * 2_000_000})
    assert journal(runsite)[-1]["request_body"] == {"too_long": 2_000_011}


def test_the_oldest_entries_are_removed_at_the_limit(
    runsite: Runsite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "MAX_BYTES", 200_000)
    runsite.set_switches(echo_input=True)  # so that responses are as large as requests
    for _ in range(30):
        runsite.create_project("x" * 255)
        runsite.api.post("projects", json={"name": "y" * 10_000})
    kept = journal(runsite)
    assert [e["seq"] for e in kept] == list(range(61 - len(kept), 61))
    assert 10 < len(kept) < 30
    monkeypatch.setattr(journal_module, "MAX_ENTRIES", 3)
    runsite.create_project()
    assert [e["seq"] for e in journal(runsite)] == [59, 60, 61]


def test_the_counts_include_the_requests_whose_entries_were_removed(runsite: Runsite) -> None:
    project = runsite.create_project()
    runsite.api.get(f"projects/{project}")
    runsite.control.delete("journal")
    runsite.api.get(f"projects/{project}")
    assert runsite.control.get("journal/counts").json() == {"GET": 2, "POST": 1}
    runsite.control.post("reset")
    assert runsite.control.get("journal/counts").json() == {}
