"""What is true of one door is true of the other: requests, states, failures, what is said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.plugin.property_values import plain
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.fields import Props, with_integers
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.conftest import Host
from tests.adapters.listening import Failed
from tests.adapters.plugin_door import Plugin

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


def a_project(door: Door) -> None:
    id, state = project(door)
    inputs = {"name": "shop", "description": "A shop"}
    door.delete("Project", id, state)
    door.diff("Project", id, state, inputs, inputs)
    door.read("Project", id, state, inputs)
    changed = inputs | {"description": "Two shops"}
    door.check("Project", changed, inputs)
    accepted = changed | {"immutable_changes": "accept"}
    door.check("Project", accepted, inputs)
    door.diff("Project", id, state, inputs, accepted)
    door.update("Project", id, state, accepted)
    row = door.runsite.emulator.store.projects.get(id)
    assert row
    row.description = "Two shops"
    door.read("Project", id, state, inputs)
    door.update("Project", id, state, accepted)
    door.runsite.emulator.store.projects.remove(id)
    door.read("Project", id, state, inputs)


def a_web_service(door: Door) -> None:
    variables = [{"key": "A", "value": "canary"}, {"key": "B", "value": "b", "is_secret": False}]
    news = {"name": "web", "image_ref": "nginx:1.27", "env_vars": variables}
    id, state = door.create("WebService", news)
    door.read("WebService", id, state, news)
    replaced = news | {"port": 9090, "immutable_changes": "replace"}
    door.diff("WebService", id, state, news, replaced)
    door.create("Deployment", {"web_service_id": id})
    door.delete("WebService", id, state)
    (row,) = door.runsite.emulator.store.web_services.all()
    assert row.status in ("stopping", "stopped")
    door.update("WebService", id, state, news | {"desired_state": "running"})


def a_variable(door: Door) -> None:
    news = {"web_service_id": service(door), "key": "A", "value": "first"}
    id, state = door.create("EnvVar", news)
    door.read("EnvVar", id, state, news)
    door.diff("EnvVar", id, state, news, news | {"value": "second"})
    door.update("EnvVar", id, state, news | {"value": "second"})
    door.update("EnvVar", id, state, news)
    door.diff("EnvVar", id, state, news, news | {"key": "B"})
    door.create("EnvVar", news)
    door.delete("EnvVar", id, state)
    door.delete("EnvVar", id, state)
    door.read("EnvVar", id, state, news)


def a_project_secret(door: Door) -> None:
    news = {"project_id": project(door)[0], "key": "K", "value": "canary", "scope": "staging"}
    id, state = door.create("ProjectSecret", news)
    door.read("ProjectSecret", id, state, news)
    door.diff("ProjectSecret", id, state, news, news | {"scope": "production"})
    door.update("ProjectSecret", id, state, news | {"is_secret": False})
    other, state = door.create("ProjectSecret", news | {"key": "OTHER"})
    door.delete("ProjectSecret", other, state)
    assert [each.key for each in door.runsite.emulator.store.secrets.all()] == ["K"]


def a_deployment(door: Door) -> None:
    news = {"web_service_id": service(door), "triggers": {"image_ref": [1, 2.5, None, "x"]}}
    id, state = door.create("Deployment", news)
    door.diff("Deployment", id, state, news, news)
    door.diff("Deployment", id, state, news, news | {"triggers": {"image_ref": [1]}})
    door.delete("Deployment", id, state)
    door.update("Deployment", id, state, news | {"timeout": 60})
    door.read("Deployment", id, state, news)
    door.create("Restart", {"web_service_id": news["web_service_id"]})


def a_deployment_that_fails(door: Door) -> None:
    news = {"web_service_id": service(door, image_ref="app:fail-build")}
    door.create("Deployment", news)
    (row,) = door.runsite.emulator.store.deployments.all()
    failed = news | {"status": "failed"}
    door.diff("Deployment", row.id, failed, news, news)
    door.update("Deployment", row.id, news | {"status": "building"}, news | {"timeout": 5})


def taken_over(door: Door) -> None:
    id, _ = project(door)
    door.create("Project", {"name": "shop"})
    door.create("Project", {"name": "shop", "description": "A shop", "adopt_id": id})
    door.create("Project", {"name": "other", "adopt_id": id})


def taken_over_and_replaced(door: Door) -> None:
    web = service(door)
    first, _ = door.create("Deployment", {"web_service_id": web})
    news = {"web_service_id": web, "triggers": ["a"], "adopt_id": first}
    id, state = door.create("Deployment", news)
    changed = news | {"triggers": ["b"]}
    door.diff("Deployment", id, state, news, changed)
    second, state = door.create("Deployment", changed)
    door.diff("Deployment", second, state, changed, news)
    third, _ = door.create("Deployment", news)
    assert (id, len({first, second, third})) == (first, 3)


def replaced_without_a_diff(door: Door) -> None:
    """As by `pulumi up --replace`: the engine asks only for a check without olds, and a create."""
    web = service(door)
    variable = {"web_service_id": web, "key": "A", "value": "first"}
    made, state = door.create("EnvVar", variable)
    again, _ = door.create("EnvVar", variable)
    assert again == made
    door.delete("EnvVar", made, state)
    door.read("EnvVar", made, state, variable)
    assert len(door.runsite.emulator.store.variables.all()) == 1


def adopted_and_replaced_by_force(door: Door) -> None:
    made = service(door)
    inputs = {"name": "web", "image_ref": "nginx:1.27", "adopt_id": made}
    door.create("WebService", inputs)
    _, state = door.create("WebService", inputs)
    door.delete("WebService", made, state)
    asked = door.runsite.emulator.journal.entries()
    assert not [each for each in asked if each["path"].endswith("/stop")]


def deployed_by_force(door: Door) -> None:
    """As by `pulumi up --replace`: another deployment is what is meant."""
    news = {"web_service_id": service(door)}
    made = [door.create("Deployment", news) for _ in range(3)]
    assert len({id for id, _ in made}) == 3
    for id, state in made[:2]:
        door.delete("Deployment", id, state)


def replaced_by_a_trigger(door: Door) -> None:
    """As by the option `replacement_trigger`: a check with olds, one without, and a create."""
    web = service(door)
    news = {"web_service_id": web, "triggers": ["a"]}
    first, state = door.create("Deployment", news)
    changed = news | {"triggers": ["b"]}
    door.check("Deployment", changed, news)
    door.diff("Deployment", first, state, news, changed)
    second, _ = door.create("Deployment", changed)
    door.check("Deployment", changed, changed)
    third, _ = door.create("Deployment", changed)
    assert len({first, second, third}) == 3

    variable = {"web_service_id": web, "key": "A", "value": "first"}
    id, state = door.create("EnvVar", variable)
    door.check("EnvVar", variable, variable)
    door.create("EnvVar", variable)
    door.delete("EnvVar", id, state)
    assert door.create("EnvVar", variable)[0] not in ("", id)


def a_delete_that_was_put_off(door: Door) -> None:
    """A run that took over what it was to replace has failed: the delete comes with the next."""
    variable = {"web_service_id": service(door), "key": "A", "value": "first", "is_secret": True}
    id, state = door.create("EnvVar", variable)
    door.check("EnvVar", variable, variable)
    door.diff("EnvVar", id, state, variable, variable)
    door.delete("EnvVar", id, state)
    changed = variable | {"value": "second"}
    door.check("EnvVar", changed, variable)
    door.diff("EnvVar", id, state, variable, changed)
    door.update("EnvVar", id, state, changed)
    door.delete("EnvVar", id, state)
    (row,) = door.runsite.emulator.store.variables.all()
    assert row.value == "second"
    door.diff("EnvVar", id, state, variable, changed | {"key": "B"})
    door.delete("EnvVar", id, state)
    assert door.runsite.emulator.store.variables.all() == []


def deleted_after_a_refresh(door: Door) -> None:
    """As by `pulumi destroy --refresh`: a read, a diff that no check came before, and a delete."""
    variable = {"web_service_id": service(door), "key": "A", "value": "first"}
    id, state = door.create("EnvVar", variable)
    door.read("EnvVar", id, state, variable)
    door.diff("EnvVar", id, state, state, state)
    door.delete("EnvVar", id, state)
    assert door.runsite.emulator.store.variables.all() == []


def a_project_is_replaced_under_a_web_service(door: Door) -> None:
    id, state = project(door)
    old = door.check("WebService", {"name": "web", "image_ref": "nginx", "project_id": id})
    moved = old | {"project_id": UNKNOWN}
    door.check("WebService", moved, old)
    inputs = {"name": "shop", "description": "A shop"}
    replaced = inputs | {"description": "Two shops", "immutable_changes": "replace"}
    door.check("Project", replaced, inputs)
    door.diff("Project", id, state, inputs, replaced)
    for policy in ("error", "accept", "replace"):
        door.check("WebService", moved | {"immutable_changes": policy}, old)
    refused = [str(each.get("failures")) for each in door.seen[-6:]]
    assert [id in each for each in refused] == [False, False, False, True, True, False]


def refused_before_anything_is_sent(door: Door) -> None:
    door.check("WebService", {"name": "web", "port": 99999, "max_instances": 9, "scope": "x"})
    door.check("WebService", {"name": "web", "image_ref": "a", "git_repository_url": "https://x/y"})
    door.check("EnvVar", {"web_service_id": "../..", "key": "A B", "value": "***"})
    door.check("Deployment", {"triggers": "x", "wait": 1})


def not_known_yet(door: Door) -> None:
    news = {"web_service_id": UNKNOWN, "key": "A", "value": UNKNOWN}
    door.check("EnvVar", news)
    known = {"web_service_id": "s-1", "triggers": ["a"]}
    door.diff("Deployment", "d-1", known, known, known | {"triggers": [UNKNOWN]})


def answers_that_are_no(door: Door) -> None:
    for status in (400, 403, 409, 422):
        door.fault(kind="answer", status=status, method="POST", path="/projects")
        project(door)
    id, state = project(door)
    door.fault(kind="answer", status=404, method="GET", path="/projects/*")
    door.read("Project", id, state, {"name": "shop"})
    door.fault(kind="html", method="GET", path="/projects/*")
    door.read("Project", id, state, {"name": "shop"})
    door.fault(kind="answer", status=401, method="GET", path="/projects/*")
    door.read("Project", id, state, {"name": "shop"})
    door.read("Project", id, state, {"name": "shop"})


CASES = [
    a_project,
    a_web_service,
    a_variable,
    a_project_secret,
    a_deployment,
    a_deployment_that_fails,
    taken_over,
    taken_over_and_replaced,
    replaced_without_a_diff,
    adopted_and_replaced_by_force,
    deployed_by_force,
    replaced_by_a_trigger,
    a_delete_that_was_put_off,
    deleted_after_a_refresh,
    a_project_is_replaced_under_a_web_service,
    refused_before_anything_is_sent,
    not_known_yet,
    answers_that_are_no,
]


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


@pytest.mark.parametrize("case", CASES)
def test_both_doors_ask_and_answer_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[Door], None]
) -> None:
    dynamic = through(host, runsite, case)
    assert through(plugin, runsite, case) == dynamic
    assert case in (refused_before_anything_is_sent, not_known_yet) or dynamic["asked"] != "[]"


def test_where_nothing_can_be_noted_nothing_is_sent(
    host: Host, plugin: Plugin, runsite: Running, tmp_path: Path
) -> None:
    account = f"{runsite.url} {runsite.emulator.api_key}"
    for door in (host, plugin):
        noted = CreateLogFile(tmp_path / "runsite-intents", account, door("Project").urn)
        noted._file.mkdir(parents=True)
    inputs = {"name": "shop"}

    def case(door: Door) -> None:
        for call in (
            lambda: door.diff("Project", "p-1", inputs, inputs, inputs),
            lambda: door.create("Project", inputs),
        ):
            door._try(call)

    dynamic = through(host, runsite, case)
    assert through(plugin, runsite, case) == dynamic
    assert dynamic["seen"].count("cannot use") == 2
    assert "a bug" not in dynamic["seen"] + dynamic["said"]
    assert '"POST"' not in dynamic["asked"]
