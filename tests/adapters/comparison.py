"""The same calls to both adapters, and a comparison of everything that results."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from pulumi.runtime.proto import engine_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.plugin.property_values import plain
from pulumi_runsite.provider.fields import Props, with_integers
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.dynamic_host_process import Host
from tests.adapters.fake_engine import Failed
from tests.adapters.plugin_process import Plugin

SECRET = "4dabf18193072939515e22adb298388d"


class Door:
    """One of the two, and what came of all that was asked of it."""

    def __init__(self, host: Host | Plugin, runsite: Running) -> None:
        self._host = host
        self.runsite = runsite
        self.seen: list[Any] = []

    def fault(self, **fault: Any) -> None:
        self.runsite.emulator.faults.add(Fault(**fault))

    def check(self, kind: str, news: Props, olds: Props | None = None) -> Props:
        answer = self._host(kind).check(news, olds)
        inputs = plain(RESOURCES_BY_NAME[kind].Inputs, answer.inputs)
        self.seen.append({"inputs": inputs, "failures": sorted(map(str, answer.failures))})
        return inputs

    def diff(self, kind: str, id: str, state: Props, olds: Props, news: Props) -> None:
        answer = self._host(kind).diff(id, state, olds, news)
        replaces = [BY_CAMEL.get(name, name) for name in answer.replaces]
        changes = answer.changes != answer.DIFF_NONE
        self.seen.append({"changes": changes, "replaces": sorted(replaces)})

    def create(self, kind: str, news: Props) -> tuple[str, Props]:
        inputs = self.check(kind, news)
        answer = self._try(lambda: self._host(kind).create(inputs))
        return (answer[0], clear(answer[1])) if isinstance(answer, tuple) else ("", {})

    def read(self, kind: str, id: str, state: Props, inputs: Props) -> None:
        def read() -> list[Any]:
            answer = self._host(kind).read(id, state, inputs)
            model = RESOURCES_BY_NAME[kind]
            state_now = plain(model.Outputs, answer.properties)
            return [answer.id, state_now, plain(model.Inputs, answer.inputs)]

        self._try(read)

    def update(self, kind: str, id: str, state: Props, news: Props) -> None:
        self._try(lambda: self._host(kind).update(id, state, news))

    def delete(self, kind: str, id: str, state: Props) -> None:
        self._try(lambda: self._host(kind).delete(id, state))

    def _try(self, call: Callable[[], Any]) -> Any:
        try:
            answer = call()
        except Failed as failed:
            kept = [
                failed.kept.id,
                plain(RESOURCES_BY_NAME["Deployment"].Outputs, failed.kept.properties),
            ]
            self.seen.append({"failed": str(failed), "kept": kept if failed.is_kept else None})
            return None
        self.seen.append(clear(answer))
        return answer


BY_CAMEL = {
    re.sub(r"_(\w)", lambda m: m[1].upper(), name): name
    for kind in RESOURCES_BY_NAME.values()
    for name in kind.Inputs.model_fields
}


def clear(value: Any) -> Any:
    """Return *value* without the marks of secrets: each door has its own way to set them."""
    if isinstance(value, dict) and SECRET in value:
        return clear(value["value"])
    if isinstance(value, dict):
        return {key: clear(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clear(item) for item in value]
    return value


def project(door: Door) -> tuple[str, Props]:
    return door.create("Project", {"name": "shop", "description": "A shop"})


def service(door: Door, **more: Any) -> str:
    return door.create("WebService", {"name": "web", "image_ref": "nginx:1.27"} | more)[0]


def nameless(value: Any) -> str:
    """Return *value* as text in which what is random is told by its order."""
    text = json.dumps(with_integers(clear(value)), indent=1, sort_keys=True)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)", "<time>", text)
    known: dict[str, str] = {}
    random = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{16}\b"
    return re.sub(random, lambda m: known.setdefault(m[0], f"<{len(known)}>"), text)


def through(host: Host | Plugin, runsite: Running, case: Callable[[Door], None]) -> dict[str, str]:
    runsite.emulator.reset()
    host.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    host.engine.said.clear()
    door = Door(host, runsite)
    case(door)
    asked = [
        (e["method"], e["path"], e["request_body"]) for e in runsite.emulator.journal.entries()
    ]
    severe = [each for each in host.engine.said if each.severity >= engine_pb2.WARNING]
    return {
        "seen": nameless(door.seen),
        "asked": nameless(asked),
        "said": nameless([each.message for each in severe]),
    }
