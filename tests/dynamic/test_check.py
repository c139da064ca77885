"""Check through Pulumi's dynamic provider host: nothing is sent to Runsite."""

from __future__ import annotations

import pytest
from pulumi.runtime.rpc import UNKNOWN

from tests.adapters.dynamic_host_process import KEY, Host, plain
from tests.adapters.fake_engine import RpcFailed

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
FILLED = SERVICE | {"port": 8080.0, "on_destroy": "stop"}
NOWHERE = "http://127.0.0.1:9"


def test_checked_inputs_have_defaults(offline_host: Host) -> None:
    response = offline_host("WebService").check(SERVICE)
    assert list(response.failures) == []
    assert plain(response.inputs) == SERVICE | {"on_destroy": "stop"}


def test_all_check_failures_have_a_reason_and_no_property(offline_host: Host) -> None:
    response = offline_host("WebService").check(SERVICE | {"port": 99999, "min_instances": 9})
    assert [failure.property for failure in response.failures] == ["", ""]
    assert sorted(failure.reason for failure in response.failures) == [
        "min_instances: must be at most 5; set a lower number",
        "port: must be at most 65535; set a lower number",
    ]


def test_an_unknown_input_stays_unknown(offline_host: Host) -> None:
    response = offline_host("EnvVar").check(
        {"web_service_id": UNKNOWN, "key": "A", "value": UNKNOWN}
    )
    assert list(response.failures) == []
    assert plain(response.inputs)["web_service_id"] == plain(response.inputs)["value"] == UNKNOWN


def test_a_missing_api_key_is_a_single_line_error_at_preview(host: Host) -> None:
    host.configure()
    (failure,) = host("Project").check({"name": "shop"}).failures
    assert failure.property == ""
    assert failure.reason.startswith("No Runsite API key is configured. ")


def test_a_change_of_an_immutable_input_fails_with_the_alternatives(offline_host: Host) -> None:
    with pytest.raises(RpcFailed) as raised:
        offline_host("WebService").preview("s-1", FILLED, FILLED, SERVICE | {"port": 9090})
    assert raised.value.status_message == (
        "port: cannot be changed from 8080 to 9090: the Runsite API has no update for web "
        "services. In the program, set it to 8080, as in the state (Runsite does not report this "
        "input to a refresh); or change it in the dashboard to the value of the program and set "
        '`immutable_changes="accept"`; or set '
        '`immutable_changes="replace"` to create a new web service (the old one is kept)'
    )


def test_the_stack_configuration_can_select_replacement(host: Host) -> None:
    host.configure(apiKey=KEY, apiUrl=NOWHERE, immutableChanges="replace")
    service, news = host("WebService"), FILLED | {"port": 9090}
    assert list(service.check(news, FILLED).failures) == []
    response = service.diff("s-1", FILLED, FILLED, news)
    assert list(response.replaces) == ["port"]


def test_configuring_again_discards_earlier_settings(host: Host) -> None:
    host.configure(apiKey=KEY, apiUrl=NOWHERE, immutableChanges="replace")
    assert list(host("Project").check({"name": "shop"}).failures) == []
    host.configure(apiKey=KEY, apiUrl=NOWHERE)
    with pytest.raises(RpcFailed, match=r"^port: cannot be changed from 8080 to 9090"):
        host("WebService").preview("s-1", FILLED, FILLED, FILLED | {"port": 9090})
