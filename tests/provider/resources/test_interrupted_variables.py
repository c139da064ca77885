"""A create of a variable that is interrupted, before the program declares another one instead."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import OutcomeUnknown, RunsiteError
from pulumi_runsite.provider.resources import Project, ProjectSecret
from tests.provider.resources.parent_variables import ParentVariables
from tests.world import EmulatedClock, World

UNDATED = ["none", "group"]
"""Secrets without an id of their own, which have no time of creation here."""


@pytest.fixture(params=UNDATED)
def secrets(world: World, request: pytest.FixtureRequest) -> ParentVariables:
    found = ParentVariables(world, ProjectSecret)
    world.control("PATCH", "switches", secret_ids=request.param, variable_fields="minimal")
    return found


def interrupted(secrets: ParentVariables, fault: str) -> None:
    secrets.world.fault(kind=fault, method="POST")
    secrets.world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown):
        secrets.create()
    secrets.world.clock = EmulatedClock(secrets.world.emulator)


@pytest.mark.parametrize("fault", ["close", "close_after_commit"])
def test_a_secret_of_somebody_else_is_not_what_an_interrupted_create_of_another_left(
    secrets: ParentVariables, fault: str
) -> None:
    interrupted(secrets, fault)
    secrets.by_hand("OTHER", "theirs")
    with pytest.raises(RunsiteError, match="'OTHER' 'production' already exists on Runsite"):
        secrets.create(key="OTHER")
    assert secrets.values()["OTHER"] == "theirs"


def test_a_secret_of_another_project_is_not_what_an_interrupted_create_left(
    secrets: ParentVariables,
) -> None:
    interrupted(secrets, "close")
    first, (other, _) = secrets.path, secrets.world.create(Project, "other", name="other")
    secrets.path = secrets.path.replace(secrets.parent_id, other)
    secrets.by_hand("STRIPE", "theirs")
    with pytest.raises(RunsiteError, match="already exists on Runsite"):
        secrets.create(project_id=other)
    assert secrets.values() == {"STRIPE": "theirs"}
    (warning,) = secrets.world.messages.warnings
    assert "interrupted while it created project secret 'STRIPE' 'production'" in warning
    assert f"see `GET /api{first}`" in warning


def test_what_an_interrupted_create_may_have_left_in_another_scope_is_named(
    secrets: ParentVariables,
) -> None:
    interrupted(secrets, "close_after_commit")
    secrets.create(scope="staging")
    (warning,) = secrets.world.messages.warnings
    assert "interrupted while it created project secret 'STRIPE' 'production'" in warning


def test_an_interrupted_create_that_left_nothing_is_not_named(secrets: ParentVariables) -> None:
    interrupted(secrets, "close")
    secrets.create(scope="staging")
    assert secrets.world.messages.warnings == []
