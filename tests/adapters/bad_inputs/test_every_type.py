"""Every input of every resource with every type: a message with the property, or it is accepted."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.bad_inputs.wire import ONLY_PLUGIN, VALUES, inputs_struct
from tests.adapters.dynamic_host_process import KEY, Host
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.plugin_process import Plugin
from tests.adapters.provider_calls import ProviderCalls
from tests.provider.resources.valid_inputs import VALID_INPUTS

NOWHERE = "http://127.0.0.1:9"
VALID = {resource.__name__: inputs for resource, inputs in VALID_INPUTS.items()}


@pytest.fixture(params=["host", "plugin"])
def adapter(request: pytest.FixtureRequest) -> Host | Plugin:
    """Each adapter, configured with an address where nothing listens."""
    adapter: Host | Plugin = request.getfixturevalue(request.param)
    adapter.configure(apiKey=KEY, apiUrl=NOWHERE)
    return adapter


@pytest.mark.parametrize("resource_type", RESOURCES_BY_NAME)
def test_every_input_with_every_type_is_checked_and_compared(
    adapter: Host | Plugin, resource_type: str
) -> None:
    resource, valid = adapter(resource_type), VALID[resource_type]
    olds = resource.check(valid).inputs
    for name in (*RESOURCES_BY_NAME[resource_type].Inputs.model_fields, "undeclared"):
        for kind, value in VALUES.items():
            if kind in ONLY_PLUGIN and isinstance(adapter, Host):
                continue
            news = inputs_struct(resource, valid, {name: value})
            for previous in (None, olds):
                checked = _check(resource, news, previous)
                _judge(name, kind, [each.reason for each in checked.failures])
            if not checked.failures:
                _diff(resource, olds, checked.inputs)
                _diff(resource, checked.inputs, olds)


def _check(resource: ProviderCalls, news: Any, olds: Any) -> Any:
    return resource.call("Check", provider_pb2.CheckRequest(urn=resource.urn, olds=olds, news=news))


def _diff(resource: ProviderCalls, olds: Any, news: Any) -> None:
    id = "s-1/v-1" if "web_service_id" in news.fields or "webServiceId" in news.fields else "s-1"
    request = provider_pb2.DiffRequest(
        id=id, urn=resource.urn, olds=olds, old_inputs=olds, news=news
    )
    error = ""
    try:
        resource.call("Diff", request)
    except RpcFailed as failed:
        error = str(failed)
    assert not error or ("cannot be changed" in error and "Traceback" not in error), error


def _judge(name: str, kind: str, reasons: list[str]) -> None:
    """Assert that each reason names a property, and that *name* is accepted or among them."""
    for reason in reasons:
        assert "canary" not in reason
        assert "Internal error" not in reason
        assert ": " in reason, (name, kind, reason)
    if kind in {"asset", "file asset", "archive", "NaN", "above 2^53", "text of an output"}:
        assert any(each.startswith(name) for each in reasons), (name, kind, reasons)
