"""The state knows its account: what another one does not have was not deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pulumi_runsite.emulator import Emulator, Running, running
from pulumi_runsite.provider.account import mark_of

from .fake_engine import RpcFailed
from .fixtures import FAST
from .managed import KEY, ManagedStack

OTHER_ACCOUNT, ROTATED = "ak_live_of_another_account", "ak_live_second_key"
ALL = ["Project", "WebService", "EnvVar", "ProjectSecret", "Deployment", "Restart"]
NOT_DELETED = "failed with status 404: {} not found. This does not mean that it was deleted:"
NOT_FOUND = {
    "Project": "Project", "WebService": "Web service", "EnvVar": "Web service",
    "ProjectSecret": "Project", "Deployment": "Web service", "Restart": "Web service",
}  # fmt: skip


@pytest.fixture(params=["host", "plugin"])
def stack(request: pytest.FixtureRequest, runsite: Running) -> ManagedStack:
    """One of each resource, in the state and on Runsite."""
    runsite.emulator.reset()
    stack = ManagedStack(request.getfixturevalue(request.param), runsite)
    runsite.emulator.keys.add(OTHER_ACCOUNT, "write", "other")
    runsite.emulator.keys.add(ROTATED, "write")
    return stack


@contextmanager
def another_runsite() -> Iterator[str]:
    with running(Emulator(api_keys=(KEY,), switches=FAST)) as other:
        yield other.url


def first_name(stack: ManagedStack) -> str:
    return repr(stack.calls(ALL[0]).urn.rpartition("::")[2])


def writes(runsite: Running) -> list[str]:
    entries = runsite.emulator.journal.entries()
    return [f"{e['method']} {e['path']}" for e in entries if e["method"] != "GET"]


def test_a_refresh_with_the_key_of_another_account_drops_nothing(stack: ManagedStack) -> None:
    stack.use(OTHER_ACCOUNT)
    first, *others = ALL
    outcome = stack.refresh(first)
    assert NOT_DELETED.format(NOT_FOUND[first]) in outcome
    assert "uses another API key" in outcome
    assert f"pulumi state delete --target-dependents '{stack.calls(first).urn}'" in outcome
    assert stack.refresh(first) == outcome
    for resource_type in others:
        outcome = stack.refresh(resource_type)
        assert outcome.endswith(
            f"{NOT_FOUND[resource_type]} not found; this run uses another API key than the state. "
            f"The error of {first_name(stack)} states what to do."
        )
    stack.use(KEY)
    assert [stack.refresh(each) for each in ALL] == ["kept"] * len(ALL)


def test_a_refresh_at_another_address_drops_nothing(stack: ManagedStack, runsite: Running) -> None:
    with another_runsite() as url:
        stack.use(KEY, url)
        first, *others = ALL
        outcome = stack.refresh(first)
        both = f"uses the address {url}/api, and the state has it from {runsite.url}/api"
        assert both in outcome
        assert f"Set `runsite:apiUrl` and `runsite:apiPrefix` back to {runsite.url}" in outcome
        for resource_type in others:
            outcome = stack.refresh(resource_type)
            assert "this run uses another address than the state" in outcome
            assert f"The error of {first_name(stack)} states what to do" in outcome


def test_an_update_with_the_key_of_another_account_writes_nothing(
    stack: ManagedStack, runsite: Running
) -> None:
    before, sent = stack.records(), writes(runsite)
    stack.use(OTHER_ACCOUNT)
    assert stack.diff("EnvVar") == []
    assert "uses another API key" in stack.update("EnvVar", value="canary-2")
    assert "uses another API key" in stack.update("ProjectSecret", value="canary-2")
    assert "uses another API key" in stack.update("WebService", desired_state="stopped")
    assert "uses another API key" in stack.update("WebService", env_vars={"NEW": "canary"})
    assert (stack.records(), writes(runsite)) == (before, sent)


@pytest.mark.parametrize("resource_type", ["Project", "WebService"])
def test_a_preview_replaces_nothing_of_another_account(
    stack: ManagedStack, resource_type: str
) -> None:
    managed = stack.resources[resource_type]
    news = managed.inputs | {"name": "another", "immutable_changes": "replace"}
    stack.use(ROTATED)
    preview = (managed.id, managed.state, managed.inputs, news)
    assert stack.calls(resource_type).preview(*preview).replaces
    stack.use(OTHER_ACCOUNT)
    with pytest.raises(RpcFailed, match="uses another API key"):
        stack.calls(resource_type).preview(*preview)


@pytest.mark.parametrize("resource_type", ["Deployment", "EnvVar", "Restart"])
def test_a_create_in_a_parent_of_another_account_names_the_account(
    stack: ManagedStack, runsite: Running, resource_type: str
) -> None:
    sent = writes(runsite)
    stack.use(OTHER_ACCOUNT)
    calls = stack.calls(resource_type)
    calls.urn += "-new"
    service = {"web_service_id": stack.resources["WebService"].id}
    news = service | ({"key": "NEW", "value": "canary"} if resource_type == "EnvVar" else {})
    with pytest.raises(RpcFailed, match="404"):
        calls.create(news)
    assert stack.diff("WebService") == []
    with pytest.raises(RpcFailed, match="uses another API key for"):
        calls.create(news)
    assert [each for each in writes(runsite) if each not in sent] == []


def test_a_destroy_with_the_key_of_another_account_deletes_and_forgets_nothing(
    stack: ManagedStack,
) -> None:
    before = stack.records()
    stack.use(OTHER_ACCOUNT)
    for resource_type in ALL:
        assert "uses another API key" in stack.destroy(resource_type)
    assert stack.records() == before
    stack.use(KEY)
    for resource_type in ("EnvVar", "ProjectSecret", "WebService"):
        assert stack.destroy(resource_type) == "deleted"
    assert stack.records()["variables"] == stack.records()["secrets"] == []


def test_a_rotated_key_is_silent_and_becomes_that_of_the_state(
    stack: ManagedStack, runsite: Running
) -> None:
    first = stack.account("EnvVar")
    stack.use(ROTATED)
    assert [stack.refresh(each) for each in ALL] == ["kept"] * len(ALL)
    assert [stack.diff(each) for each in ALL] == [[]] * len(ALL)
    marks = [stack.account(each) for each in ALL]
    assert marks == [marks[0]] * len(ALL)
    assert marks[0].keys() == first.keys()
    assert {name for name in first if marks[0][name] != first[name]} == {"key"}
    runsite.emulator.store.web_services.all()[0].owner = "other"
    stack.use(KEY)
    assert "uses another API key" in stack.refresh("WebService")


def test_an_update_renews_the_key_only_where_it_shows_that_the_object_is_there(
    stack: ManagedStack,
) -> None:
    first = stack.account("EnvVar")
    stack.use(ROTATED)
    assert stack.update("EnvVar", value="second") == "updated"
    assert stack.update("Deployment", timeout=7) == "updated"
    assert stack.account("EnvVar") != first
    assert stack.account("Deployment") == first


def test_with_a_rotated_key_a_variable_is_deleted_where_its_parent_is_found(
    stack: ManagedStack, runsite: Running
) -> None:
    runsite.emulator.store.variables.clear()
    stack.use(ROTATED)
    assert stack.refresh("EnvVar") == "dropped"
    for table in (runsite.emulator.store.deployments, runsite.emulator.store.web_services):
        table.clear()
    stack.use(ROTATED)
    for resource_type in ("WebService", "Deployment", "Restart", "EnvVar"):
        assert "uses another API key" in stack.refresh(resource_type)


def test_an_empty_list_of_a_parent_that_is_not_found_deletes_nothing(
    stack: ManagedStack, runsite: Running
) -> None:
    stack.use(OTHER_ACCOUNT)
    for path, list_field in (("env", "environment_variables"), ("secrets", "secrets")):
        body: Any = {list_field: [], "total": 0}
        stack.fault(kind="answer", status=200, body=body, path=f"*/{path}", method="GET")
    assert "uses another API key" in stack.refresh("EnvVar")
    assert "uses another API key" in stack.refresh("ProjectSecret")


def test_a_state_without_an_account_accuses_nobody_and_gets_one(
    stack: ManagedStack, runsite: Running
) -> None:
    for managed in stack.resources.values():
        del managed.state["account"]
    stack.use(ROTATED)
    assert [stack.refresh(each) for each in ALL] == ["kept"] * len(ALL)
    assert stack.account("Restart")["address"] == f"{runsite.url}/api"
    del stack.resources["WebService"].state["account"]
    runsite.emulator.store.web_services.all()[0].owner = "other"
    assert stack.refresh("WebService") == "dropped"


def test_a_short_id_at_another_address_may_be_that_of_another_object(
    stack: ManagedStack,
) -> None:
    with another_runsite() as url:
        stack.use(KEY, url)
        for managed in stack.resources.values():
            managed.id = "/".join("7" for _ in managed.id.split("/"))
        assert "may be that of another resource here. This does not mean" in stack.refresh(
            "Project"
        )
        for outcome in (
            stack.update("EnvVar", value="canary-2"),
            stack.destroy("ProjectSecret"),
            stack.destroy("WebService"),
        ):
            assert "may be that of another resource here; this run uses another address" in outcome


def test_the_account_in_the_state_shows_neither_the_key_nor_all_of_its_hash(
    stack: ManagedStack,
) -> None:
    for name, managed in stack.resources.items():
        response = stack.calls(name).read(managed.id, managed.state, managed.inputs)
        account = mark_of({"account": response.properties.fields["account"].string_value})
        assert re.fullmatch("[0-9a-f]{12}", account["key"])
        assert KEY not in str(response)
        assert "account" not in response.inputs.fields
