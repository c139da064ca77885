"""Create, read, update and delete through Pulumi's own host, against a Runsite on a socket."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.provider.fields import Props

from .conftest import Failed, Host, Provider, plain

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
NOBODY = "00000000-0000-4000-8000-000000000000"
SEAL = "4dabf18193072939515e22adb298388d"


@pytest.fixture
def ready(host: Host, runsite: Running) -> Host:
    """A host that speaks to an empty Runsite."""
    runsite.emulator.reset()
    host.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    return host


def checked(provider: Provider, inputs: Props) -> Props:
    return plain(provider.check(inputs).inputs)


def service(ready: Host) -> str:
    web = ready("WebService")
    id, _ = web.create(checked(web, {"name": "web", "image_ref": "nginx:1.27"}))
    return id


def test_a_secret_comes_back_sealed(ready: Host) -> None:
    variable = ready("EnvVar")
    inputs = {"web_service_id": service(ready), "key": "A", "value": "canary"}
    _, state = variable.create(checked(variable, inputs))
    sealed = state["value"]
    assert sealed["4dabf18193072939515e22adb298388d"] == "1b47061264138c4ac30d75fd1eb44270"
    assert sealed["value"] == "canary"


def test_whole_numbers_reach_runsite_as_whole_numbers(ready: Host, runsite: Running) -> None:
    service(ready)
    (entry,) = runsite.emulator.journal.entries(operation="create_web_service")
    assert json.dumps(entry["request_body"]["port"]) == "8080"


def test_gone_is_an_empty_id(ready: Host, runsite: Running) -> None:
    project = ready("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    runsite.emulator.store.projects.remove(id)
    assert project.read(id, state, inputs).id == ""


def test_a_read_returns_the_inputs_that_were_asked_about(ready: Host, runsite: Running) -> None:
    project = ready("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    row = runsite.emulator.store.projects.get(id)
    assert row
    row.name, row.description = "store", "new"
    answer = project.read(id, state, inputs)
    assert plain(answer.inputs) == {"name": "store"}
    assert plain(answer.properties)["description"] == "new"


def test_an_error_is_one_sentence_without_a_traceback(ready: Host) -> None:
    project = ready("Project")
    project.create(checked(project, {"name": "shop"}))
    project.urn += "-too"
    with pytest.raises(Failed) as raised:
        project.create(checked(project, {"name": "shop"}))
    assert raised.value.sentence.startswith("project 'shop' exists already on Runsite")
    assert "Traceback" not in raised.value.sentence
    assert "Traceback" in raised.value.plain
    assert not raised.value.is_kept


def test_what_is_said_reaches_the_row_of_its_resource(ready: Host) -> None:
    project = ready("Project")
    id, state = project.create(checked(project, {"name": "shop"}))
    project.delete(id, state)
    said = ready.engine.wait_for("stays on Runsite")
    assert said.urn == project.urn


def test_what_is_left_unfinished_lies_beside_pulumis_files(ready: Host, tmp_path: Path) -> None:
    project = ready("Project")
    id, state = project.create(checked(project, {"name": "shop"}))
    (intent,) = (tmp_path / "runsite-intents").iterdir()
    assert json.loads(intent.read_text())["made"] == id
    project.diff(id, state, {"name": "shop"}, {"name": "shop"})
    assert not intent.exists()


def test_a_read_too_settles_what_was_left_unfinished(ready: Host, tmp_path: Path) -> None:
    project = ready("Project")
    inputs = checked(project, {"name": "shop"})
    id, state = project.create(inputs)
    (intent,) = (tmp_path / "runsite-intents").iterdir()
    project.read(id, state, inputs)
    assert not intent.exists()


def test_what_is_read_is_sealed_among_inputs_and_state(ready: Host) -> None:
    variable = ready("EnvVar")
    inputs = {"web_service_id": service(ready), "key": "A", "value": "canary"}
    id, state = variable.create(checked(variable, inputs))
    plain_state = state | {"value": "canary"}
    answer = variable.read(id, plain_state, inputs)
    changed = variable.update(id, plain_state, inputs | {"value": "canary too"})
    told = (plain(answer.properties), plain(answer.inputs), changed)
    assert [SEAL in each["value"] for each in told] == [True, True, True]


def test_what_is_kept_is_sealed_and_can_be_worked_on_again(ready: Host, runsite: Running) -> None:
    body = {"id": "0b1c", "name": ["web"]}
    runsite.emulator.faults.add(Fault(kind="answer", status=201, body=body, method="POST"))
    web = ready("WebService")
    variables = [{"key": "A", "value": "canary"}]
    with pytest.raises(Failed) as raised:
        web.create(SERVICE | {"port": 8080, "on_destroy": "stop", "env_vars": variables})
    kept = raised.value.kept
    assert kept.id == "0b1c"
    assert kept.properties["__provider"]
    assert SEAL in plain(kept.properties)["env_vars"]


def test_a_wait_is_no_longer_than_the_program_allows(ready: Host, runsite: Running) -> None:
    live = ready("Deployment")
    inputs = live.props(checked(live, {"web_service_id": service(ready)}))
    runsite.emulator.switches.build_seconds = 3600.0
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs, timeout=0.1)
    with pytest.raises(Failed) as raised:
        live.call("Create", request, timeout_s=20)
    (deployment,) = runsite.emulator.store.deployments.all()
    assert raised.value.kept.id == deployment.id


def test_cancel_ends_a_wait_and_keeps_the_id(ready: Host, runsite: Running) -> None:
    live = ready("Deployment")
    inputs = live.props(checked(live, {"web_service_id": service(ready)}))
    runsite.emulator.switches.build_seconds = 3600.0
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs)
    waiting = ready.stub.Create.future(request, timeout=30)
    ready.engine.wait_for("is pending for")
    ready.stub.Cancel(empty_pb2.Empty())
    failed = Failed(waiting.exception())
    (deployment,) = runsite.emulator.store.deployments.all()
    assert failed.kept.id == deployment.id


def test_a_look_up_of_nothing_fails_and_says_so(ready: Host) -> None:
    project = ready("Project")
    known = project.props({})
    request = provider_pb2.ReadRequest(urn=project.urn, id=NOBODY, properties=known, inputs=known)
    with pytest.raises(Failed) as raised:
        project.call("Read", request)
    assert raised.value.sentence == f"there is no project {NOBODY} on Runsite"


def test_a_secret_that_only_the_state_knows_is_in_no_sentence(
    ready: Host, runsite: Running
) -> None:
    body = {"detail": "canary-words is in use"}
    fault = Fault(kind="answer", status=403, body=body, method="DELETE", path="*/env/*")
    runsite.emulator.faults.add(fault)
    state = {"web_service_id": "s-1", "key": "A", "value": "canary-words"}
    with pytest.raises(Failed) as raised:
        ready("EnvVar").delete("s-1/v-1", state)
    assert raised.value.sentence.partition(". ")[0].endswith(
        " failed with status 403: [secret] is in use"
    )


def test_a_value_that_was_only_checked_is_in_no_sentence(ready: Host) -> None:
    checked(ready("EnvVar"), {"web_service_id": "s-1", "key": "A", "value": "canary-words"})
    project = ready("Project")
    inputs = checked(project, {"name": "canary-words"})
    project.create(inputs)
    project.urn += "-too"
    with pytest.raises(Failed) as raised:
        project.create(inputs)
    assert raised.value.sentence.startswith("project '[secret]' exists already on Runsite")


def test_a_value_that_was_only_checked_is_not_shown_in_a_build_log(
    ready: Host, runsite: Running
) -> None:
    web = ready("WebService")
    id, _ = web.create(checked(web, {"name": "web", "image_ref": "app:fail-build"}))
    checked(ready("EnvVar"), {"web_service_id": id, "key": "A", "value": "manifest unknown"})
    live = ready("Deployment")
    with pytest.raises(Failed) as raised:
        live.create(checked(live, {"web_service_id": id}))
    assert "[secret]" in raised.value.sentence
    assert "manifest unknown" not in raised.value.sentence + raised.value.plain


WORDS = [
    # word, what create comes to, what a resumed wait comes to, what then asks for a new one
    ("running", "success", "success", []),
    ("SUCCEEDED", "success", "success", []),
    ("completed", "success", "success", []),
    ("failed", "failure", "failure", ["status"]),
    ("crashed", "failure", "failure", ["status"]),
    ("cancelled", "failure", "failure", ["status"]),
    ("Canceled", "failure", "failure", ["status"]),
    ("pending", "timeout", "timeout", []),
    ("rolling_back", "timeout", "timeout", []),
    ("polishing", "timeout", "timeout", []),
    ("", "timeout", "timeout", []),
]


def outcome(provider: Provider, verb: str, *args: object) -> tuple[str, Props]:
    """Return what a verb came to, and the state that the engine would keep."""
    try:
        answer = getattr(provider, verb)(*args)
    except Failed as failed:
        if not failed.kept.id:
            return "lost", {}
        over = "imed out after" in failed.sentence
        return ("timeout" if over else "failure"), plain(failed.kept.properties)
    return "success", answer[1] if verb == "create" else answer


@pytest.mark.parametrize(("word", "created", "resumed", "again"), WORDS)
def test_each_status_word_has_its_meaning(
    ready: Host, runsite: Running, word: str, created: str, resumed: str, again: list[str]
) -> None:
    live = ready("Deployment")
    inputs = checked(live, {"web_service_id": service(ready), "timeout": 1})
    runsite.emulator.switches.deployment_words = {"running": word}
    came_to, state = outcome(live, "create", inputs)
    assert came_to == created
    (deployment,) = runsite.emulator.store.deployments.all()

    cut_short = inputs | {"status": "building"}
    assert outcome(live, "update", deployment.id, cut_short, inputs)[0] == resumed

    read = plain(live.read(deployment.id, state, inputs).properties)
    assert read.get("status", "") == word
    found = live.diff(deployment.id, read, inputs, inputs)
    assert list(found.replaces) == again
    assert len(runsite.emulator.store.deployments.all()) == 1
