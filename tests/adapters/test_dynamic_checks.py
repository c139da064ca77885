"""Check and Diff through Pulumi's own host: nothing is sent to Runsite."""

from __future__ import annotations

import base64
import pickletools

import pulumi_runsite.provider.fields
import pytest
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.dynamic import RunsiteProvider
from pulumi_runsite.provider.resources import RESOURCES
from tests.adapters.conftest import KEY, Host, plain

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
FILLED = SERVICE | {"port": 8080.0, "on_destroy": "stop"}
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def ready(host: Host) -> Host:
    """A host that would notice if anything were sent."""
    host.configure(apiKey=KEY, apiUrl=NOWHERE)
    return host


def test_unknown_is_pulumis_own_word_for_it() -> None:
    assert pulumi_runsite.provider.fields.UNKNOWN == UNKNOWN


@pytest.mark.parametrize("resource", RESOURCES)
def test_what_is_pickled_into_state_is_a_reference_and_a_name(resource: type) -> None:
    blob = serialize_provider(RunsiteProvider(resource.__name__))
    assert len(blob) < 160
    words = [
        arg for _, arg, _ in pickletools.genops(base64.b64decode(blob)) if isinstance(arg, str)
    ]
    assert words == ["pulumi_runsite.dynamic", "RunsiteProvider", "resource_type", resource.__name__]


def test_a_state_of_the_first_release_is_still_readable(ready: Host) -> None:
    recorded = (
        "gASVTwAAAAAAAACMFnB1bHVtaV9ydW5zaXRlLmR5bmFtaWOUjA9SdW5zaXRlUHJvdmlkZXKUk5QpgZR9"
        "lIwNcmVzb3VyY2VfdHlwZZSMB1Byb2plY3SUc2Iu"
    )
    provider = ready("Project")
    answer = provider.check({"name": "shop", "__provider": recorded})
    assert plain(answer.inputs) == {"name": "shop"}


def test_checked_inputs_have_defaults(ready: Host) -> None:
    answer = ready("WebService").check(SERVICE)
    assert list(answer.failures) == []
    assert plain(answer.inputs) == FILLED


def test_all_problems_are_told_in_reasons_and_never_as_a_property(ready: Host) -> None:
    answer = ready("WebService").check(SERVICE | {"port": 99999, "min_instances": 9})
    assert [failure.property for failure in answer.failures] == ["", ""]
    assert sorted(failure.reason for failure in answer.failures) == [
        "min_instances: must be at most 5",
        "port: must be at most 65535",
    ]


def test_an_unknown_input_stays_unknown(ready: Host) -> None:
    answer = ready("EnvVar").check({"web_service_id": UNKNOWN, "key": "A", "value": UNKNOWN})
    assert list(answer.failures) == []
    assert plain(answer.inputs)["web_service_id"] == plain(answer.inputs)["value"] == UNKNOWN


def test_a_missing_key_is_one_sentence_at_preview(host: Host) -> None:
    host.configure()
    (failure,) = host("Project").check({"name": "shop"}).failures
    assert failure.property == ""
    assert failure.reason.startswith("No Runsite API key is configured. ")


def test_a_change_that_runsite_cannot_make_is_refused_with_the_ways_out(ready: Host) -> None:
    (failure,) = ready("WebService").check(SERVICE | {"port": 9090}, FILLED).failures
    assert failure.reason == (
        "port: was 8080, the program says 9090; Runsite's API cannot change it. Put the old value "
        "back, or change it in the dashboard and run `pulumi refresh`, or set immutable_changes to "
        "'replace' (a new web service is made, the old one stays) or 'accept' (only recorded)"
    )


def test_the_stack_can_choose_to_replace(host: Host) -> None:
    host.configure(apiKey=KEY, apiUrl=NOWHERE, immutableChanges="replace")
    service, news = host("WebService"), FILLED | {"port": 9090}
    assert list(service.check(news, FILLED).failures) == []
    answer = service.diff("s-1", FILLED, FILLED, news)
    assert list(answer.replaces) == ["port"]


def test_settings_of_before_do_not_stay(host: Host) -> None:
    host.configure(apiKey=KEY, apiUrl=NOWHERE, immutableChanges="replace")
    assert list(host("Project").check({"name": "shop"}).failures) == []
    host.configure(apiKey=KEY, apiUrl=NOWHERE)
    (failure,) = host("WebService").check(FILLED | {"port": 9090}, FILLED).failures
    assert failure.reason.startswith("port: was 8080, the program says 9090")


def test_no_change_is_no_change(ready: Host) -> None:
    state = FILLED | {"status": "running", "url": "https://web.runsite.app"}
    answer = ready("WebService").diff("s-1", state, FILLED, FILLED)
    assert answer.changes == answer.DIFF_NONE


def test_where_inputs_differ_the_engine_is_left_to_show_how(ready: Host) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a"], "wait": True, "timeout": 1800}
    state = olds | {"status": "running"}
    answer = ready("Deployment").diff("d-1", state, olds, olds | {"triggers": ["b"]})
    assert answer.changes == answer.DIFF_UNKNOWN
    assert list(answer.replaces) == ["triggers"]


def test_an_unknown_trigger_asks_for_a_new_deployment(ready: Host) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a"], "wait": True, "timeout": 1800}
    answer = ready("Deployment").diff("d-1", olds, olds, olds | {"triggers": [UNKNOWN]})
    assert list(answer.replaces) == ["triggers"]


def test_a_failed_deployment_asks_for_a_new_one_though_no_input_changed(ready: Host) -> None:
    olds = {"web_service_id": "s-1", "wait": True, "timeout": 1800}
    answer = ready("Deployment").diff("d-1", olds | {"status": "FAILED"}, olds, olds)
    assert answer.changes == answer.DIFF_SOME
    assert list(answer.replaces) == ["status"]


def test_a_variable_is_deleted_before_it_is_made_anew(ready: Host) -> None:
    olds = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    answer = ready("EnvVar").diff("s-1/v-1", olds, olds, olds | {"key": "B"})
    assert list(answer.replaces) == ["key"]
    assert answer.deleteBeforeReplace
