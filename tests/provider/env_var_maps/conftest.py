"""A web service with variables in its maps, and what the emulator has of them."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.emulator.world.records import Variable
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import WebService
from tests.provider.drift.conftest import ManagedResource, manage
from tests.world import World, runsite, world

__all__ = ["manage", "runsite", "world"]

SERVICE = {"name": "web", "git_repository_url": "https://github.com/acme/shop"}


class ManagedMaps:
    """A web service, whose programs differ in the maps only."""

    def __init__(self, web: ManagedResource) -> None:
        self.web = web
        self.world = web.world

    def up(self, plain: Props, masked: Props, **more: Any) -> str:
        """Return what `pulumi up` does."""
        return self.web.up(**SERVICE, env_vars=plain, secret_env_vars=masked, **more)

    def fails(self, plain: Props, masked: Props, **more: Any) -> str:
        """Return the message with which `pulumi up` fails; the engine keeps the state in it."""
        with pytest.raises((AssertionError, RunsiteError)) as raised:
            self.up(plain, masked, **more)
        error = raised.value.__cause__ or raised.value
        assert isinstance(error, RunsiteError)
        if hasattr(error, "state"):
            self.web.id, self.web.state = error.id, error.state  # type: ignore[attr-defined]
        return str(error)

    def is_quiet(self, plain: Props, masked: Props) -> bool:
        return self.web.is_quiet(**SERVICE, env_vars=plain, secret_env_vars=masked)

    def in_state(self) -> Props:
        """Return the values in the state, by key."""
        state = self.web.state
        return state.get("env_vars", {}) | state.get("secret_env_vars", {})

    def rows(self) -> dict[str, Variable]:
        """Return the records of the emulator, by key; a key must not have two."""
        rows = self.world.emulator.store.variables.all()
        assert len({row.key for row in rows}) == len(rows), "doubled"
        return {row.key: row for row in rows}

    def on_runsite(self) -> dict[str, tuple[str, bool]]:
        """Return value and flag of every variable on Runsite."""
        return {key: (row.value, row.is_secret) for key, row in self.rows().items()}

    def by_hand(self, key: str, value: str, *, is_secret: bool = False) -> None:
        """Create a variable as somebody else does."""
        path = f"/web-services/{self.web.id}/env"
        self.world.by_hand(path, key=key, value=value, is_secret=is_secret)

    def change(self, key: str, **fields: Any) -> None:
        """Change a variable in the dashboard, ten seconds later."""
        self.world.emulator.clock.advance(10)
        self.world.control("PATCH", f"dashboard/variables/{self.rows()[key].id}", **fields)

    def remove(self, key: str) -> None:
        """Delete a variable in the dashboard."""
        self.world.control("DELETE", f"dashboard/variables/{self.rows()[key].id}")

    def requests(self, since: int) -> list[str]:
        """Return the requests since a mark, with `ID` for every id."""
        ids = {self.web.id, *(row.id for row in self.world.emulator.store.variables.all())}
        found = self.world.requests(since)
        for id in ids - {""}:
            found = [each.replace(id, "ID") for each in found]
        return found


@pytest.fixture
def web(world: World, manage: Any) -> ManagedMaps:
    """A web service that is not created yet."""
    return ManagedMaps(manage(WebService))
