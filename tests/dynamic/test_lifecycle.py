"""Create, read and delete through Pulumi's dynamic provider host, against an emulator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.attempt import decoded_record
from tests.adapters.dynamic_host_process import Host, plain
from tests.adapters.fake_engine import RpcFailed
from tests.dynamic.host_calls import checked, service

MISSING_ID = "00000000-0000-4000-8000-000000000000"


def test_integers_are_sent_to_runsite_as_integers(online_host: Host, runsite: Running) -> None:
    service(online_host)
    (entry,) = runsite.emulator.journal.entries(operation="create_web_service")
    assert json.dumps(entry["request_body"]["port"]) == "8080"


def test_a_deleted_resource_is_read_as_an_empty_id(online_host: Host, runsite: Running) -> None:
    project = online_host("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    runsite.emulator.store.projects.remove(id)
    assert project.read(id, state, inputs).id == ""


def test_a_read_returns_the_requested_inputs(online_host: Host, runsite: Running) -> None:
    project = online_host("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    row = runsite.emulator.store.projects.get(id)
    assert row
    row.name, row.description = "store", "new"
    response = project.read(id, state, inputs)
    assert plain(response.inputs) == {"name": "store"}
    assert plain(response.properties)["description"] == "new"


def test_an_error_message_is_a_single_line_without_a_traceback(online_host: Host) -> None:
    project = online_host("Project")
    project.create(checked(project, {"name": "shop"}))
    project.urn += "-too"
    with pytest.raises(RpcFailed) as raised:
        project.create(checked(project, {"name": "shop"}))
    assert raised.value.status_message.startswith("Project 'shop' already exists on Runsite")
    assert "Traceback" not in raised.value.status_message
    assert "Traceback" in raised.value.details
    assert not raised.value.is_init_failed


def test_log_lines_have_the_urn_of_their_resource(online_host: Host) -> None:
    project = online_host("Project")
    id, state = project.create(checked(project, {"name": "shop"}))
    project.delete(id, state)
    log_line = online_host.engine.wait_for("still exists")
    assert log_line.urn == project.urn


def test_the_creation_log_is_stored_in_pulumi_home(online_host: Host, tmp_path: Path) -> None:
    project = online_host("Project")
    id, state = project.create(checked(project, {"name": "shop"}))
    (entry,) = (tmp_path / "runsite-creation-log").iterdir()
    assert decoded_record(entry.read_bytes())["created_id"] == id
    project.diff(id, state, {"name": "shop"}, {"name": "shop"})
    assert not entry.exists()


def test_a_read_settles_the_creation_log(online_host: Host, tmp_path: Path) -> None:
    project = online_host("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    (entry,) = (tmp_path / "runsite-creation-log").iterdir()
    project.read(id, state, inputs)
    assert not entry.exists()


def test_a_lookup_of_a_missing_resource_is_an_error(online_host: Host) -> None:
    project = online_host("Project")
    known = project.to_inputs({})
    request = provider_pb2.ReadRequest(
        urn=project.urn, id=MISSING_ID, properties=known, inputs=known
    )
    with pytest.raises(RpcFailed) as raised:
        project.call("Read", request)
    assert raised.value.status_message == (
        f"Runsite has no project {MISSING_ID}. "
        "Check the id, and which account the API key belongs to."
    )
