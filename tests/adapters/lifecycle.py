"""The whole life of one of each resource through one adapter, judged by the emulator's records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from pulumi_runsite.plugin.property_values import to_props
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.reliability.in_process import InProcessAdapter, Run

from .fake_engine import RpcFailed


class NotQuietError(Exception):
    """An operation did something although nothing had changed, or lost something."""


@dataclass
class Managed:
    """One resource in the state of the engine."""

    type: str
    id: str = ""
    state: Props = field(default_factory=dict)
    inputs: Props = field(default_factory=dict)


class Lifecycle:
    """
    A program with one of each resource: `run` takes it from the first `up` to `destroy`.

    Each run of the engine is a new process of the adapter.
    """

    def __init__(self, adapter: InProcessAdapter, run: Run, patch: pytest.MonkeyPatch) -> None:
        self._adapter = adapter
        self._emulator = adapter.runsite.emulator
        self._run_settings = run
        self._patch = patch
        self._resources: dict[str, Managed] = {}
        self.values = {"KEY": "canary-1", "PLAIN": "plain-1", "STRIPE": "stripe-1"}

    def run(self) -> str:
        """Return `quiet`, or the first message; raise NotQuietError for anything else."""
        try:
            self._run()
        except RpcFailed as failed:
            return str(failed)
        return "quiet"

    def _run(self) -> None:
        self._up("create")
        self._expect_values()
        self._up("same")
        self._refresh()
        self._up("same")
        self.values = {"KEY": "canary-2", "PLAIN": "plain-2", "STRIPE": "stripe-2"}
        self._up("update", only={"key", "plain", "stripe"})
        self._expect_values()
        self._up("same")
        self._refresh()
        self._up("same")
        self._destroy()

    def _program(self) -> dict[str, tuple[str, Props]]:
        id_of = {name: managed.id for name, managed in self._resources.items()}
        web = {"web_service_id": id_of.get("web", "")}
        project = {"project_id": id_of.get("shop", "")}
        return {
            "shop": ("Project", {"name": "shop", "description": "A shop"}),
            "web": (
                "WebService",
                project
                | {
                    "name": "web",
                    "git_repository_url": "https://github.com/acme/shop",
                    "port": 3000,
                    "max_instances": 2,
                },
            ),
            "key": ("EnvVar", web | {"key": "KEY", "value": self.values["KEY"]}),
            "plain": (
                "EnvVar",
                web | {"key": "PLAIN", "value": self.values["PLAIN"], "is_secret": False},
            ),
            "stripe": (
                "ProjectSecret",
                project | {"key": "STRIPE", "scope": "production", "value": self.values["STRIPE"]},
            ),
            "live": ("Deployment", web | {"timeout": 3}),
        }

    def _start(self) -> None:
        self._adapter.start(self._run_settings, self._patch)

    def _up(self, expected: str, only: set[str] | None = None) -> None:
        self._start()
        for name in ("shop", "web", "key", "plain", "stripe", "live"):
            resource_type, news = self._program()[name]
            action = self._apply(name, resource_type, news)
            wanted = expected if only is None or name in only else "same"
            if action != wanted:
                raise NotQuietError(f"{name}: {action} instead of {wanted}")

    def _apply(self, name: str, resource_type: str, news: Props) -> str:
        calls = self._calls(name, resource_type)
        managed = self._resources.get(name)
        response = calls.check(news, managed.inputs if managed else None)
        if response.failures:
            raise NotQuietError(f"{name}: {response.failures[0].reason}")
        inputs = to_props(RESOURCES_BY_NAME[resource_type].Inputs, response.inputs)
        if managed is None:
            id, state = calls.create(inputs)
            self._resources[name] = Managed(resource_type, id, state, inputs)
            return "create"
        diff = calls.diff(managed.id, managed.state, managed.inputs, inputs)
        if diff.changes == diff.DIFF_NONE:
            return "same"
        if diff.replaces:
            return f"replace {list(diff.replaces)}"
        managed.state, managed.inputs = calls.update(managed.id, managed.state, inputs), inputs
        return "update"

    def _refresh(self) -> None:
        self._start()
        for name, managed in self._resources.items():
            calls = self._calls(name, managed.type)
            response = calls.read(managed.id, managed.state, managed.inputs)
            if not response.id:
                raise NotQuietError(f"{name}: dropped from the state")
            managed.state = calls.from_outputs(response.properties)
            model = RESOURCES_BY_NAME[managed.type].Inputs
            managed.inputs = to_props(model, response.inputs)

    def _destroy(self) -> None:
        self._start()
        for name, managed in reversed(self._resources.items()):
            calls = self._calls(name, managed.type)
            calls.delete(managed.id, managed.state)
        left = [each.key for table in self._variable_tables() for each in table]
        if left:
            raise NotQuietError(f"left after destroy: {left}")

    def _calls(self, name: str, resource_type: str) -> Any:
        calls = self._adapter(resource_type)
        calls.urn = calls.urn.removesuffix("it") + name
        return calls

    def _variable_tables(self) -> tuple[list[Any], list[Any]]:
        store = self._emulator.store
        return list(store.variables.all()), list(store.secrets.all())

    def _expect_values(self) -> None:
        stored = {each.key: each.value for table in self._variable_tables() for each in table}
        if stored != self.values:
            raise NotQuietError(f"stored keys or values differ: {sorted(stored)}")

    def doubled(self) -> list[str]:
        """Return what Runsite has more than one of."""
        store = self._emulator.store
        found = {
            "projects": [each.name for each in store.projects.all()],
            "web services": [each.name for each in store.web_services.all()],
            "variables": [each.key for each in store.variables.all()],
            "secrets": [(each.key, each.scope) for each in store.secrets.all()],
            "deployments": [each.web_service_id for each in store.deployments.all()],
        }
        return [name for name, items in found.items() if len(items) != len(set(items))]
