"""Diff through Pulumi's dynamic provider host: nothing is sent to Runsite."""

from __future__ import annotations

from pulumi.runtime.rpc import UNKNOWN

from tests.adapters.dynamic_host_process import Host

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
FILLED = SERVICE | {"port": 8080.0, "on_destroy": "stop"}


def test_no_change_is_no_change(offline_host: Host) -> None:
    state = FILLED | {"status": "running", "url": "https://web.runsite.app"}
    response = offline_host("WebService").diff("s-1", state, FILLED, FILLED)
    assert response.changes == response.DIFF_NONE


def test_changed_inputs_leave_the_detailed_diff_to_the_engine(offline_host: Host) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a"], "wait": True, "timeout": 1800}
    state = olds | {"status": "running"}
    response = offline_host("Deployment").diff("d-1", state, olds, olds | {"triggers": ["b"]})
    assert response.changes == response.DIFF_UNKNOWN
    assert list(response.replaces) == ["triggers"]


def test_an_unknown_trigger_replaces_the_deployment(offline_host: Host) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a"], "wait": True, "timeout": 1800}
    response = offline_host("Deployment").diff("d-1", olds, olds, olds | {"triggers": [UNKNOWN]})
    assert list(response.replaces) == ["triggers"]


def test_a_failed_deployment_is_replaced_without_a_change_of_inputs(offline_host: Host) -> None:
    olds = {"web_service_id": "s-1", "wait": True, "timeout": 1800}
    response = offline_host("Deployment").diff("d-1", olds | {"status": "FAILED"}, olds, olds)
    assert response.changes == response.DIFF_SOME
    assert list(response.replaces) == ["status"]


def test_a_variable_is_deleted_after_its_replacement_is_created(offline_host: Host) -> None:
    olds = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    response = offline_host("EnvVar").diff("s-1/v-1", olds, olds, olds | {"key": "B"})
    assert list(response.replaces) == ["key"]
    assert not response.deleteBeforeReplace
