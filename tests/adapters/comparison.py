"""The same calls to both adapters, and a comparison of everything that results."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from pulumi.runtime.proto import engine_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.plugin.property_values import to_props
from pulumi_runsite.provider.fields import Props, with_integers
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.dynamic_host_process import Host
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.plugin_process import Plugin
from tests.adapters.secret_marks import without_secret_marks


class AdapterCalls:
    """Calls to one of the two adapters, and their results."""

    def __init__(self, host: Host | Plugin, runsite: Running) -> None:
        self._host = host
        self.runsite = runsite
        self.results: list[Any] = []

    def fault(self, **fault: Any) -> None:
        self.runsite.emulator.faults.add(Fault(**fault))

    def check(
        self, resource_type: str, news: Props, olds: Props | None = None, name: str = "it"
    ) -> Props:
        provider = self._host(resource_type)
        provider.urn = provider.urn.removesuffix("it") + name
        response = provider.check(news, olds)
        inputs = to_props(RESOURCES_BY_NAME[resource_type].Inputs, response.inputs)
        self.results.append({"inputs": inputs, "failures": sorted(map(str, response.failures))})
        return inputs

    def diff(self, resource_type: str, id: str, state: Props, olds: Props, news: Props) -> None:
        def diff() -> Props:
            response = self._host(resource_type).diff(id, state, olds, news)
            replaces = [BY_CAMEL.get(name, name) for name in response.replaces]
            changes = response.changes != response.DIFF_NONE
            return {"changes": changes, "replaces": sorted(replaces)}

        self._try(resource_type, diff)

    def create(self, resource_type: str, news: Props) -> tuple[str, Props]:
        inputs = self.check(resource_type, news)
        response = self._try(resource_type, lambda: self._host(resource_type).create(inputs))
        return (
            (response[0], without_secret_marks(response[1]))
            if isinstance(response, tuple)
            else ("", {})
        )

    def read(self, resource_type: str, id: str, state: Props, inputs: Props) -> Props:
        def read() -> list[Any]:
            response = self._host(resource_type).read(id, state, inputs)
            model = RESOURCES_BY_NAME[resource_type]
            state_now = to_props(model.Outputs, response.properties)
            return [response.id, state_now, to_props(model.Inputs, response.inputs)]

        response = self._try(resource_type, read)
        return without_secret_marks(response[2]) if response else {}

    def update(self, resource_type: str, id: str, state: Props, news: Props) -> Props:
        host = self._host(resource_type)
        updated: Props | None = self._try(resource_type, lambda: host.update(id, state, news))
        return state if updated is None else without_secret_marks(updated)

    def delete(self, resource_type: str, id: str, state: Props) -> None:
        self._try(resource_type, lambda: self._host(resource_type).delete(id, state))

    def _try(self, resource_type: str, call: Callable[[], Any]) -> Any:
        try:
            response = call()
        except RpcFailed as failed:
            partial = [
                failed.init_failed.id,
                to_props(RESOURCES_BY_NAME[resource_type].Outputs, failed.init_failed.properties),
            ]
            self.results.append(
                {"failed": str(failed), "partial": partial if failed.is_init_failed else None}
            )
            return None
        self.results.append(without_secret_marks(response))
        return response


BY_CAMEL = {
    re.sub(r"_(\w)", lambda m: m[1].upper(), name): name
    for resource in RESOURCES_BY_NAME.values()
    for name in resource.Inputs.model_fields
}


def project(adapter: AdapterCalls) -> tuple[str, Props]:
    return adapter.create("Project", {"name": "shop", "description": "A shop"})


def service(adapter: AdapterCalls, **more: Any) -> str:
    return adapter.create("WebService", {"name": "web", "image_ref": "nginx:1.27"} | more)[0]


def with_placeholders(value: Any) -> str:
    """Return *value* as text with numbered placeholders for random parts."""
    text = json.dumps(with_integers(without_secret_marks(value)), indent=1, sort_keys=True)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)", "<time>", text)
    known: dict[str, str] = {}
    random = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{16}\b"
    return re.sub(random, lambda m: known.setdefault(m[0], f"<{len(known)}>"), text)


def run_both(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[AdapterCalls], None]
) -> dict[str, str]:
    """Return what `run_case` does, which must be the same through both adapters."""
    dynamic = run_case(host, runsite, case)
    assert run_case(plugin, runsite, case) == dynamic
    return dynamic


def run_case(
    host: Host | Plugin, runsite: Running, case: Callable[[AdapterCalls], None]
) -> dict[str, str]:
    """Return the results, requests and warnings of *case* through one adapter."""
    runsite.emulator.reset()
    host.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    host.engine.log_requests.clear()
    adapter = AdapterCalls(host, runsite)
    case(adapter)
    requests = [
        (e["method"], e["path"], e["request_body"]) for e in runsite.emulator.journal.entries()
    ]
    warnings = [each for each in host.engine.log_requests if each.severity >= engine_pb2.WARNING]
    return {
        "results": with_placeholders(adapter.results),
        "requests": with_placeholders(requests),
        "messages": with_placeholders([each.message for each in warnings]),
    }
