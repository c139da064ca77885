"""A resource in a state, and the calls of the engine for `pulumi up` and `pulumi refresh`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.emulator.api import env_vars, web_services
from pulumi_runsite.provider.call import Call
from pulumi_runsite.provider.config import Settings
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Diff, Resource
from pulumi_runsite.provider.runtime import Runtime
from tests.world import World, runsite, world

__all__ = ["runsite", "world"]

T = TypeVar("T")


def run(runtime: Runtime, operation: Callable[[], Awaitable[T]]) -> T:
    """Return the result of *operation*, and close the connections."""

    async def go() -> T:
        try:
            return await operation()
        finally:
            for client in runtime._clients.values():
                await client.close()
            runtime._clients.clear()

    return anyio.run(go)


class ManagedResource:
    """One resource of a stack: inputs and outputs in the state, and the calls of the engine."""

    def __init__(self, world: World, resource: type[Resource]) -> None:
        self.world = world
        self.resource = resource
        self.policy = "error"
        self.id = ""
        self.inputs: Props = {}
        self.state: Props = {}

    def _runtime(self) -> Runtime:
        stack = {"apiKey": self.world.emulator.api_key, "apiUrl": self.world.url}
        stack["immutableChanges"] = self.policy
        runtime = Runtime(lambda: Settings.resolve(stack, {}))
        runtime._clock = self.world.clock  # type: ignore[assignment]
        return runtime

    def _call(self) -> Call:
        return Call(self.world.messages, "it", self.id, inputs=self.inputs)

    def preview(self, **program: Any) -> Diff:
        """Return the diff with *program*; raise the error that the engine would display."""
        return self._preview(self._runtime(), program)[1]

    def _preview(self, runtime: Runtime, program: Props) -> tuple[Props, Diff]:
        news, failures = runtime.check(self.resource, "it", program, self.inputs)
        assert failures == []
        if not self.id:
            return news, Diff()
        call, state = self._call(), dict(self.state)
        return news, run(runtime, lambda: runtime.diff(self.resource, call, state, news))

    def up(self, **program: Any) -> str:
        """Return what `pulumi up` does; an error must be one of the preview."""
        runtime = self._runtime()
        news, diff = self._preview(runtime, program)
        try:
            return self._apply(news, diff)
        except RunsiteError as error:
            raise AssertionError("refused for the first time after the preview") from error
        finally:
            self.inputs = news

    def _apply(self, news: Props, diff: Diff) -> str:
        runtime, call = self._runtime(), self._call()
        if not self.id or diff.replaces:
            verb = "replace" if self.id else "create"
            self.id, self.state = run(runtime, lambda: runtime.create(self.resource, call, news))
            return verb
        if not diff:
            return "same"
        self.state = run(
            runtime, lambda: runtime.update(self.resource, call, dict(self.state), news)
        )
        return "update"

    def refresh(self) -> bool:
        """Refresh the state; return whether the engine displays a change."""
        runtime, call = self._runtime(), self._call()
        before = self.inputs
        state = run(runtime, lambda: runtime.read(self.resource, call, dict(self.state)))
        assert state is not None
        self.state = state
        self.inputs = {name: state[name] for name in before if name in state}
        call = self._call()
        diff = run(runtime, lambda: runtime.diff(self.resource, call, dict(state), before))
        assert (self.inputs != before) <= bool(diff)
        return bool(diff)

    def change_on_runsite(self, **fields: Any) -> None:
        """Change fields in the dashboard, ten seconds later."""
        self.world.emulator.clock.advance(10)
        kind = {"Project": "projects", "WebService": "web-services", "EnvVar": "variables"}
        path = f"dashboard/{kind[self.resource.__name__]}/{self.id.rpartition('/')[2]}"
        self.world.control("PATCH", path, **fields)

    def is_quiet(self, **program: Any) -> bool:
        """Return whether up, refresh, up change nothing, and the two `up` send nothing."""
        mark = self.world.mark()
        first = self.up(**program)
        unsent = self.world.requests(mark) == []
        drift, mark = self.refresh(), self.world.mark()
        second = self.up(**program)
        unsent = unsent and self.world.requests(mark) == []
        return (first, drift, second, unsent) == ("same", False, "same", True)


@pytest.fixture
def manage(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[type[Resource]], ManagedResource]:
    """Return a function that returns a resource that is not created yet."""
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path))
    return lambda resource: ManagedResource(world, resource)


Shape = Callable[[Props], Props]


@pytest.fixture
def shape_responses(monkeypatch: pytest.MonkeyPatch) -> Callable[[Shape], None]:
    """Return a function that has the emulator return objects as *shape* changes them."""

    originals = [(module, module.to_json) for module in (web_services, env_vars)]

    def shape_with(shape: Shape) -> None:
        for module, original in originals:

            def shaped(*args: Any, original: Callable[..., Props] = original) -> Props:
                body = original(*args)
                return body | shape(body)

            monkeypatch.setattr(module, "to_json", shaped)

    return shape_with
