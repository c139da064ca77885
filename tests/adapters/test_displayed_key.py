"""The API key in an input that Runsite or the state displays is refused at preview."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin

KEY = "ak_live_canary_0123456789"
DISPLAYED = [
    ("Project", {"name": "shop", "description": f"key: {KEY}"}, "description"),
    ("WebService", {"name": "web", "image_ref": "nginx", "start_command": f"run {KEY}"},
     "start_command"),
    ("Deployment", {"web_service_id": "s-1", "triggers": [{"keys": [KEY]}]}, "triggers"),
    ("EnvVar", {"web_service_id": "s-1", "key": "A", "value": KEY, "is_secret": False}, "value"),
    ("WebService", {"name": "web", "image_ref": "nginx", "env_vars": {"A": KEY}}, "env_vars"),
]  # fmt: skip
SECRET: list[tuple[str, dict[str, Any]]] = [
    ("EnvVar", {"web_service_id": "s-1", "key": "A", "value": KEY}),
    ("ProjectSecret", {"project_id": "p-1", "key": "A", "scope": "staging", "value": KEY}),
    ("WebService", {"name": "web", "image_ref": "nginx", "secret_env_vars": {"A": KEY}}),
]  # fmt: skip


@pytest.fixture(params=["host", "plugin"])
def adapter(request: pytest.FixtureRequest) -> Host | Plugin:
    adapter: Host | Plugin = request.getfixturevalue(request.param)
    adapter.configure(apiKey=KEY, apiUrl="http://127.0.0.1:9")
    return adapter


def test_the_api_key_in_a_displayed_input_is_refused(adapter: Host | Plugin) -> None:
    for resource_type, inputs, name in DISPLAYED:
        (failure,) = adapter(resource_type).check(inputs).failures
        expected = f"{name}: must not contain the API key of the provider"
        assert failure.reason.startswith(expected), resource_type
        assert "canary" not in failure.reason


def test_a_secret_may_be_the_api_key(adapter: Host | Plugin) -> None:
    """A service that calls Runsite needs one; the value is masked on Runsite and encrypted here."""
    for resource_type, inputs in SECRET:
        assert list(adapter(resource_type).check(inputs).failures) == [], resource_type


def test_a_short_key_may_be_a_part_of_another_text(adapter: Host | Plugin) -> None:
    adapter.configure(apiKey="key", apiUrl="http://127.0.0.1:9")
    assert list(adapter("Project").check({"name": "monkey"}).failures) == []
