"""Both adapters check inputs in the same way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.messages.config import URL_NOT_HTTPS
from tests.adapters.comparison import AdapterCalls, project, run_both
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin


def a_project_is_replaced_under_a_web_service(adapter: AdapterCalls) -> None:
    id, state = project(adapter)
    old = adapter.check("WebService", {"name": "web", "image_ref": "nginx", "project_id": id})
    moved = old | {"project_id": UNKNOWN}
    adapter.check("WebService", moved, old)
    inputs = {"name": "shop", "description": "A shop"}
    replaced = inputs | {"description": "Two shops", "immutable_changes": "replace"}
    adapter.check("Project", replaced, inputs)
    adapter.diff("Project", id, state, inputs, replaced)
    for policy in ("error", "accept", "replace"):
        adapter.check("WebService", moved | {"immutable_changes": policy}, old)
    failures = [str(each.get("failures")) for each in adapter.results[-6:]]
    assert [id in each for each in failures] == [False, False, False, True, True, False]


def invalid_inputs(adapter: AdapterCalls) -> None:
    adapter.check("WebService", {"name": "web", "port": 99999, "max_instances": 9, "scope": "x"})
    adapter.check(
        "WebService", {"name": "web", "image_ref": "a", "git_repository_url": "https://x/y"}
    )
    adapter.check("EnvVar", {"web_service_id": "../..", "key": "A B", "value": "***"})
    adapter.check("Deployment", {"triggers": "x", "wait": 1})


def unknown_inputs(adapter: AdapterCalls) -> None:
    news = {"web_service_id": UNKNOWN, "key": "A", "value": UNKNOWN}
    adapter.check("EnvVar", news)
    known = {"web_service_id": "s-1", "triggers": ["a"]}
    adapter.diff("Deployment", "d-1", known, known, known | {"triggers": [UNKNOWN]})
    web = {"name": "web", "image_ref": "nginx", "secret_env_vars": {"A": "canary-1"}}
    adapter.diff("WebService", "s-1", web, web, web | {"secret_env_vars": {"A": UNKNOWN}})


def default_names(adapter: AdapterCalls) -> None:
    new = adapter.check("Project", {}, name="A new one")
    assert new["name"] == "a-new-one-dev"
    renamed = adapter.check("Project", {}, {"name": "shop"}, name="renamed")
    assert renamed["name"] == "shop"
    again = adapter.check("Project", {}, name="renamed")  # for a replacement, without the state
    assert again["name"] == "shop"
    adapter.check("Project", {}, name="店")
    adapter.check("Project", {"name": "a-new-one-dev"}, name="another")
    failures = [str(each["failures"]) for each in adapter.results]
    assert [each != "[]" for each in failures] == [False, False, False, True, True]
    assert "are the same project (same `name`). Declare it once." in failures[-1]


def test_an_error_of_the_configuration_is_explained_once(host: Host, plugin: Plugin) -> None:
    for adapter in (host, plugin):
        adapter.configure(apiUrl="api.runsite.app", apiKey="ak")
        reasons = []
        for name in ("one", "one", "two"):
            project = adapter("Project")
            project.urn = project.urn.removesuffix("it") + name
            reasons += [failure.reason for failure in project.check({}).failures]
        fault = f"`runsite:apiUrl` is not a valid address: it {URL_NOT_HTTPS}."
        in_full = f"{fault} Set an address like `https://api.runsite.app`, or remove the setting."
        short = f"{fault} The first error of this run states what to do."
        assert reasons == [in_full, in_full, short]


CASES = [
    default_names,
    a_project_is_replaced_under_a_web_service,
    invalid_inputs,
    unknown_inputs,
]


@pytest.mark.parametrize("case", CASES)
def test_both_adapters_send_and_return_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[AdapterCalls], None]
) -> None:
    dynamic = run_both(host, plugin, runsite, case)
    assert case in (default_names, invalid_inputs, unknown_inputs) or dynamic["requests"] != "[]"
