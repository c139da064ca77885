"""Adopting projects and web services: the program must match what Runsite reports."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.resources import Project, WebService
from tests.world import World


def test_adopting_creates_nothing(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    mark = world.mark()
    adopted, state = world.create(Project, "another", name="shop", adopt_id=id)
    assert (adopted, state["name"]) == (id, "shop")
    assert world.requests(mark) == [f"GET /projects/{id}"]


def test_adopting_a_different_resource_fails_with_the_difference(world: World) -> None:
    id, _ = world.create(Project, name="shop", description="Mine")
    with pytest.raises(
        RunsiteError, match="`description` is 'Mine' on Runsite and 'Yours' in the program"
    ):
        world.create(Project, "another", name="shop", description="Yours", adopt_id=id)
    with pytest.raises(
        RunsiteError, match="`name` is 'shop' on Runsite and 'store' in the program"
    ):
        world.create(Project, "another", name="store", description="Mine", adopt_id=id)
    with pytest.raises(RunsiteError, match="Runsite has no project"):
        world.create(Project, "another", name="shop", adopt_id="0" * 8 + id[8:])


def test_credentials_in_a_url_are_redacted(world: World) -> None:
    git = {"name": "web", "git_repository_url": "https://github.com/u/r"}
    id, _ = world.create(WebService, **git)
    world.control("PATCH", "switches", echo="all")
    leaky = "https://user:canary@github.com/u/r"
    world.control("PATCH", f"dashboard/web-services/{id}", git_repository_url=leaky)
    with pytest.raises(RunsiteError, match=r"is 'https://\[secret\]@github.com/u/r' on Runsite"):
        world.create(WebService, "another", **git, adopt_id=id)


def test_a_long_secret_in_a_difference_is_redacted(world: World) -> None:
    secret = "canary " * 30
    id, _ = world.create(Project, name="shop")
    world.secrets.append(secret)
    with pytest.raises(RunsiteError, match=r"\[secret\]") as raised:
        world.create(Project, "another", name="shop", description=f"it is {secret}!", adopt_id=id)
    assert "canary" not in str(raised.value)
