"""A state that somebody edited to other types is one message, through both adapters."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.fields import Props
from tests.adapters.comparison import AdapterCalls, run_both, service
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin

EDITED: list[tuple[str, str, Any]] = [
    *(("EnvVar", "written", value) for value in (5, True, "zzz", "[]", [], {"key": 5})),
    ("EnvVar", "written", {"variables": {"A": 5}}),
    *(("EnvVar", "account", value) for value in ("text", 5, [])),
    *(("EnvVar", name, value) for name in ("key", "web_service_id") for value in ([], {"a": "b"})),
    ("Deployment", "web_service_id", None),
    ("Deployment", "account", "text"),
    ("WebService", "written", "zzz"),
    ("WebService", "project_id", {}),
]


@pytest.mark.parametrize(("resource_type", "name", "value"), EDITED)
def test_an_output_of_another_type_is_one_error_that_names_it(
    host: Host, plugin: Plugin, runsite: Running, resource_type: str, name: str, value: Any
) -> None:
    inputs: Props = {}

    def edited(adapter: AdapterCalls) -> None:
        web = service(adapter)
        news: dict[str, Props] = {
            "WebService": {"name": "web", "image_ref": "nginx:1.27"},
            "EnvVar": {"web_service_id": web, "key": "A", "value": "canary"},
            "Deployment": {"web_service_id": web, "wait": False},
        }
        inputs.update(news[resource_type])
        id, state = adapter.create(resource_type, inputs)
        state = {k: v for k, v in (state | {name: value}).items() if v is not None}
        adapter.results.clear()
        adapter.diff(resource_type, id, state, inputs, inputs)
        adapter.read(resource_type, id, state, inputs)
        adapter.delete(resource_type, id, state)

    results = run_both(host, plugin, runsite, edited)["results"]
    assert "Internal error" not in results
    assert "canary" not in results
    assert results.count("was edited and cannot be used: its") == 3, results
    assert results.count(f"`{name}`") == 3
