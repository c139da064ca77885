"""Create, read and delete through Pulumi's dynamic provider host, against an emulator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from tests.adapters.dynamic_host_process import Host, plain
from tests.adapters.fake_engine import Failed
from tests.dynamic.host_calls import checked, service

NOBODY = "00000000-0000-4000-8000-000000000000"


def test_whole_numbers_reach_runsite_as_whole_numbers(online_host: Host, runsite: Running) -> None:
    service(online_host)
    (entry,) = runsite.emulator.journal.entries(operation="create_web_service")
    assert json.dumps(entry["request_body"]["port"]) == "8080"


def test_gone_is_an_empty_id(online_host: Host, runsite: Running) -> None:
    project = online_host("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    runsite.emulator.store.projects.remove(id)
    assert project.read(id, state, inputs).id == ""


def test_a_read_returns_the_inputs_that_were_asked_about(
    online_host: Host, runsite: Running
) -> None:
    project = online_host("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    row = runsite.emulator.store.projects.get(id)
    assert row
    row.name, row.description = "store", "new"
    answer = project.read(id, state, inputs)
    assert plain(answer.inputs) == {"name": "store"}
    assert plain(answer.properties)["description"] == "new"


def test_an_error_is_one_sentence_without_a_traceback(online_host: Host) -> None:
    project = online_host("Project")
    project.create(checked(project, {"name": "shop"}))
    project.urn += "-too"
    with pytest.raises(Failed) as raised:
        project.create(checked(project, {"name": "shop"}))
    assert raised.value.sentence.startswith("project 'shop' exists already on Runsite")
    assert "Traceback" not in raised.value.sentence
    assert "Traceback" in raised.value.plain
    assert not raised.value.is_kept


def test_what_is_said_reaches_the_row_of_its_resource(online_host: Host) -> None:
    project = online_host("Project")
    id, state = project.create(checked(project, {"name": "shop"}))
    project.delete(id, state)
    said = online_host.engine.wait_for("stays on Runsite")
    assert said.urn == project.urn


def test_what_is_left_unfinished_lies_beside_pulumis_files(
    online_host: Host, tmp_path: Path
) -> None:
    project = online_host("Project")
    id, state = project.create(checked(project, {"name": "shop"}))
    (intent,) = (tmp_path / "runsite-intents").iterdir()
    assert json.loads(intent.read_text())["made"] == id
    project.diff(id, state, {"name": "shop"}, {"name": "shop"})
    assert not intent.exists()


def test_a_read_too_settles_what_was_left_unfinished(online_host: Host, tmp_path: Path) -> None:
    project = online_host("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    (intent,) = (tmp_path / "runsite-intents").iterdir()
    project.read(id, state, inputs)
    assert not intent.exists()


def test_a_look_up_of_nothing_fails_and_says_so(online_host: Host) -> None:
    project = online_host("Project")
    known = project.props({})
    request = provider_pb2.ReadRequest(urn=project.urn, id=NOBODY, properties=known, inputs=known)
    with pytest.raises(Failed) as raised:
        project.call("Read", request)
    assert raised.value.sentence == f"there is no project {NOBODY} on Runsite"
