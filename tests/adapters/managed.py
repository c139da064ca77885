"""A program with one of each resource through one adapter, run by run, each with its own key."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.plugin.property_values import to_props
from pulumi_runsite.provider.account import mark_of
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.reliability.in_process import BETWEEN_RUNS_S, InProcessAdapter

from .fake_engine import RpcFailed
from .lifecycle import Managed

KEY = "ak_live_first_key"


class ManagedStack:
    """The resources of a state, after an `up` that created them."""

    def __init__(self, adapter: InProcessAdapter, runsite: Running) -> None:
        self._adapter = adapter
        self._runsite = runsite
        self.resources: dict[str, Managed] = {}
        runsite.emulator.keys.add(KEY, "write")
        self.use(KEY)
        shop = self._create("Project", name="shop")
        web = self._create("WebService", name="web", image_ref="nginx", project_id=shop.id)
        service = {"web_service_id": web.id}
        self._create("EnvVar", key="A", value="canary", **service)
        secret = {"key": "B", "scope": "production", "value": "canary"}
        self._create("ProjectSecret", project_id=shop.id, **secret)
        self._create("Deployment", **service)
        self._create("Restart", **service)

    def use(self, key: str, url: str = "") -> None:
        """Begin another run of the engine later, with this key and address."""
        self._adapter.let_pass(BETWEEN_RUNS_S)
        self._adapter.configure(apiKey=key, apiUrl=url or self._runsite.url)

    def calls(self, resource_type: str) -> Any:
        return self._adapter(resource_type)

    def _create(self, resource_type: str, **news: Any) -> Managed:
        calls = self.calls(resource_type)
        model = RESOURCES_BY_NAME[resource_type].Inputs
        inputs = to_props(model, calls.check(news).inputs)
        id, state = calls.create(inputs)
        self.resources[resource_type] = Managed(resource_type, id, state, inputs)
        return self.resources[resource_type]

    def refresh(self, resource_type: str) -> str:
        """Read one resource; return `kept`, `dropped` or the message."""
        managed, calls = self.resources[resource_type], self.calls(resource_type)
        try:
            response = calls.read(managed.id, managed.state, managed.inputs)
        except RpcFailed as failed:
            return str(failed)
        if not response.id:
            return "dropped"
        managed.state = calls.from_outputs(response.properties)
        assert to_props(RESOURCES_BY_NAME[resource_type].Inputs, response.inputs) == managed.inputs
        return "kept"

    def diff(self, resource_type: str) -> list[Any]:
        managed, calls = self.resources[resource_type], self.calls(resource_type)
        diff = calls.diff(managed.id, managed.state, managed.inputs, managed.inputs)
        return [] if diff.changes == diff.DIFF_NONE else [diff]

    def update(self, resource_type: str, **changed: Any) -> str:
        managed, calls = self.resources[resource_type], self.calls(resource_type)
        try:
            managed.state = calls.update(managed.id, managed.state, managed.inputs | changed)
        except RpcFailed as failed:
            return str(failed)
        managed.inputs = managed.inputs | changed
        return "updated"

    def destroy(self, resource_type: str) -> str:
        managed = self.resources[resource_type]
        try:
            self.calls(resource_type).delete(managed.id, managed.state)
        except RpcFailed as failed:
            return str(failed)
        return "deleted"

    def account(self, resource_type: str) -> Props:
        """Return the mark of the account in the state."""
        found: Any = mark_of(self.resources[resource_type].state)
        return dict(found.get("value", found))

    def records(self) -> dict[str, Any]:
        """Return what the emulator has."""
        store = self._runsite.emulator.store
        return {
            "projects": [each.name for each in store.projects.all()],
            "services": [(each.name, each.status) for each in store.web_services.all()],
            "variables": [(each.key, each.value) for each in store.variables.all()],
            "secrets": [(each.key, each.value) for each in store.secrets.all()],
            "deployments": [(each.status, each.is_live) for each in store.deployments.all()],
        }

    def fault(self, **fault: Any) -> None:
        """Plan a fault for the next matching request."""
        self._runsite.emulator.faults.add(Fault(**fault))
