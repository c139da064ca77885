"""Every row of the tables of bad inputs, through both adapters: refused by its property, or why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import grpc
import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

import pulumi_runsite as runsite_sdk
from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.schema_types import camel_case
from tests.adapters.bad_inputs import (
    config_rows,
    deployment_rows,
    env_var_rows,
    function_rows,
    project_rows,
    project_secret_rows,
    web_service_rows,
)
from tests.adapters.bad_inputs.test_applied import APPLIED
from tests.adapters.bad_inputs.wire import inputs_struct, to_value
from tests.adapters.comparison import BY_CAMEL
from tests.adapters.dynamic_host_process import KEY, Host
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.plugin_process import Plugin, config_struct
from tests.adapters.provider_calls import ProviderCalls
from tests.provider.resources.valid_inputs import VALID_INPUTS

VALID = {resource.__name__: inputs for resource, inputs in VALID_INPUTS.items()}
RESOURCES = (
    project_rows,
    web_service_rows,
    deployment_rows,
    env_var_rows,
    project_secret_rows,
)
BULK = [("WebService", *row) for row in env_var_rows.BULK]
BULK_ACCEPTED = [("WebService", number, maps, "")
                 for number, maps, _ in env_var_rows.BULK_ACCEPTED]  # fmt: skip

TABLES = ("REFUSED", "ACCEPTED", "COMPARED", "PROGRAM")
PROVIDER = "urn:pulumi:dev::test::pulumi:providers:runsite::default"

Adapter = Host | Plugin


def _rows(modules: Iterable[ModuleType], table: str) -> Iterator[tuple[str, str, Any, str]]:
    for module in modules:
        for number, inputs, text in getattr(module, table):
            yield module.RESOURCE, number, inputs, text


@pytest.fixture(params=["host", "plugin"])
def adapter(request: pytest.FixtureRequest, runsite: Running) -> Iterator[Adapter]:
    """Each adapter with an emulator, to which no row may send a request."""
    runsite.emulator.reset()
    adapter: Adapter = request.getfixturevalue(request.param)
    adapter.configure(apiKey=KEY, apiUrl=runsite.url)
    yield adapter
    assert runsite.emulator.journal.entries() == []


@pytest.fixture
def offline(host: Host, plugin: Plugin) -> tuple[Host, Plugin]:
    """Both adapters, not configured."""
    return host, plugin


def check(resource: ProviderCalls, inputs: Struct, olds: Struct | None = None) -> str:
    request = provider_pb2.CheckRequest(urn=resource.urn, olds=olds, news=inputs)
    response = resource.call("Check", request)
    assert [each.property for each in response.failures if each.property] == []
    return "\n".join(each.reason for each in response.failures)


def checked(adapter: Adapter, row: tuple[str, str, Any, str]) -> str:
    resource = adapter(row[0])
    return check(resource, inputs_struct(resource, VALID[row[0]], row[2]))


def test_every_refused_input_is_named_before_anything_is_sent(adapter: Adapter) -> None:
    for row in [*_rows(RESOURCES, "REFUSED"), *BULK]:
        name, _, reason = row[3].partition(":")
        if isinstance(adapter, Plugin) and "unknown property" in reason:
            name = camel_case(name)  # it has no other name
        failure = checked(adapter, row)
        assert failure.startswith(f"{name}:{reason}"), (row[1], failure)
        assert "\n" not in failure, row[1]
        assert "canary" not in failure, row[1]


def test_every_accepted_input_is_accepted(adapter: Adapter) -> None:
    for row in [*_rows(RESOURCES, "ACCEPTED"), *BULK_ACCEPTED]:
        assert checked(adapter, row) == "", row[1]


def test_every_change_has_the_effect_of_its_row(adapter: Adapter) -> None:
    for resource_type, number, changed, expected in _rows(RESOURCES, "COMPARED"):
        resource = adapter(resource_type)
        olds = resource.check(VALID[resource_type]).inputs
        news = inputs_struct(resource, VALID[resource_type], changed)
        assert check(resource, news, olds) == "", number
        inputs = resource.call(
            "Check", provider_pb2.CheckRequest(urn=resource.urn, olds=olds, news=news)
        ).inputs
        assert effect(resource, olds, inputs).startswith(expected), number


def effect(resource: ProviderCalls, olds: Struct, news: Struct) -> str:
    """Return what the diff replaces or updates, or its error."""
    request = provider_pb2.DiffRequest(
        id="s-1/v-1", urn=resource.urn, olds=olds, old_inputs=olds, news=news
    )
    try:
        diff = resource.call("Diff", request)
    except RpcFailed as failed:
        return str(failed)
    if diff.replaces:
        return f"replaces {' '.join(BY_CAMEL.get(name, name) for name in diff.replaces)}"
    return "nothing" if diff.changes == diff.DIFF_NONE else "updates"


def test_every_refused_setting_is_named(offline: tuple[Host, Plugin]) -> None:
    for number, settings, fault in config_rows.REFUSED:
        for failure in config_failures(offline, settings):
            assert fault in failure, number
            assert "canary" not in failure, number


def test_every_accepted_setting_is_accepted(offline: tuple[Host, Plugin]) -> None:
    for number, settings, reason in config_rows.ACCEPTED:
        assert config_failures(offline, settings) == ["", ""], (number, reason)


def config_failures(offline: tuple[Host, Plugin], settings: dict[str, str]) -> list[str]:
    """Return the failures of both adapters: of the first resource, and of the configuration."""
    host, plugin = offline
    host.configure(**settings)
    project = host("Project")
    request = provider_pb2.CheckRequest(urn=PROVIDER, news=config_struct(settings))
    failures = plugin.stub.CheckConfig(request).failures
    return [check(project, project.to_inputs({"name": "x"})), "".join(e.reason for e in failures)]


def test_every_refused_input_of_a_function_is_named(plugin: Plugin) -> None:
    plugin.configure(apiKey=KEY, apiUrl="http://127.0.0.1:9")
    for number, function, inputs, fault in function_rows.REFUSED:
        given = inputs if function == "getProject" else {"webServiceId": "s-1"} | inputs
        args = Struct(fields={name: to_value(each) for name, each in given.items()})
        call = provider_pb2.InvokeRequest(tok=f"runsite:index:{function}", args=args)
        with pytest.raises(grpc.RpcError) as failed:
            plugin.stub.Invoke(call)
        assert failed.value.details().startswith(fault), number


@pytest.mark.parametrize("row", list(_rows(RESOURCES, "PROGRAM")), ids=lambda row: row[1])
def test_every_value_that_pulumi_cannot_pass_on_is_named(row: tuple[str, str, Any, str]) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(row[3])}") as failed:
        getattr(runsite_sdk, row[0])("it", **VALID[row[0]] | row[2])
    assert "canary" not in str(failed.value)


def test_every_row_is_judged_once() -> None:
    numbers = [row[1] for table in TABLES for row in _rows(RESOURCES, table)]
    numbers += [row[1] for row in (*BULK, *BULK_ACCEPTED)]
    numbers += [row[0] for row in (*config_rows.REFUSED, *config_rows.ACCEPTED)]
    numbers += [row[0] for row in (*function_rows.REFUSED, *APPLIED)]
    modules = (*RESOURCES, config_rows, function_rows)
    numbers += [number for module in modules for number in module.ELSEWHERE]
    expected = {f"P{part}.{row}" for part in range(6) for row in range(1, 61)}
    assert sorted(numbers) == sorted(expected | {f"P6.{row}" for row in range(1, 21)})


def test_the_rows_that_are_tested_elsewhere_are_tested_there() -> None:
    root = Path(__file__).parents[3]
    for module in (*RESOURCES, config_rows, function_rows):
        for number, place in module.ELSEWHERE.items():
            path, _, name = place.partition("::")
            is_impossible = place.startswith("impossible: ")
            assert is_impossible or f"def {name}" in (root / path).read_text(), number
