"""Settings come from the stack, then from the environment; an invalid one is a ConfigError."""

from __future__ import annotations

import random

import httpx
import pytest

from pulumi_runsite.provider.config import ENVIRONMENT_VARIABLES, ConfigError, Settings

KEY = "ak_live_CANARYCANARY"
SET_KEY = (
    "Run `pulumi config set --secret runsite:apiKey`, or set `RUNSITE_API_KEY` or "
    "`RUNSITE_API_TOKEN` in the environment."
)


def test_the_stack_takes_precedence_over_the_environment() -> None:
    environ = {"RUNSITE_API_KEY": "ak_env", "RUNSITE_API_URL": "https://env.example"}
    settings = Settings.resolve({"apiKey": KEY, "apiUrl": "https://stack.example/"}, environ)
    assert (settings.api_key, settings.api_url) == (KEY, "https://stack.example")


def test_the_environment_replaces_the_stack_in_order() -> None:
    environ = {
        "RUNSITE_API_TOKEN": "ak_token",
        "RUNSITE_API_URL": "http://127.0.0.1:8080",
        "RUNSITE_API_PREFIX": "/api/v1/",
        "RUNSITE_IMMUTABLE_CHANGES": "accept",
    }
    assert Settings.resolve({}, environ) == Settings(
        "ak_token", "http://127.0.0.1:8080", "/api/v1", "accept"
    )
    assert Settings.resolve({}, environ | {"RUNSITE_API_KEY": KEY}).api_key == KEY


def test_the_defaults_are_runsites_own_address_and_prefix() -> None:
    settings = Settings.resolve({"apiKey": KEY}, {})
    assert settings == Settings(KEY, "https://api.runsite.app", "/api", "error")


def test_an_empty_environment_variable_counts_as_unset() -> None:
    empty = {name: "" for names in ENVIRONMENT_VARIABLES.values() for name in names}
    assert Settings.resolve({"apiKey": KEY}, empty) == Settings.resolve({"apiKey": KEY}, {})
    environ = empty | {"RUNSITE_API_TOKEN": KEY}
    assert Settings.resolve({}, environ).api_key == KEY
    with pytest.raises(ConfigError, match="No Runsite API key is configured"):
        Settings.resolve({}, empty)
    with pytest.raises(ConfigError, match="in `runsite:apiKey` is empty"):
        Settings.resolve({"apiKey": ""}, {})


def test_a_missing_key_is_an_error_that_names_all_places() -> None:
    with pytest.raises(ConfigError) as raised:
        Settings.resolve({}, {})
    assert str(raised.value) == f"No Runsite API key is configured. {SET_KEY}"
    assert all(
        place in str(raised.value)
        for place in ("runsite:apiKey", "RUNSITE_API_KEY", "RUNSITE_API_TOKEN")
    )


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("   ", "is empty"),
        (KEY + "\n", "begins or ends with whitespace"),
        (" " + KEY, "begins or ends with whitespace"),
        ("\t" + KEY, "begins or ends with whitespace"),
        (KEY + "\r\nX-Evil: 1", "contains a control character"),
        (KEY + "\x00", "contains a control character"),
        (KEY + "é", "not ASCII"),
        (KEY + "\u200b", "not ASCII"),
        ("Bearer " + KEY, "without the word Bearer"),
        ("ak live CANARY", "contains a space"),
        (f'"{KEY}"', "contains a quotation mark"),
        ("CANARY" * 100, "is longer than 512 characters"),
    ],
)
def test_an_invalid_key_is_an_error_that_does_not_show_it(key: str, expected: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Settings.resolve({}, {"RUNSITE_API_KEY": key})
    text = str(raised.value)
    assert expected in text
    assert "in `RUNSITE_API_KEY` " in text
    assert SET_KEY in text
    assert "CANARY" not in text + repr(raised.value)


def test_the_representation_of_settings_does_not_show_the_key() -> None:
    assert "CANARY" not in repr(Settings.resolve({"apiKey": KEY}, {}))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "plain ASCII"),
        ("api.runsite.app", "must begin with https://, or with http:// if it is this machine"),
        ("http://api.runsite.app", "would send the API key unencrypted"),
        ("http://10.0.0.5:8080", "would send the API key unencrypted"),
        ("http://localhost.evil.example", "would send the API key unencrypted"),
        ("http://127.0.0.1.evil.example", "would send the API key unencrypted"),
        ("http://127.1:8080", "would send the API key unencrypted"),
        ("http://0.0.0.0:8080", "would send the API key unencrypted"),
        ("http://[::ffff:10.0.0.5]/", "would send the API key unencrypted"),
        ("https://user:pw@api.runsite.app", "must not contain credentials"),
        ("https://api.runsite.app@evil.example", "must not contain credentials"),
        ("https://api.runsite.app/v1", "must not have a path"),
        ("https://api.runsite.app/../x", "must not have a path"),
        ("https://api.runsite.app?x=1", "must not have a query"),
        ("https://api.runsite.app#f", "must not have a query"),
        ("ftp://api.runsite.app", "must begin with https://"),
        ("file:///etc/passwd", "must begin with https://"),
        ("https://", "has no host"),
        ("https://api.runsite.app:0", "must have a port from 1 to 65535"),
        ("https://api.runsite.app:99999", "must have a port from 1 to 65535"),
        ("https://api.runsite.app\n", "plain ASCII"),
        ("https://\u0430pi.runsite.app", "plain ASCII"),
        ("https://[::1", "must have a port"),
        ("http://[::1]evil", "must have a port"),
        ("http://[::1].evil", "must have a port"),
        ("http://[::1%25lo]", "must have the name of a host"),
        ("http://[1.2.3.4]", "must have the name of a host"),
        ("https://xn--a", "must have the name of a host"),
        ("https://a..b", "must have the name of a host"),
        ("https://-a.b", "must have the name of a host"),
        ("https://a_b%20c", "must have the name of a host"),
        ("https://999.1.1.1", "must have the name of a host"),
        (f"https://{'a' * 64}.example", "must have the name of a host"),
        (f"https://{'a.' * 127}example", "must have the name of a host"),
        ("http://localhost:99999", "must have a port from 1 to 65535"),
        ("http://localhost:", "must have a port from 1 to 65535"),
        ("http://localhost:8080x", "must have a port from 1 to 65535"),
        ("http://localhost:+80", "must have a port from 1 to 65535"),
        ("http://localhost?", "must not have a query"),
        ("http://localhost#", "must not have a query"),
        ("http:localhost", "must begin with https://"),
    ],
)
def test_an_invalid_address_is_an_error_that_names_its_fault(url: str, expected: str) -> None:
    with pytest.raises(ConfigError, match="runsite:apiUrl") as raised:
        Settings.resolve({"apiKey": KEY, "apiUrl": url}, {})
    assert expected in str(raised.value)
    assert "pw" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "example"),
    [
        ("api.runsite.app", "https://api.runsite.app"),
        ("localhost:4640", "http://localhost:4640"),
        ("api.runsite.app/v1", "https://api.runsite.app"),
        ("user:pw@example.com", "https://api.runsite.app"),
        ("ftp://example.com", "https://api.runsite.app"),
    ],
)
def test_an_address_without_a_scheme_is_suggested_with_one(url: str, example: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Settings.resolve({"apiKey": KEY, "apiUrl": url}, {})
    assert f"Set an address like `{example}`" in str(raised.value)


@pytest.mark.parametrize("url", ["http://localhost:1", "http://[::1]:80", "http://127.0.0.9"])
def test_unencrypted_http_is_valid_for_loopback_only(url: str) -> None:
    assert Settings.resolve({"apiKey": KEY, "apiUrl": url}, {}).api_url == url


@pytest.mark.parametrize("prefix", ["api", "/api?x", "/../x", "/api/..", "/a b", "//x"])
def test_an_invalid_prefix_is_an_error(prefix: str) -> None:
    with pytest.raises(ConfigError, match="runsite:apiPrefix"):
        Settings.resolve({"apiKey": KEY, "apiPrefix": prefix}, {})


def test_an_unknown_setting_is_an_error_that_does_not_show_its_value() -> None:
    with pytest.raises(ConfigError) as raised:
        Settings.resolve({"apikey": KEY}, {})
    assert str(raised.value) == (
        "`runsite:apikey` is not a setting of this provider. Did you mean `runsite:apiKey`? "
        "Set that, and remove the other with `pulumi config rm runsite:apikey`."
    )


def test_a_setting_unlike_any_other_is_an_error_with_the_command_that_removes_it() -> None:
    with pytest.raises(ConfigError) as raised:
        Settings.resolve({"zone": KEY}, {})
    assert str(raised.value) == (
        "`runsite:zone` is not a setting of this provider. "
        "Remove it with `pulumi config rm runsite:zone`."
    )


def test_an_unknown_policy_is_an_error_that_lists_the_policies() -> None:
    with pytest.raises(ConfigError, match="must be one of `error`, `replace`, `accept`"):
        Settings.resolve({"apiKey": KEY, "immutableChanges": "maybe"}, {})


def test_any_address_is_refused_or_can_be_connected_to() -> None:
    parts = (
        *("http", "https", "://", ":", "/", "//", "?", "#", "@", "[", "]", "::1", "%25", "%zz"),
        *(
            "localhost",
            "127.0.0.1",
            "1",
            "256",
            "xn--",
            "a",
            "-",
            "_",
            ".",
            "..",
            "80",
            "99999",
            "\\",
        ),
    )
    rng = random.Random(7)  # noqa: S311
    accepted = 0
    for _ in range(20_000):
        scheme = rng.choice(("http", "https"))
        url = f"{scheme}://{''.join(rng.choices(parts, k=rng.randint(1, 6)))}"
        try:
            settings = Settings.resolve({"apiKey": KEY, "apiUrl": url}, {})
        except ConfigError:
            continue
        accepted += 1
        address = httpx.URL(settings.api_url)
        assert address.host.encode("idna")
        assert address.path == "/"
        assert not address.query
    assert accepted > 100


def test_the_setting_for_undeployed_changes_has_two_values() -> None:
    assert Settings.resolve({"apiKey": "ak_live_x", "undeployedChanges": "ignore"}, {})
    with pytest.raises(ConfigError, match="`RUNSITE_UNDEPLOYED_CHANGES` is not valid: it must be"):
        Settings.resolve({"apiKey": "ak_live_x"}, {"RUNSITE_UNDEPLOYED_CHANGES": "never"})
