"""What a replacement finds that an interrupted run of another machine may have created."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.resources import Project, WebService
from pulumi_runsite.provider.resources.immutable import ImmutableResource
from tests.reliability.interrupted import inputs_of, rows
from tests.world import World

HOUR_S = 3600
LASTING = [Project, WebService]


@dataclass
class Replacement:
    """A resource in the state that is replaced, on a machine without a creation log."""

    world: World
    type: type[ImmutableResource]
    replaced_id: str

    @property
    def inputs(self) -> dict[str, Any]:
        """The inputs of the new resource."""
        declared: dict[str, dict[str, Any]] = {
            "Project": {"name": "shop", "description": "second"},
            "WebService": {"name": "web", "image_ref": "nginx:1.27", "port": 3001},
        }
        return declared[self.type.__name__]

    def other(self, **changed: Any) -> str:
        """Create another one as the new one is declared, or with *changed*; return its id."""
        source = {"source_type": "image"} if self.type is WebService else {}
        inputs = self.inputs | changed
        return str(self.world.by_hand(self.type.collection.path, **inputs, **source)["id"])

    def edited(self) -> str:
        """Create another one as an earlier version of the program declared it; return its id."""
        is_project = self.type is Project
        return self.other(**({"description": "earlier"} if is_project else {"port": 3003}))

    def create(self) -> str:
        """Create the new one."""
        return self.world.create(self.type, **self.inputs)[0]

    def refused(self) -> str:
        """Return the message for which no new one is created."""
        mark = self.world.mark()
        with pytest.raises(RunsiteError, match="Nothing was created") as raised:
            self.create()
        assert self.world.writes(mark) == []
        return str(raised.value)


@pytest.fixture(params=LASTING)
def replacement(world: World, request: pytest.FixtureRequest) -> Replacement:
    """A replacement of a project, and of a web service."""
    return replacement_of(world, request.param)


def replacement_of(world: World, resource: type[ImmutableResource]) -> Replacement:
    id, state = world.create(resource, "created elsewhere", **inputs_of(world, resource))
    world.policy = "replace"
    world.known_paths = {resource.path_of(id, state)}
    world.emulator.clock.advance(60)
    return Replacement(world, resource, id)


def use(replacement: Replacement, id: str) -> None:
    """Use an object: a project has a web service, which has a deployment."""
    world = replacement.world
    if replacement.type is Project:
        source = {"source_type": "image", "image_ref": "nginx:1.27"}
        id = world.by_hand("/web-services", name="other", project_id=id, **source)["id"]
    world.by_hand(f"/web-services/{id}/deployments")


def test_a_replacement_beside_nothing_else_is_silent(replacement: Replacement) -> None:
    id = replacement.create()
    assert [row.id for row in rows(replacement.world, replacement.type)][-1] == id
    assert replacement.world.messages.infos == []


def test_every_run_is_refused_until_somebody_decides(replacement: Replacement) -> None:
    other = replacement.other()
    first = replacement.refused()
    assert f"'{other}' (" in first
    assert "_at` 20" in first
    assert first.endswith(
        "Another stack may own it: set another `name` to create another one. If an interrupted run "
        f"of this stack created it, set `adopt_id='{other}'` to manage it, or delete it in the "
        "dashboard."
    )
    assert replacement.refused() == first


def test_what_was_used_is_of_an_earlier_replacement_where_its_age_is_unknown(
    replacement: Replacement,
) -> None:
    replacement.world.control("PATCH", "switches", informational="missing")
    other = replacement.other()
    assert other in replacement.refused()
    use(replacement, other)
    replacement.create()
    assert replacement.world.messages.infos == []


def test_what_was_used_is_named_before_the_first_create(replacement: Replacement) -> None:
    world = replacement.world
    world.control("PATCH", "switches", informational="missing")
    use(replacement, replacement.other())
    world.known_paths = set()
    use(replacement, replacement.replaced_id)
    replacement.create()
    (info,) = world.messages.infos
    assert "exists and is in no state" in info


def test_what_has_not_changed_for_a_day_does_not_stop_a_replacement(world: World) -> None:
    replacement = replacement_of(world, WebService)
    other = replacement.other()
    world.emulator.clock.advance(23 * HOUR_S)
    assert "updated_at" in replacement.refused()
    world.emulator.clock.advance(HOUR_S)
    replacement.create()
    (info,) = world.messages.infos
    assert other in info


def test_a_web_service_that_is_being_deleted_does_not_stop_a_replacement(world: World) -> None:
    replacement = replacement_of(world, WebService)
    other = replacement.other()
    world.fault(kind="answer", status=404, method="GET", path=f"/web-services/{other}/deployments")
    replacement.create()
    assert len(rows(world, WebService)) == 3


def test_what_an_earlier_version_of_the_program_created_since_is_refused_too(
    replacement: Replacement,
) -> None:
    """A replacement was killed, and the program was edited before the next run."""
    replacement.world.control("PATCH", "switches", echo="all")
    other = replacement.edited()
    first = replacement.refused()
    assert f"newer than the replaced one: '{other}' (" in first
    assert f"set `adopt_id='{other}'` and declare" in first
    assert first.index("Another stack may own it") < first.index("adopt_id")
    assert replacement.refused() == first


def test_what_was_used_or_is_older_than_the_replaced_one_is_of_an_earlier_replacement(
    world: World,
) -> None:
    world.control("PATCH", "switches", echo="all")
    world.policy = "replace"
    body = {"name": "web", "image_ref": "nginx", "source_type": "image"}
    world.known_paths = {f"/web-services/{world.by_hand('/web-services', **body)['id']}"}
    world.emulator.clock.advance(60)
    replacement = replacement_of(world, WebService)
    use(replacement, replacement.edited())
    replacement.create()
    assert world.messages.infos == []


def test_where_only_the_last_change_is_known_it_is_the_age_of_what_is_unused(world: World) -> None:
    replacement = replacement_of(world, WebService)
    other = replacement.other(image_ref="nginx:1.26")
    assert f"newer than the replaced one: '{other}' (status `stopped`, `updated_at` 20" in (
        replacement.refused()
    )
    world.emulator.clock.advance(24 * HOUR_S)
    replacement.create()
    assert world.messages.infos == []
