"""Variables that a map and an `EnvVar` both have in the state, of which a run sees only one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.variable_holders import DELETED, ENV_VAR, MAP
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.runs import Runs, runs

from .lifecycle import Managed
from .test_variables_that_move import IMAGE, create, moved, preview, up

__all__ = ["moved", "runs"]

Move = tuple[Managed, Managed, Props]


def is_quiet(runs: Runs, *programs: tuple[Managed, Props]) -> bool:
    """Return whether the next preview displays no change."""
    run = runs.process()
    return not any(preview(run, managed, **news) for managed, news in programs)


def recorded(runs: Runs) -> list[str]:
    """Return what this machine has of variables that are moved."""
    files = [each.read_text() for each in (runs.home / "runsite-creation-log").iterdir()]
    return [
        holder for holder in (MAP, ENV_VAR, DELETED) if any(f': "{holder}"' in f for f in files)
    ]


def killed(managed: Managed) -> Managed:
    """Return a copy, on which a run may work whose end the engine never sees."""
    return deepcopy(managed)


@pytest.fixture
def adopted(runs: Runs) -> tuple[Managed, Props, Props]:
    """A web service, its program with KEY in a map, and an `EnvVar` that adopts this."""
    program = IMAGE | {"secret_env_vars": {"KEY": "first"}}
    web = create(runs.process(), "WebService", **program)
    (row,) = runs.runsite.emulator.store.variables.all()
    news = {"web_service_id": web.id, "key": "KEY", "value": "second", "adopt_id": row.id}
    return web, program, news


def test_an_env_var_is_written_again_where_a_map_has_written_it_in_a_run_that_was_killed(
    runs: Runs, moved: Move
) -> None:
    web, variable, program = moved
    program |= {"secret_env_vars": {"KEY": "of the map"}}
    assert up(runs.process(), killed(web), **program)
    assert runs.values() == {"KEY": "of the map"}
    assert preview(runs.process(), variable, **variable.inputs)
    run = runs.process()
    up(run, web, **IMAGE)
    assert up(run, variable, **variable.inputs)
    assert runs.values() == {"KEY": "first"}
    assert is_quiet(runs, (web, IMAGE), (variable, variable.inputs))
    runs.process()("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {}


def test_a_killed_move_may_be_finished(runs: Runs, moved: Move) -> None:
    web, variable, program = moved
    assert up(runs.process(), killed(web), **program)
    run = runs.process()
    assert up(run, web, **program)
    run("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {"KEY": "first"}
    assert is_quiet(runs, (web, program))
    assert recorded(runs) == []


def test_a_targeted_delete_of_an_env_var_leaves_what_a_map_has_adopted(
    runs: Runs, moved: Move
) -> None:
    web, variable, program = moved
    assert up(runs.process(), web, **program)
    targeted = runs.process()
    targeted("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {"KEY": "first"}
    assert any("manages it now" in each.message for each in targeted.engine.log_requests)
    assert is_quiet(runs, (web, program))
    assert up(runs.process(), web, **IMAGE)
    assert runs.values() == {}


@pytest.mark.parametrize("machine", ["", "another machine"])
def test_an_env_var_is_created_again_whose_variable_a_targeted_map_has_deleted(
    runs: Runs, moved: Move, machine: str
) -> None:
    web, variable, program = moved
    assert up(runs.process(machine), web, **program)
    assert up(runs.process(), web, **IMAGE)  # `--target`
    assert runs.values() == {}
    assert preview(runs.process(), variable, **variable.inputs)
    run = runs.process()
    assert not up(run, web, **IMAGE)
    assert up(run, variable, **variable.inputs)
    assert runs.values() == {"KEY": "first"}
    assert is_quiet(runs, (web, IMAGE), (variable, variable.inputs))
    runs.process()("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {}


def test_a_map_creates_again_what_a_targeted_env_var_has_adopted_and_deleted(
    runs: Runs, adopted: tuple[Managed, Props, Props]
) -> None:
    web, program, news = adopted
    variable = create(runs.process(), "EnvVar", **news)
    runs.process()("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {}
    assert preview(runs.process(), web, **program)
    assert up(runs.process(), web, **program)
    assert runs.values() == {"KEY": "first"}
    assert is_quiet(runs, (web, program))


def test_a_map_is_written_again_where_an_env_var_has_adopted_in_a_run_that_was_killed(
    runs: Runs, adopted: tuple[Managed, Props, Props]
) -> None:
    web, program, news = adopted
    create(runs.process(), "EnvVar", **news)
    assert runs.values() == {"KEY": "second"}
    assert up(runs.process(), web, **program | {"env_vars": {"OTHER": "x"}})
    assert runs.values() == {"KEY": "first", "OTHER": "x"}
    assert up(runs.process(), web, **program)
    assert is_quiet(runs, (web, program))
    assert up(runs.process(), web, **IMAGE)
    assert runs.values() == {}


def test_a_targeted_map_leaves_what_an_env_var_has_adopted(
    runs: Runs, adopted: tuple[Managed, Props, Props]
) -> None:
    web, _, news = adopted
    variable = create(runs.process(), "EnvVar", **news)
    assert up(runs.process(), web, **IMAGE)
    assert runs.values() == {"KEY": "second"}
    assert recorded(runs) == []
    assert is_quiet(runs, (web, IMAGE), (variable, news))
    runs.process()("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {}


@pytest.mark.parametrize("order", ["created", "map first", "EnvVar first"])
def test_nothing_is_left_to_do_after_a_move_out_of_a_map(
    runs: Runs, adopted: tuple[Managed, Props, Props], order: str
) -> None:
    web, program, news = adopted
    if order == "created":
        del news["adopt_id"]
    run = runs.process()
    if order == "EnvVar first":
        variable = create(run, "EnvVar", **news)
    assert up(run, web, **IMAGE)
    if order != "EnvVar first":
        variable = create(run, "EnvVar", **news)
    assert is_quiet(runs, (web, IMAGE), (variable, news))
    assert up(runs.process(), variable, **news | {"value": "third"})
    assert is_quiet(runs, (web, IMAGE), (variable, variable.inputs))
    back = runs.process()
    assert up(back, web, **program | {"adopt_id": web.id})
    back("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {"KEY": "first"}
    assert is_quiet(runs, (web, web.inputs))
    assert up(runs.process(), web, **IMAGE)
    assert runs.values() == {}
    runs.process()("WebService").delete(web.id, web.state)
    assert recorded(runs) == []


def test_nothing_is_left_to_do_after_an_adoption_from_the_dashboard(runs: Runs) -> None:
    service = create(runs.process(), "WebService", **IMAGE)
    first = runs.process()
    for key in ("A", "B"):
        create(first, "EnvVar", key, web_service_id=service.id, key=key, value="dashboard")
    ids = {row.key: row.id for row in runs.runsite.emulator.store.variables.all()}
    program = IMAGE | {"adopt_id": service.id, "env_vars": {"A": "mine"}}
    web = create(runs.process("another machine"), "WebService", **program)
    news = {"web_service_id": web.id, "key": "B", "value": "mine", "adopt_id": ids["B"]}
    variable = create(runs.process("another machine"), "EnvVar", **news)
    assert runs.values() == {"A": "mine", "B": "mine"}
    run = runs.process("another machine")
    assert not preview(run, web, **program)
    assert not preview(run, variable, **news)
    run = runs.process("another machine")
    run("EnvVar").delete(variable.id, variable.state)
    assert up(run, web, **IMAGE)
    assert runs.values() == {}


def test_a_refused_move_into_a_map_leaves_the_env_var_as_it_is(runs: Runs, moved: Move) -> None:
    web, variable, program = moved
    refuse_next_write(runs, method="PUT")
    with pytest.raises(RpcFailed, match="422"):
        up(runs.process(), web, **program)
    assert is_quiet(runs, (web, IMAGE), (variable, variable.inputs))
    runs.process()("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {}


def test_a_refused_move_out_of_a_map_leaves_the_map_as_it_is(
    runs: Runs, adopted: tuple[Managed, Props, Props]
) -> None:
    web, program, news = adopted
    refuse_next_write(runs, method="PUT")
    with pytest.raises(RpcFailed, match="422"):
        create(runs.process(), "EnvVar", **news)
    assert is_quiet(runs, (web, program))
    assert up(runs.process(), web, **IMAGE)
    assert runs.values() == {}


def refuse_next_write(runs: Runs, **where: Any) -> None:
    refusal = {"status": 422, "body": {"detail": "no"}}
    runs.runsite.emulator.faults.add(Fault(kind="answer", **where, **refusal))
