"""Which proxy the environment and the settings choose for an address."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError, proxy_for
from pulumi_runsite.provider.config import Settings

USED = ["HTTPS_PROXY"]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        ({"HTTP_PROXY": "http://a"}, None),
        ({"HTTPS_PROXY": "http://a:1"}, "http://a:1 of `HTTPS_PROXY`"),
        ({"HTTPS_PROXY": "a:1"}, "http://a:1 of `HTTPS_PROXY`"),
        ({"HTTPS_PROXY": "HTTPS://u:p@[::1]:1/"}, "https://[::1]:1 of `HTTPS_PROXY`"),
        ({"https_proxy": "http://b", "HTTPS_PROXY": "http://a"}, "http://b of `https_proxy`"),
        ({"https_proxy": "", "HTTPS_PROXY": "http://a"}, "http://a of `HTTPS_PROXY`"),
        ({"ALL_PROXY": "http://c", "HTTPS_PROXY": "http://a"}, "http://a of `HTTPS_PROXY`"),
        ({"all_proxy": "http://c", "NO_PROXY": ""}, "http://c of `all_proxy`"),
    ],
)
def test_the_proxy_is_the_first_that_the_environment_names(
    environ: dict[str, str], expected: str | None
) -> None:
    proxy = proxy_for("api.runsite.app", 443, environ)
    assert (str(proxy) if proxy else None) == expected


@pytest.mark.parametrize(
    ("host", "exceptions", "used"),
    [
        ("api.runsite.app", "*", []),
        ("api.runsite.app", "api.runsite.app", []),
        ("API.runsite.app", "x, API.Runsite.App", []),
        ("api.runsite.app", "runsite.app", []),
        ("api.runsite.app", ".runsite.app", []),
        ("api.runsite.app", "*.runsite.app", []),
        ("api.runsite.app", "runsite.app:443", []),
        ("api.runsite.app", "runsite.app:8443", USED),
        ("api.runsite.app", "site.app", USED),
        ("api.runsite.app", "app.runsite", USED),
        ("api.runsite.app", "10.0.0.0/8,,", USED),
        ("10.1.2.3", "10.0.0.0/8", []),
        ("10.1.2.3", "10.1.2.3", []),
        ("10.1.2.3", "10.1.2.4", USED),
        ("fd00::1", "[fd00::1]:443", []),
        ("fd00::1", "fd00::/16", []),
        ("fd00::1", "::1", USED),
    ],
)
def test_no_proxy_is_used_for_the_hosts_of_the_exceptions(
    host: str, exceptions: str, used: list[str]
) -> None:
    proxy = proxy_for(host, 443, {"HTTPS_PROXY": "http://a:1", "no_proxy": exceptions})
    assert [proxy.variable for proxy in (proxy,) if proxy] == used


@pytest.mark.parametrize(
    "url",
    [
        "socks5://CANARY:1",
        "http://",
        "http://CANARY:0",
        "http://CANARY:99999",
        "http://CANARY:x",
        "http://user:CANARY/x@proxy:1",
        "http://user:CANARY#x@proxy:1",
        "http://user:CANARY@x@proxy:1",
        "http://CANARY/path",
        "http://[CANARY]:1",
    ],
)
def test_an_invalid_proxy_is_an_error_that_does_not_show_it(url: str) -> None:
    with pytest.raises(RunsiteError, match="`HTTPS_PROXY` is not the address of an") as raised:
        Settings.resolve({"apiKey": "ak_live_x"}, {"HTTPS_PROXY": url})
    assert "CANARY" not in str(raised.value)
    assert Settings.resolve({"apiKey": "k", "proxy": "none"}, {"HTTPS_PROXY": url}).proxy is None


@pytest.mark.parametrize(
    "url", ["http://localhost:1", "http://127.0.0.1:1", "https://[::1]:1", "https://localhost"]
)
def test_this_machine_is_never_connected_to_through_a_proxy(url: str) -> None:
    environ = {"HTTPS_PROXY": "http://a:1", "HTTP_PROXY": "http://a:1", "ALL_PROXY": "http://a:1"}
    assert Settings.resolve({"apiKey": "ak_live_x", "apiUrl": url}, environ).proxy is None


def test_an_ipv6_address_behind_a_proxy_is_an_error_with_both_ways_out() -> None:
    stack = {"apiKey": "ak_live_x", "apiUrl": "https://[fd00::1]"}
    with pytest.raises(RunsiteError, match=r"runsite:apiUrl`, or add fd00::1 to `NO_PROXY`"):
        Settings.resolve(stack, {"HTTPS_PROXY": "http://a:1"})
    environ = {"HTTPS_PROXY": "http://a:1", "NO_PROXY": "fd00::1"}
    assert Settings.resolve(stack, environ).proxy is None


def test_the_setting_of_the_stack_turns_the_proxy_off_and_on() -> None:
    environ = {"HTTPS_PROXY": "http://a:1", "RUNSITE_PROXY": "none"}
    assert Settings.resolve({"apiKey": "k"}, environ).proxy is None
    used = Settings.resolve({"apiKey": "k", "proxy": "environment"}, environ).proxy
    assert used is not None
    assert "http" not in repr(used)
    with pytest.raises(
        RunsiteError, match="`runsite:proxy` is not valid: it must be one of `environ"
    ):
        Settings.resolve({"apiKey": "k", "proxy": "http://CANARY"}, environ)
