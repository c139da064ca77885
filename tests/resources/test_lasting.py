"""Projects and web services: made once, never changed, never deleted."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import ApiError, OutcomeUnknown, RunsiteError, Unauthorized
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.resources import Deployment, Project, WebService
from tests.world import World

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}


def test_making_a_project_asks_what_is_there_and_posts_once(world: World) -> None:
    id, state = world.create(Project, name="shop", description="My shop")
    assert world.asked() == ["GET /projects", "POST /projects"]
    assert state["name"] == "shop"
    assert state["workspace_id"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]


def test_making_a_web_service_deploys_nothing(world: World) -> None:
    id, _ = world.create(WebService, **SERVICE)
    assert world.writes() == ["POST /web-services"]
    assert world.emulator.store.web_services.get(id).status == "stopped"  # type: ignore[union-attr]


def test_what_the_api_does_not_echo_is_kept(world: World) -> None:
    id, state = world.create(WebService, **SERVICE, port=3000, start_command="serve")
    assert (state["port"], state["start_command"]) == (3000, "serve")
    assert world.read(WebService, id, state) == state


@pytest.mark.parametrize("echo", ["proven", "all"])
def test_a_second_look_changes_nothing(world: World, echo: str) -> None:
    world.control("PATCH", "switches", echo=echo)
    id, state = world.create(WebService, **SERVICE, max_instances=2)
    assert world.read(WebService, id, state) == state
    inputs, _ = WebService.check(SERVICE | {"max_instances": 2}, {}, "error")
    assert not WebService.diff(state, inputs, "error")


def test_a_twin_is_refused_and_named(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    with pytest.raises(RunsiteError, match="exists already on Runsite; nothing was made") as raised:
        world.create(Project, "another", name="shop")
    assert f"adopt_id={id!r}" in str(raised.value)
    assert world.writes() == ["POST /projects"]


def test_a_service_of_another_project_is_no_twin(world: World) -> None:
    first, _ = world.create(Project, "a", name="one")
    second, _ = world.create(Project, "b", name="two")
    world.create(WebService, "c", **SERVICE, project_id=first)
    world.create(WebService, "d", **SERVICE, project_id=second)
    world.create(WebService, "e", **SERVICE)
    assert len(world.emulator.store.web_services.all()) == 3


def test_adopting_makes_nothing(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    mark = world.mark()
    adopted, state = world.create(Project, "another", name="shop", adopt_id=id)
    assert (adopted, state["name"]) == (id, "shop")
    assert world.asked(mark) == [f"GET /projects/{id}"]


def test_adopting_something_else_is_refused_with_the_difference(world: World) -> None:
    id, _ = world.create(Project, name="shop", description="Mine")
    with pytest.raises(
        RunsiteError, match="description is 'Mine' on Runsite, unset in the program"
    ):
        world.create(Project, "another", name="shop", adopt_id=id)
    with pytest.raises(RunsiteError, match="name is 'shop' on Runsite, 'store' in the program"):
        world.create(Project, "another", name="store", description="Mine", adopt_id=id)
    with pytest.raises(RunsiteError, match="there is no project"):
        world.create(Project, "another", name="shop", adopt_id="0" * 8 + id[8:])


def test_credentials_in_an_address_are_not_quoted(world: World) -> None:
    git = {"name": "web", "git_repository_url": "https://github.com/u/r"}
    id, _ = world.create(WebService, **git)
    world.control("PATCH", "switches", echo="all")
    leaky = "https://user:canary@github.com/u/r"
    world.control("PATCH", f"dashboard/web-services/{id}", git_repository_url=leaky)
    with pytest.raises(RunsiteError, match=r"is 'https://\[secret\]@github.com/u/r' on Runsite"):
        world.create(WebService, "another", **git, adopt_id=id)


def test_a_secret_is_not_quoted_either_and_be_it_long(world: World) -> None:
    secret = "canary " * 30
    id, _ = world.create(Project, name="shop")
    world.secrets.append(secret)
    with pytest.raises(RunsiteError, match=r"unset.*\[secret\]|\[secret\]") as raised:
        world.create(Project, "another", name="shop", description=f"it is {secret}!", adopt_id=id)
    assert "canary" not in str(raised.value)


def test_a_namesake_of_what_an_earlier_run_has_made_is_not_taken_over(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    world.control("DELETE", f"dashboard/projects/{id}")
    other, _ = world.create(Project, "somebody else's", name="shop")
    mark = world.mark()
    with pytest.raises(RunsiteError, match=f"exists already on Runsite.*adopt_id='{other}'"):
        world.create(Project, name="shop")
    assert world.writes(mark) == []


def test_a_change_in_the_dashboard_is_drift(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.control("PATCH", f"dashboard/projects/{id}", name="store")
    assert world.read(Project, id, state) == state | {"name": "store"}


def test_only_what_is_proven_to_be_gone_is_gone(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.control("DELETE", f"dashboard/projects/{id}")
    assert world.read(Project, id, state) is None


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "answer", "status": 401},
        {"kind": "answer", "status": 403},
        {"kind": "answer", "status": 404, "text": "<html>", "content_type": "text/html"},
        {"kind": "answer", "status": 418},
        {"kind": "answer", "status": 500, "count": 4},
        {"kind": "close", "count": 4},
        {"kind": "redirect"},
        {"kind": "html"},
        {"kind": "nan"},
        {"kind": "bad_utf8"},
        {"kind": "deep_json"},
    ],
)
def test_trouble_is_never_taken_for_gone(world: World, fault: dict[str, object]) -> None:
    id, state = world.create(Project, name="shop")
    world.fault(**fault, path="/projects/*")
    with pytest.raises(RunsiteError):
        world.read(Project, id, state)


def test_a_404_that_the_list_contradicts_is_not_gone(world: World) -> None:
    id, state = world.create(Project, name="shop")
    missing = {"detail": "Project not found"}
    world.fault(kind="answer", status=404, body=missing, path="/projects/*", count=2)
    with pytest.raises(RunsiteError, match="yet the list has it"):
        world.read(Project, id, state)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "close_after_commit"},
        {"kind": "partial_head"},
        {"kind": "short_body"},
        {"kind": "answer", "status": 500, "apply": "before"},
        {"kind": "answer", "status": 502, "apply": "before"},
        {"kind": "answer", "status": 201, "text": "", "apply": "before"},
        {"kind": "answer", "status": 201, "body": {"name": "shop"}, "apply": "before"},
        {"kind": "answer", "status": 201, "body": {"id": 5}, "apply": "before"},
        {"kind": "html"},
        {"kind": "nan"},
        {"kind": "redirect", "apply": "before"},
    ],
)
def test_a_lost_answer_is_found_and_nothing_is_made_twice(
    world: World, fault: dict[str, object]
) -> None:
    world.fault(**fault, method="POST")
    id, state = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]
    assert state["name"] == "shop"


@pytest.mark.parametrize("status", [500, 503])
def test_where_nothing_was_made_it_says_that_it_is_not_known(world: World, status: int) -> None:
    world.fault(kind="answer", status=status, method="POST")
    with pytest.raises(OutcomeUnknown, match="is not known, and it was not found"):
        world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    id, _ = world.create(Project, name="shop")
    assert [p.id for p in world.emulator.store.projects.all()] == [id]


def test_a_killed_run_is_found_by_the_next_one(world: World) -> None:
    world.fault(kind="answer", status=500, apply="before", method="POST")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    world.clock.interrupted = False
    id, _ = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]
    assert world.said.infos == [f"an earlier run has made project 'shop' already: {id}"]

    async def last(ctx: Context) -> str | None:
        return ctx.create_log.last()

    assert world.run(last) == id, "so that its id in the state settles it"


def test_two_new_ones_are_named_and_neither_is_taken(world: World) -> None:
    world.fault(kind="answer", status=500, apply="before", method="POST")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    world.clock.interrupted = False
    world.policy = "replace"  # somebody else, who minds no twins
    world.create(Project, "another", name="shop")
    world.policy = "error"
    with pytest.raises(OutcomeUnknown, match="several new ones are there") as raised:
        world.create(Project, name="shop")
    assert all(project.id in str(raised.value) for project in world.emulator.store.projects.all())


def test_what_is_made_after_we_gave_up_on_the_answer_is_found(world: World) -> None:
    world.fault(kind="late_commit", seconds=2, method="POST")
    id, _ = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (
            {"status": 401, "body": {"detail": "Invalid API key"}},
            Unauthorized,
            "401: Invalid API key",
        ),
        ({"status": 400, "body": {"detail": "bad name"}}, ApiError, "400: bad name"),
        ({"status": 409, "body": {"detail": "taken"}}, ApiError, "409: taken"),
    ],
)
def test_a_refusal_says_what_the_api_says(
    world: World, fault: dict[str, object], kind: type[ApiError], words: str
) -> None:
    world.fault(kind="answer", method="POST", **fault)
    with pytest.raises(kind, match=f"^POST /api/projects failed with status {words}"):
        world.create(Project, name="shop")
    assert world.emulator.store.projects.all() == []


def test_after_a_refused_key_nothing_more_is_sent(world: World) -> None:
    world.control("PATCH", f"keys/{world.emulator.keys.all()[0].id}", is_active=False)

    async def two(ctx: Context) -> list[str]:
        said = []
        for where in ("/projects", "/web-services"):
            with pytest.raises(Unauthorized) as raised:
                await ctx.client.request("GET", where)
            said.append(str(raised.value))
        return said

    first, second = world.run(two)
    assert first.startswith(
        "GET /api/projects failed with status 401: Invalid API key. The API key was rejected"
    )
    assert second.startswith(
        "GET /api/web-services was not sent: an earlier request failed with status 401: Invalid API"
    )
    assert world.asked() == ["GET /projects"]


def test_an_unready_answer_keeps_the_id(world: World) -> None:
    body = {"id": "0b1c", "name": ["shop"]}
    world.fault(kind="answer", status=201, body=body, method="POST")
    with pytest.raises(ResourceInitFailed, match="is not as documented: name is a list") as raised:
        world.create(Project, name="shop")
    assert raised.value.id == "0b1c"
    assert raised.value.state["name"] == "shop"


def test_accepting_records_what_the_dashboard_did(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.policy = "accept"
    with pytest.raises(RunsiteError, match="name is 'shop' on Runsite, 'store' in the program"):
        world.update(Project, id, state, name="store")
    world.control("PATCH", f"dashboard/projects/{id}", name="store")
    after = world.update(Project, id, state, name="store")
    assert after == state | {"name": "store"}
    assert world.writes() == ["POST /projects"]


def test_replacing_leaves_the_old_one_and_makes_a_new_one(world: World) -> None:
    old, state = world.create(WebService, **SERVICE)
    world.policy = "replace"
    inputs, found = WebService.check(SERVICE | {"port": 9090}, state, "replace")
    assert found == []
    assert WebService.diff(state, inputs, "replace").replaces == {"port"}
    new, _ = world.create(WebService, "it", **SERVICE, port=9090)
    assert {s.id for s in world.emulator.store.web_services.all()} == {old, new}


def test_deleting_a_project_only_says_that_it_stays(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.delete(Project, id, state)
    assert world.writes() == ["POST /projects"]
    (warning,) = world.said.warnings
    assert id in warning
    assert "stays on Runsite" in warning


def deployed(world: World, **more: object) -> tuple[str, dict[str, object]]:
    id, state = world.create(WebService, "service", **SERVICE, **more)
    world.create(Deployment, "deployment", web_service_id=id)
    return id, state


def test_deleting_a_web_service_stops_it_and_says_that_it_stays(world: World) -> None:
    id, state = deployed(world)
    mark = world.mark()
    world.delete(WebService, id, state)
    assert world.writes(mark) == [f"POST /web-services/{id}/stop"]
    assert f"'web' ({id}) is stopped and stays on Runsite" in world.said.warnings[0]


def test_an_abandoned_web_service_runs_on(world: World) -> None:
    id, state = deployed(world, on_destroy="abandon")
    mark = world.mark()
    world.delete(WebService, id, state)
    assert world.asked(mark) == []
    assert "is left as it is and stays on Runsite" in world.said.warnings[0]


@pytest.mark.parametrize("status", ["stopped", "failed", "sleeping", "blocked"])
def test_what_does_not_run_is_not_stopped(world: World, status: str) -> None:
    id, state = deployed(world)
    world.control("PATCH", f"dashboard/web-services/{id}", status=status)
    mark = world.mark()
    world.delete(WebService, id, state)
    assert world.writes(mark) == []


def test_deleting_a_web_service_that_is_gone_is_quiet(world: World) -> None:
    id, state = deployed(world)
    world.control("DELETE", f"dashboard/web-services/{id}")
    world.delete(WebService, id, state)
    assert world.said.warnings == []


def test_running_is_drift_only_where_the_program_says_so(world: World) -> None:
    id, state = deployed(world, desired_state="running")
    assert world.read(WebService, id, state) == state
    world.control("PATCH", f"dashboard/web-services/{id}", status="stopped")
    drifted = world.read(WebService, id, state)
    assert drifted == state | {"desired_state": "stopped"}
    mark = world.mark()
    after = world.update(WebService, id, drifted, **SERVICE, desired_state="running")
    assert world.writes(mark) == [f"POST /web-services/{id}/start"]
    assert after["desired_state"] == "running"
    stopped = world.update(WebService, id, after, **SERVICE, desired_state="stopped")
    assert stopped["desired_state"] == "stopped"
    assert world.emulator.store.web_services.get(id).status == "stopped"  # type: ignore[union-attr]


def test_one_that_was_never_deployed_has_not_drifted(world: World) -> None:
    id, state = world.create(WebService, **SERVICE, desired_state="running")
    assert world.read(WebService, id, state) == state
