"""A forced replacement of a variable writes it in place, and no delete removes it afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.resources import EnvVar
from tests.account_marks import with_account
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.runs import Created, Runs, checked


def first_run(runs: Runs) -> Created:
    adapter = runs.process()
    image = {"name": "web", "image_ref": "nginx:1.27"}
    web, _ = adapter("WebService").create(checked(adapter("WebService"), image))
    inputs = checked(adapter("EnvVar"), {"web_service_id": web, "key": "KEY", "value": "first"})
    id, state = adapter("EnvVar").create(inputs)
    return Created(id, state, inputs)


def test_pulumi_up_with_replace_writes_the_value_in_place(runs: Runs) -> None:
    """The engine calls Check without olds, Create, and the delete of the old state at the end."""
    old = first_run(runs)
    again = runs.process()("EnvVar")
    id, state = again.create(checked(again, old.inputs))
    again.delete(old.id, old.state)
    assert (id, runs.values()) == (old.id, {"KEY": "first"})
    assert state["revision"] != old.state["revision"]
    assert "adopt_id" not in state
    assert runs.requests().count("PUT bulk") == 1
    assert [each for each in runs.requests() if each.startswith("DELETE")] == []
    again.delete(id, state)
    assert runs.values() == {"KEY": "first"}, "the state refers to it"


def test_a_replacement_trigger_writes_the_value_in_place_on_any_machine(runs: Runs) -> None:
    """Check with olds, which a Diff need not follow, Check without them, Create, Delete."""
    old = first_run(runs)
    elsewhere = runs.process("another machine")("EnvVar")
    checked(elsewhere, old.inputs, old.inputs)
    news = old.inputs | {"value": "second"}
    id, _ = elsewhere.create(checked(elsewhere, news))
    elsewhere.delete(old.id, old.state)
    assert (id, runs.values()) == (old.id, {"KEY": "second"})


def test_a_variable_that_a_refresh_does_not_find_is_not_overwritten(runs: Runs) -> None:
    """It was deleted, and created again by somebody else, before `pulumi up --refresh`."""
    old = first_run(runs)
    store = runs.runsite.emulator.store.variables
    (row,) = store.all()
    store.remove(row.id)
    elsewhere = runs.process("another machine")("EnvVar")
    elsewhere.create(checked(elsewhere, old.inputs | {"value": "theirs"}))
    again = runs.process("a third machine")("EnvVar")
    assert again.read(old.id, old.state, old.inputs).id == ""
    with pytest.raises(RpcFailed, match="already exists"):
        again.create(checked(again, old.inputs))
    assert runs.values() == {"KEY": "theirs"}


def test_a_replacement_after_a_refresh_writes_the_value_in_place(runs: Runs) -> None:
    old = first_run(runs)
    elsewhere = runs.process("another machine")("EnvVar")
    elsewhere.read(old.id, old.state, old.inputs)
    id, _ = elsewhere.create(checked(elsewhere, old.inputs))
    elsewhere.delete(old.id, old.state)
    assert (id, runs.values()) == (old.id, {"KEY": "first"})


def test_a_variable_that_is_not_known_to_be_in_the_state_is_not_overwritten(runs: Runs) -> None:
    old = first_run(runs)
    elsewhere = runs.process("another machine")("EnvVar")
    with pytest.raises(RpcFailed, match=r"already exists.*adopt_id"):
        elsewhere.create(checked(elsewhere, old.inputs | {"value": "second"}))
    assert runs.values() == {"KEY": "first"}


def test_another_variable_of_the_same_key_is_not_overwritten(runs: Runs) -> None:
    """It was deleted, and created again by somebody else: the record has another id."""
    old = first_run(runs)
    store = runs.runsite.emulator.store.variables
    (row,) = store.all()
    store.remove(row.id)
    parent = old.inputs["web_service_id"]
    colleague = runs.process("another machine")("EnvVar")
    colleague.create(checked(colleague, old.inputs | {"web_service_id": parent, "value": "theirs"}))
    again = runs.process()("EnvVar")
    with pytest.raises(RpcFailed, match="already exists"):
        again.create(checked(again, old.inputs))
    assert runs.values() == {"KEY": "theirs"}


@pytest.mark.parametrize("machine", ["", "another machine"])
def test_a_delete_that_a_killed_run_left_pending_removes_nothing(runs: Runs, machine: str) -> None:
    old = first_run(runs)
    again = runs.process()("EnvVar")
    id, state = again.create(checked(again, old.inputs))
    later = runs.process(machine)("EnvVar")  # the run was killed before the delete
    later.preview(id, state, old.inputs, old.inputs)
    later.delete(old.id, old.state)
    assert runs.values() == {"KEY": "first"}


def test_the_delete_in_another_process_removes_nothing(runs: Runs) -> None:
    """Two `Provider` resources are two processes: one creates, the other one deletes."""
    old = first_run(runs)
    again = runs.process()("EnvVar")
    id, state = again.create(checked(again, old.inputs))
    other = runs.process()("EnvVar")
    other.delete(old.id, old.state)
    assert runs.values() == {"KEY": "first"}
    runs.process()("EnvVar").delete(id, state)
    assert runs.values() == {}, "`pulumi destroy` deletes it"


def test_a_destroy_after_a_killed_run_deletes_the_variable(runs: Runs) -> None:
    old = first_run(runs)
    again = runs.process()("EnvVar")
    id, state = again.create(checked(again, old.inputs))
    destroy = runs.process()("EnvVar")
    destroy.delete(old.id, old.state)
    destroy.delete(id, state)
    assert runs.values() == {}


@pytest.mark.parametrize("change", [{"key": "OTHER"}, {"web_service_id": ""}])
def test_another_key_or_parent_is_created_before_the_old_one_is_deleted(
    runs: Runs, change: dict[str, Any]
) -> None:
    old = first_run(runs)
    run = runs.process()
    if "web_service_id" in change:
        image = {"name": "web-2", "image_ref": "nginx:1.27"}
        another = run("WebService")
        another.urn += "-2"
        change = {"web_service_id": another.create(image)[0]}
    env_var, news = run("EnvVar"), old.inputs | change
    diff = env_var.preview(old.id, old.state, old.inputs, news)
    assert len(diff.replaces) == 1
    assert not diff.deleteBeforeReplace
    id, _ = env_var.create(checked(env_var, news))
    assert len(runs.runsite.emulator.store.variables.all()) == 2
    env_var.delete(old.id, old.state)
    (row,) = runs.runsite.emulator.store.variables.all()
    assert id.endswith(row.id)


def test_a_refused_create_leaves_the_old_key(runs: Runs) -> None:
    old = first_run(runs)
    taken = old.inputs | {"key": "TAKEN"}
    colleague = runs.process("another machine")("EnvVar")
    colleague.create(checked(colleague, taken | {"value": "theirs"}))
    run = runs.process()("EnvVar")
    run.preview(old.id, old.state, old.inputs, taken)
    with pytest.raises(RpcFailed, match="already exists"):
        run.create(checked(run, taken))
    assert runs.values() == {"KEY": "first", "TAKEN": "theirs"}


def test_the_option_delete_before_replace_still_works(runs: Runs) -> None:
    old = first_run(runs)
    run = runs.process()("EnvVar")
    run.delete(old.id, old.state)
    assert runs.values() == {}
    id, _ = run.create(checked(run, old.inputs))
    assert id != old.id
    assert runs.values() == {"KEY": "first"}


def test_a_variable_with_another_id_since_its_write_is_not_deleted_either(runs: Runs) -> None:
    """Its state has the id of before: a bulk write would replace, so it was created again."""
    old = first_run(runs)
    run = runs.process()
    state = with_account(old.state, bulk_writes="replace")
    news = old.inputs | {"value": "second"}
    written = run("EnvVar").update(old.id, state, news)
    again = runs.process()("EnvVar")
    again.preview(old.id, written, news, news)
    forced = runs.process()("EnvVar")
    id, _ = forced.create(checked(forced, news))
    assert id != old.id
    forced.delete(old.id, written)
    assert runs.values() == {"KEY": "second"}


@pytest.mark.parametrize("step", ["find_own_id", "adoptable"])
def test_a_variable_that_is_removed_meanwhile_is_created(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """By a bulk write of the same run, where one replaces the list, or by somebody else."""
    old = first_run(runs)
    rows = runs.runsite.emulator.store.variables

    async def find_and_remove(*args: Any) -> Any:
        found = await find(*args)
        if runs.values():
            rows.remove(old.id.partition("/")[2])
        return found

    run = runs.process()
    find = getattr(EnvVar, step)
    with monkeypatch.context() as patch:
        patch.setattr(EnvVar, step, find_and_remove)
        id, state = run("EnvVar").create(checked(run("EnvVar"), old.inputs))
    assert "adopt_id" not in state
    run("EnvVar").delete(old.id, old.state)
    assert runs.values() == {"KEY": "first"}
    runs.process()("EnvVar").delete(id, state)
    assert runs.values() == {}
