"""Both adapters find drift, refuse and record in the same way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.api import web_services
from pulumi_runsite.provider.fields import Props
from tests.adapters.comparison import AdapterCalls, run_case, service
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin

GIT: Props = {"name": "web", "git_repository_url": "https://github.com/u/r", "max_instances": 5}
REPORTED: Props = {
    "git_repository_url": "https://github.com/u/r.git",
    "max_instances": 3,
    "dockerfile_path": "./Dockerfile",
    "root_directory": ".",
    "start_command": "",
    "health_check_path": None,
}


@pytest.fixture(autouse=True)
def reported(monkeypatch: pytest.MonkeyPatch) -> Props:
    """What the emulator reports of every web service."""
    reported = dict(REPORTED)
    to_json = web_services.to_json
    monkeypatch.setattr(web_services, "to_json", lambda *args: to_json(*args) | reported)
    return reported


def quiet(adapter: AdapterCalls, id: str, state: Props, inputs: Props) -> tuple[Props, Props]:
    """Preview and refresh without a change; return state and inputs after it."""
    adapter.check("WebService", inputs, inputs)
    adapter.diff("WebService", id, state, inputs, inputs)
    assert adapter.results[-1] == {"changes": False, "replaces": []}
    adapter.read("WebService", id, state, inputs)
    _, state_now, inputs_now = adapter.results[-1]
    assert inputs_now == inputs
    adapter.diff("WebService", id, state_now, inputs_now, inputs)
    assert adapter.results[-1] == {"changes": False, "replaces": []}
    return state_now, inputs_now


def created(adapter: AdapterCalls, **more: Any) -> tuple[str, Props, Props]:
    news = GIT | {"on_destroy": "stop"} | more
    id, state = adapter.create("WebService", news)
    return id, state, news


def a_normalised_value(adapter: AdapterCalls, _: Props) -> None:
    id, state, inputs = created(adapter)
    assert state["max_instances"] == 5
    quiet(adapter, id, state, inputs)


def a_change_in_the_dashboard(adapter: AdapterCalls, reported: Props) -> None:
    id, state, inputs = created(adapter)
    reported["max_instances"] = 2
    adapter.read("WebService", id, state, inputs)
    _, drifted, changed = adapter.results[-1]
    assert changed == inputs | {"max_instances": 2}
    adapter.diff("WebService", id, drifted, changed, inputs)
    assert adapter.results[-1]["changes"]
    adapter.check("WebService", inputs, changed)
    adapter.diff("WebService", id, drifted, changed, inputs)
    assert "max_instances: cannot be changed from 2 to 5: " in adapter.results[-1]["failed"]
    replacing = inputs | {"immutable_changes": "replace"}
    adapter.check("WebService", replacing, changed)
    adapter.diff("WebService", id, drifted, changed, replacing)
    assert adapter.results[-1]["replaces"] == ["max_instances"]
    accepting = inputs | {"immutable_changes": "accept"}
    adapter.check("WebService", accepting, changed)
    adapter.diff("WebService", id, drifted, changed, accepting)
    assert "`max_instances` is 2 on Runsite and 5 in the program" in adapter.results[-1]["failed"]
    quiet(adapter, id, drifted, changed)
    reported["max_instances"] = 3
    adapter.read("WebService", id, drifted, changed)
    assert adapter.results[-1][2] == inputs


def the_value_that_runsite_reports(adapter: AdapterCalls, _: Props) -> None:
    id, state, inputs = created(adapter)
    news = inputs | {"git_repository_url": REPORTED["git_repository_url"]}
    adapter.check("WebService", news, inputs)
    adapter.diff("WebService", id, state, inputs, news)
    assert adapter.results[-1] == {"changes": True, "replaces": []}
    adapter.update("WebService", id, state, news)
    quiet(adapter, id, dict(adapter.results[-1]), news)
    adapter.check("WebService", inputs | {"dockerfile_path": "./Dockerfile"}, inputs)
    quiet(adapter, id, state, inputs | {"dockerfile_path": "./Dockerfile"})


def a_state_of_an_earlier_version(adapter: AdapterCalls, reported: Props) -> None:
    id, state, inputs = created(adapter)
    earlier = {k: v for k, v in state.items() if k != "written"} | {"max_instances": 3}
    state, _ = quiet(adapter, id, earlier, inputs)
    reported["max_instances"] = 2
    adapter.read("WebService", id, state, inputs)
    assert adapter.results[-1][2]["max_instances"] == 2


def masked_and_changed(adapter: AdapterCalls) -> tuple[str, Props, Props, Props]:
    """Return id, inputs, and refreshed state and inputs of a variable that somebody changed."""
    inputs = {"web_service_id": service(adapter), "key": "A", "value": "first", "is_secret": True}
    id, state = adapter.create("EnvVar", inputs)
    (row,) = adapter.runsite.emulator.store.variables.all()
    row.value, row.updated_at = "theirs", row.updated_at + 60
    adapter.read("EnvVar", id, state, inputs)
    _, drifted, refreshed = adapter.results[-1]
    return id, inputs, drifted, refreshed


def a_masked_value(adapter: AdapterCalls, _: Props) -> None:
    id, inputs, drifted, changed = masked_and_changed(adapter)
    assert changed == {k: v for k, v in inputs.items() if k != "value"}
    adapter.check("EnvVar", inputs, changed)
    adapter.diff("EnvVar", id, drifted, changed, inputs)
    assert adapter.results[-1] == {"changes": True, "replaces": []}
    adapter.update("EnvVar", id, drifted, inputs)
    (row,) = adapter.runsite.emulator.store.variables.all()
    assert row.value == "first"


def an_ignored_masked_value(adapter: AdapterCalls, _: Props) -> None:
    id, inputs, drifted, kept = masked_and_changed(adapter)
    assert "value" not in kept
    since = adapter.runsite.emulator.journal.last_seq
    # The engine gives the previous inputs in place of what `ignore_changes` names.
    for news in (kept, kept | {"adopt_id": id}):
        assert adapter.check("EnvVar", news, kept) == news
        assert adapter.results[-1]["failures"] == []
    adapter.diff("EnvVar", id, drifted, kept, kept)
    assert adapter.results[-1] == {"changes": False, "replaces": []}
    assert "value" not in adapter.update("EnvVar", id, drifted, kept | {"adopt_id": id})
    adapter.diff("EnvVar", id, drifted, kept, kept | {"is_secret": False})
    assert "Remove `value` from `ignore_changes` for one `pulumi up`" in str(adapter.results[-1])
    adapter.update("EnvVar", id, drifted, kept | {"is_secret": False})
    assert "Remove `value` from `ignore_changes` for one `pulumi up`" in str(adapter.results[-1])
    assert adapter.runsite.emulator.journal.entries(since=since) == []
    for olds in (None, inputs):
        adapter.check("EnvVar", kept, olds)
        assert "value: required" in str(adapter.results[-1]["failures"])
    adapter.diff("EnvVar", id, drifted, kept, inputs)
    assert adapter.results[-1] == {"changes": True, "replaces": []}


CASES = [
    a_normalised_value,
    a_change_in_the_dashboard,
    the_value_that_runsite_reports,
    a_state_of_an_earlier_version,
    a_masked_value,
    an_ignored_masked_value,
]


@pytest.mark.parametrize("case", CASES)
def test_both_adapters_send_and_return_the_same(
    host: Host,
    plugin: Plugin,
    runsite: Running,
    reported: Props,
    case: Callable[[AdapterCalls, Props], None],
) -> None:
    dynamic = run_case(host, runsite, lambda adapter: case(adapter, reported))
    reported.update(REPORTED)
    assert run_case(plugin, runsite, lambda adapter: case(adapter, reported)) == dynamic
    assert dynamic["requests"] != "[]"
