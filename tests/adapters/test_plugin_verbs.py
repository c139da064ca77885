"""Create, read, update, delete, import and ask through the plugin, against a Runsite."""

from __future__ import annotations

import json
import signal
import threading
import time
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.plugin.property_values import holds_secret, plain, sealed, settings
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import EnvVar, Project, WebService
from tests.adapters.listening import Failed
from tests.adapters.plugin_door import Plugin, Verbs

NEVER = {"build_seconds": 3600.0, "transition_seconds": 3600.0}


@pytest.fixture
def ready(plugin: Plugin, runsite: Running) -> Plugin:
    """A plugin that speaks to an empty Runsite."""
    runsite.emulator.reset()
    plugin.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    return plugin


def checked(verbs: Verbs, **inputs: Any) -> Props:
    answer = verbs.check(inputs)
    assert list(answer.failures) == []
    return plain(verbs.kind.Inputs, answer.inputs)


def service(ready: Plugin) -> str:
    web = ready("WebService")
    id, _ = web.create(checked(web, name="web", image_ref="nginx:1.27"))
    return id


def asked(runsite: Running) -> list[str]:
    return [f"{e['method']} {e['path']}" for e in runsite.emulator.journal.entries()]


def test_made_read_changed_and_removed(ready: Plugin, runsite: Running) -> None:
    variable = ready("EnvVar")
    inputs = checked(variable, web_service_id=service(ready), key="A", value="first")
    id, state = variable.create(inputs)
    assert state["value"] == "first"
    read = variable.read(id, state, inputs)
    assert read.id == id
    assert plain(EnvVar.Outputs, read.properties) == state
    assert plain(EnvVar.Inputs, read.inputs) == inputs
    changed = variable.update(id, state, inputs | {"value": "second"})
    assert changed["revision"] != state["revision"]
    ready.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)  # the next run
    variable.delete(id, changed)
    assert runsite.emulator.store.variables.all() == []
    assert variable.read(id, changed, inputs).id == ""


def test_whole_numbers_reach_runsite_as_whole_numbers(ready: Plugin, runsite: Running) -> None:
    service(ready)
    (entry,) = runsite.emulator.journal.entries(operation="create_web_service")
    assert repr(entry["request_body"]["port"]) == "8080"


def test_what_the_program_calls_secret_comes_back_secret(ready: Plugin) -> None:
    project = ready("Project")
    inputs = project.ins(checked(project, name="shop"))
    inputs.fields["description"].CopyFrom(sealed("for insiders"))
    answer = project.call("Create", provider_pb2.CreateRequest(urn=project.urn, properties=inputs))
    assert holds_secret(answer.properties.fields["description"])
    assert not holds_secret(answer.properties.fields["name"])
    assert plain(Project.Outputs, answer.properties)["description"] == "for insiders"


def test_a_secret_trigger_stays_one_beside_others_that_are_none(ready: Plugin) -> None:
    live = ready("Deployment")
    inputs = live.ins(checked(live, web_service_id=service(ready), triggers=["plain", "hidden"]))
    inputs.fields["triggers"].list_value.values[1].CopyFrom(sealed("hidden"))
    answer = live.call("Create", provider_pb2.CreateRequest(urn=live.urn, properties=inputs))
    one, two = answer.properties.fields["triggers"].list_value.values
    assert not holds_secret(one)
    assert holds_secret(two)


def fault(runsite: Running, **fault: Any) -> None:
    runsite.emulator.faults.add(Fault(**fault))


def test_what_the_program_calls_secret_is_still_so_after_a_refresh(ready: Plugin) -> None:
    project = ready("Project")
    inputs = checked(project, name="shop", description="for insiders")
    id, state = project.create(inputs)
    request = provider_pb2.ReadRequest(
        urn=project.urn, id=id, properties=project.outs(state), inputs=project.ins(inputs)
    )
    for known in (request.properties, request.inputs):
        known.fields["description"].CopyFrom(sealed("for insiders"))
    answer = project.call("Read", request)
    for told in (answer.properties, answer.inputs):
        assert holds_secret(told.fields["description"])
        assert not holds_secret(told.fields["name"])


def test_what_is_kept_keeps_the_programs_secrets(ready: Plugin) -> None:
    web, live = ready("WebService"), ready("Deployment")
    id, _ = web.create(checked(web, name="web", image_ref="app:fail-build"))
    inputs = live.ins(checked(live, web_service_id=id, triggers=["hidden"]))
    inputs.fields["triggers"].list_value.values[0].CopyFrom(sealed("hidden"))
    with pytest.raises(Failed) as raised:
        live.call("Create", provider_pb2.CreateRequest(urn=live.urn, properties=inputs))
    assert holds_secret(raised.value.kept.properties.fields["triggers"])


def test_a_secret_that_only_the_state_knows_is_in_no_sentence(
    ready: Plugin, runsite: Running
) -> None:
    body = {"detail": "canary-words is in use"}
    fault(runsite, kind="answer", status=403, body=body, method="DELETE", path="*/env/*")
    variable = ready("EnvVar")
    with pytest.raises(Failed) as raised:
        variable.delete("s-1/v-1", {"web_service_id": "s-1", "key": "A", "value": "canary-words"})
    assert raised.value.plain.partition(". ")[0].endswith(
        " failed with status 403: [secret] is in use"
    )


CODES = [
    (401, grpc.StatusCode.UNAUTHENTICATED),
    (403, grpc.StatusCode.PERMISSION_DENIED),
    (409, grpc.StatusCode.ALREADY_EXISTS),
    (422, grpc.StatusCode.INVALID_ARGUMENT),
]


@pytest.mark.parametrize(("status", "code"), CODES)
def test_a_refusal_is_one_sentence_under_its_own_code(
    ready: Plugin, runsite: Running, status: int, code: grpc.StatusCode
) -> None:
    project = ready("Project")
    inputs = checked(project, name="shop")
    fault(runsite, kind="answer", status=status, method="POST", path="/projects")
    request = provider_pb2.CreateRequest(urn=project.urn, properties=project.ins(inputs))
    with pytest.raises(grpc.RpcError) as raised:
        project.stub.Create(request)
    assert raised.value.code() == code
    assert raised.value.details().startswith(f"POST /api/projects failed with status {status}: ")
    assert "\n" not in raised.value.details()


def test_what_exists_and_is_not_ready_is_kept_with_its_id(ready: Plugin, runsite: Running) -> None:
    web, live = ready("WebService"), ready("Deployment")
    id, _ = web.create(checked(web, name="web", image_ref="app:fail-build"))
    inputs = checked(live, web_service_id=id)
    with pytest.raises(Failed) as raised:
        live.create(inputs)
    (deployment,) = runsite.emulator.store.deployments.all()
    assert raised.value.kept.id == deployment.id
    assert settings(raised.value.kept.properties)["webServiceId"] == id
    assert list(raised.value.kept.reasons) == [raised.value.plain]
    assert f"deployment {deployment.id} failed" in raised.value.plain


def test_cancel_ends_a_wait_within_a_second_and_keeps_the_id(
    ready: Plugin, runsite: Running
) -> None:
    live = ready("Deployment")
    inputs = checked(live, web_service_id=service(ready))
    runsite.emulator.switches.build_seconds = NEVER["build_seconds"]
    found: list[Failed] = []

    def create() -> None:
        with pytest.raises(Failed) as raised:
            live.create(inputs)
        found.append(raised.value)

    waiting = threading.Thread(target=create)
    waiting.start()
    ready.engine.wait_for("is pending for")
    began = time.monotonic()
    ready.stub.Cancel(empty_pb2.Empty())
    waiting.join(10)
    took = time.monotonic() - began
    runsite.emulator.switches.build_seconds = 0.0
    (deployment,) = runsite.emulator.store.deployments.all()
    assert found[0].kept.id == deployment.id
    assert took < 1


def test_a_signal_ends_a_wait_and_keeps_the_id(ready: Plugin, runsite: Running) -> None:
    live = ready("Deployment")
    inputs = live.ins(checked(live, web_service_id=service(ready)))
    runsite.emulator.switches.build_seconds = NEVER["build_seconds"]
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs)
    waiting = ready.stub.Create.future(request, timeout=30)
    ready.engine.wait_for("is pending for")
    ready.process.send_signal(signal.SIGTERM)
    failed = Failed(waiting.exception())
    runsite.emulator.switches.build_seconds = 0.0
    (deployment,) = runsite.emulator.store.deployments.all()
    assert failed.kept.id == deployment.id


def test_a_wait_is_no_longer_than_the_program_allows(ready: Plugin, runsite: Running) -> None:
    live = ready("Deployment")
    inputs = live.ins(checked(live, web_service_id=service(ready)))
    runsite.emulator.switches.build_seconds = NEVER["build_seconds"]
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs, timeout=0.1)
    with pytest.raises(Failed) as raised:
        live.call("Create", request, timeout_s=20)
    runsite.emulator.switches.build_seconds = 0.0
    (deployment,) = runsite.emulator.store.deployments.all()
    assert raised.value.kept.id == deployment.id


def test_a_state_may_be_larger_than_a_message_of_grpc_usually_is(ready: Plugin) -> None:
    project = ready("Project")
    project.delete("p-1", {"name": "shop", "description": "x" * (5 * 1024 * 1024)})
    assert ready.engine.wait_for("stays on Runsite").urn == project.urn


def test_an_engine_that_comes_again_is_waited_for_again(ready: Plugin, runsite: Running) -> None:
    ready.stub.Cancel(empty_pb2.Empty())
    ready.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    runsite.emulator.switches.build_seconds = 1.0
    live = ready("Deployment")
    inputs = checked(live, web_service_id=service(ready))
    assert live.create(inputs)[1]["status"] == "running"


def test_many_wait_at_once(ready: Plugin, runsite: Running) -> None:
    web = ready("WebService")
    id, state = web.create(checked(web, name="web", image_ref="nginx:1.27"))
    fault(runsite, kind="stall", seconds=1.0, method="GET", path="/web-services/*", count=32)
    request = provider_pb2.ReadRequest(urn=web.urn, id=id, properties=web.outs(state))
    began = time.monotonic()
    calls = [ready.stub.Read.future(request, timeout=30) for _ in range(32)]
    assert {call.result().id for call in calls} == {id}
    assert time.monotonic() - began < 5


def test_what_is_said_reaches_the_row_of_its_resource(ready: Plugin) -> None:
    project = ready("Project")
    id, state = project.create(checked(project, name="shop"))
    project.delete(id, state)
    assert ready.engine.wait_for("stays on Runsite").urn == project.urn


def test_an_engine_that_attaches_is_the_one_that_is_told(
    ready: Plugin, engine: tuple[Any, str]
) -> None:
    ready.stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))
    ready.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine[1]))
    project = ready("Project")
    id, state = project.create(checked(project, name="shop"))
    project.delete(id, state)
    assert ready.engine.wait_for("stays on Runsite").urn == project.urn


def test_an_engine_that_comes_later_is_the_one_that_is_told(
    ready: Plugin, engine: tuple[Any, str]
) -> None:
    ready.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1"))
    ready.stub.Attach(plugin_pb2.PluginAttach(address=engine[1]))
    project = ready("Project")
    project.delete("p-1", {"name": "shop"})
    assert ready.engine.wait_for("stays on Runsite").urn == project.urn


def test_what_is_left_unfinished_lies_beside_pulumis_files(ready: Plugin, tmp_path: Path) -> None:
    project = ready("Project")
    inputs = checked(project, name="shop")
    id, state = project.create(inputs)
    (intent,) = (tmp_path / "runsite-intents").iterdir()
    assert json.loads(intent.read_text())["made"] == id
    project.diff(id, state, inputs, inputs)
    assert not intent.exists()


def test_a_key_is_shown_nowhere(ready: Plugin, runsite: Running) -> None:
    key = runsite.emulator.api_key
    fault(
        runsite,
        kind="answer",
        status=422,
        body={"detail": f"bad key {key}"},
        method="POST",
        path="/projects",
    )
    project = ready("Project")
    with pytest.raises(Failed) as raised:
        project.create(checked(project, name="shop"))
    assert "[secret]" in raised.value.plain
    assert key not in raised.value.plain


def test_a_value_that_was_only_checked_is_in_no_sentence(ready: Plugin) -> None:
    checked(ready("EnvVar"), web_service_id="s-1", key="A", value="canary-words")
    project = ready("Project")
    inputs = checked(project, name="canary-words")
    project.create(inputs)
    project.urn += "-too"
    with pytest.raises(Failed) as raised:
        project.create(inputs)
    assert raised.value.plain.startswith("project '[secret]' exists already on Runsite")


def test_a_question_is_answered_in_pulumis_names(ready: Plugin) -> None:
    id = service(ready)
    args = Struct()
    args.update({"name": "web"})
    request = provider_pb2.InvokeRequest(tok="runsite:index:getWebService", args=args)
    answer = settings(getattr(ready.stub.Invoke(request), "return"))
    assert answer["id"] == id
    assert answer["imageRef"] == "nginx:1.27"


def test_the_plugin_ends_when_it_is_told_to(ready: Plugin) -> None:
    ready.process.send_signal(signal.SIGTERM)
    assert ready.process.wait(10) == 0


def imported(verbs: Verbs, given: str) -> tuple[str, Props, Props]:
    answer = verbs.call("Read", provider_pb2.ReadRequest(urn=verbs.urn, id=given))
    state = plain(verbs.kind.Outputs, answer.properties)
    return answer.id, state, plain(verbs.kind.Inputs, answer.inputs)


def test_an_import_says_no_more_than_a_program_may(ready: Plugin) -> None:
    web = ready("WebService")
    id = service(ready)
    given, state, inputs = imported(web, id)
    assert given == id
    assert inputs["image_ref"] == "nginx:1.27"
    assert list(web.check(inputs, inputs).failures) == []
    assert WebService.Outputs.field_names() >= state.keys() > inputs.keys()


def test_an_import_of_nothing_fails_and_says_so(ready: Plugin) -> None:
    id = service(ready)
    for kind, given in [
        ("Project", "00000000-0000-0000-0000-000000000000"),
        ("EnvVar", f"{id}/NO_SUCH"),
        ("Deployment", f"{id}/live"),
    ]:
        with pytest.raises(Failed) as raised:
            imported(ready(kind), given)
        noun = ready(kind).kind.noun
        assert raised.value.plain == f"there is no {noun} {given} on Runsite"


def test_an_imported_masked_value_need_not_be_said_before_it_is_written(ready: Plugin) -> None:
    variable = ready("EnvVar")
    id = service(ready)
    inputs = checked(variable, web_service_id=id, key="A", value="canary")
    made, _ = variable.create(inputs)
    for given in (f"{id}/A", made):
        found, state, told = imported(variable, given)
        assert found == made
        assert "value" not in state
        assert list(variable.check(told, told).failures) == []
    diff = variable.diff(made, state, told, inputs)
    assert list(diff.detailedDiff) == ["value"]


def test_a_warning_shows_nothing_that_the_program_calls_secret(ready: Plugin) -> None:
    project = ready("Project")
    state = Struct(fields={"name": sealed("canary-name")})
    request = provider_pb2.DeleteRequest(id="p-1", urn=project.urn, properties=state)
    project.call("Delete", request)
    said = ready.engine.wait_for("stays on Runsite")
    assert said.message.startswith("project '[secret]' (p-1) stays on Runsite")


def test_what_is_imported_by_its_key_is_not_deleted_as_the_old_one(
    ready: Plugin, runsite: Running
) -> None:
    variable = ready("EnvVar")
    id = service(ready)
    inputs = checked(variable, web_service_id=id, key="A", value="canary")
    made, state = variable.create(inputs)
    assert imported(variable, f"{id}/A")[0] == made
    variable.delete(made, state)
    assert len(runsite.emulator.store.variables.all()) == 1
    assert ready.engine.wait_for("is not replaced: it was there already")
