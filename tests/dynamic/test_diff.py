"""Diff through Pulumi's dynamic provider host: nothing is sent to Runsite."""

from __future__ import annotations

from pulumi.runtime.rpc import UNKNOWN

from tests.adapters.dynamic_host_process import Host

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
FILLED = SERVICE | {"port": 8080.0, "on_destroy": "stop"}


def test_no_change_is_no_change(offline_host: Host) -> None:
    state = FILLED | {"status": "running", "url": "https://web.runsite.app"}
    answer = offline_host("WebService").diff("s-1", state, FILLED, FILLED)
    assert answer.changes == answer.DIFF_NONE


def test_where_inputs_differ_the_engine_is_left_to_show_how(offline_host: Host) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a"], "wait": True, "timeout": 1800}
    state = olds | {"status": "running"}
    answer = offline_host("Deployment").diff("d-1", state, olds, olds | {"triggers": ["b"]})
    assert answer.changes == answer.DIFF_UNKNOWN
    assert list(answer.replaces) == ["triggers"]


def test_an_unknown_trigger_asks_for_a_new_deployment(offline_host: Host) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a"], "wait": True, "timeout": 1800}
    answer = offline_host("Deployment").diff("d-1", olds, olds, olds | {"triggers": [UNKNOWN]})
    assert list(answer.replaces) == ["triggers"]


def test_a_failed_deployment_asks_for_a_new_one_though_no_input_changed(offline_host: Host) -> None:
    olds = {"web_service_id": "s-1", "wait": True, "timeout": 1800}
    answer = offline_host("Deployment").diff("d-1", olds | {"status": "FAILED"}, olds, olds)
    assert answer.changes == answer.DIFF_SOME
    assert list(answer.replaces) == ["status"]


def test_a_variable_is_deleted_before_it_is_made_anew(offline_host: Host) -> None:
    olds = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    answer = offline_host("EnvVar").diff("s-1/v-1", olds, olds, olds | {"key": "B"})
    assert list(answer.replaces) == ["key"]
    assert answer.deleteBeforeReplace
