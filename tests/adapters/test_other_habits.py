"""Habits of an API that the emulator does not have and Runsite's documents allow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.emulator import Emulator, Running
from tests.reliability.in_process import InProcessAdapter, Run

from .fixtures import FAST
from .lifecycle import Lifecycle
from .rewriting_proxy import Exchange, Rewrite, rewriting_proxy

LIST_FIELDS = {
    "projects", "web_services", "deployments", "environment_variables", "secrets",
}  # fmt: skip


def _each(change: Callable[[dict[str, Any]], Any], body: Any) -> Any:
    """Return *body* with every object in it changed, the innermost first."""
    if isinstance(body, dict):
        return change({name: _each(change, value) for name, value in body.items()})
    return [_each(change, item) for item in body] if isinstance(body, list) else body


def _objects(change: Callable[[dict[str, Any]], Any]) -> Rewrite:
    return lambda exchange: exchange.with_body(_each(change, exchange.body))


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def _by_id(body: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {item["id"]: item for item in value}
        if name in LIST_FIELDS and isinstance(value, list) and all("id" in i for i in value)
        else value
        for name, value in body.items()
    }


def _json_api(body: dict[str, Any]) -> dict[str, Any]:
    if "id" not in body:
        return body
    attributes = {name: value for name, value in body.items() if name != "id"}
    return {"type": "thing", "id": body["id"], "attributes": attributes}


def _without(*names: str) -> Rewrite:
    return _objects(lambda body: {name: v for name, v in body.items() if name not in names})


def _with(**fields: Any) -> Rewrite:
    return _objects(lambda body: body | fields if "id" in body else body)


def _on(method: str, resource: str, change: Rewrite) -> Rewrite:
    def rewrite(exchange: Exchange) -> Exchange:
        is_meant = exchange.method == method and exchange.resource == resource
        return change(exchange) if is_meant and exchange.status < 300 else exchange

    return rewrite


def _answer(body: Any, status: int = 200) -> Rewrite:
    return lambda exchange: replace(exchange, body=body, status=status)


def _html_404(exchange: Exchange) -> Exchange:
    if exchange.status != 404:
        return exchange
    return replace(exchange, body="<h1>Not Found</h1>", content_type="text/html")


def _list_after_create(exchange: Exchange) -> Exchange:
    return exchange.with_body({"environment_variables": [exchange.body], "total": 1})


def _null_for_404(exchange: Exchange) -> Exchange:
    return replace(exchange, status=200, body=None) if exchange.status == 404 else exchange


def _status_object(body: dict[str, Any]) -> dict[str, Any]:
    status = body.get("status")
    return body | {"status": {"state": status}} if isinstance(status, str) else body


@dataclass(frozen=True)
class Habit:
    """One habit, and the outcome of a life: `quiet`, or a part of the one message."""

    name: str
    rewrite: Rewrite
    outcome: str = "^quiet$"


HABITS = (
    Habit("extra fields of every type", _with(links={"self": "/x"}, tags=[1], flags=None)),
    Habit("a list is an object by id", _objects(_by_id), "is not understood"),
    Habit("names of fields in camel case",
          _objects(lambda body: {_camel(name): v for name, v in body.items()})),
    Habit("JSON:API documents", _objects(_json_api), "is not understood"),
    Habit("every response in `result`, with `ok`",
          lambda e: e.with_body({"ok": True, "result": e.body}) if e.body else e),
    Habit("no `total`", _without("total")),
    Habit("no times at all", _without("created_at", "updated_at", "started_at")),
    Habit("no `is_secret` in responses", _without("is_secret")),
    Habit("no ids of parents", _without("project_id", "web_service_id")),
    Habit("a 404 is HTML", _html_404),
    Habit("a 404 is 200 with null", _null_for_404),
    Habit("POST .../env returns the whole list", _on("POST", "env", _list_after_create)),
    Habit("POST .../env returns 204", _on("POST", "env", _answer(None, 204))),
    Habit("DELETE returns the deleted id", _on("DELETE", "env", _answer({"deleted": "v-1"}))),
    Habit("DELETE returns `true`", _on("DELETE", "env", _answer(True))),
    Habit("POST .../deployments returns only an id",
          _on("POST", "deployments", lambda e: e.with_body({"id": e.body["id"]}))),
    Habit("POST .../deployments names the id `deployment_id`",
          _on("POST", "deployments", lambda e: e.with_body({"deployment_id": e.body["id"]}))),
    Habit("a status is an object", _objects(_status_object)),
    Habit("PUT .../bulk returns a count", _on("PUT", "bulk", _answer({"updated": 1}))),
    Habit("every object has `error: null`", _with(error=None, detail=None)),
    Habit("every string value of a mask field is empty",
          _objects(lambda b: b | {"value": ""} if b.get("is_secret") else b)),
)  # fmt: skip


@pytest.fixture(scope="module")
def proxy(runsite: Running) -> Iterator[tuple[str, Callable[[Rewrite], None]]]:
    """The URL of a proxy of the emulator, and how to set what the proxy changes."""
    with rewriting_proxy(runsite.url) as proxy:
        yield proxy


# Which response is understood is decided in the core, which both adapters share.
@pytest.mark.parametrize("adapter", ["plugin"], indirect=True)
@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_a_life_with_another_habit_is_quiet_or_ends_with_one_message(
    adapter: InProcessAdapter,
    proxy: tuple[str, Callable[[Rewrite], None]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    habit: Habit,
) -> None:
    url, set_rewrite = proxy
    emulator: Emulator = adapter.runsite.emulator
    emulator.reset()
    for name, value in FAST.items():
        setattr(emulator.switches, name, value)
    set_rewrite(habit.rewrite)
    life = Lifecycle(adapter, Run(emulator.api_key, url, tmp_path), monkeypatch)
    outcome = life.run()
    assert life.doubled() == []
    assert re.search(habit.outcome, outcome), outcome
    assert "Internal error" not in outcome
