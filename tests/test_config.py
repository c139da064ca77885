"""Settings come from the stack, then the environment; a bad one is told in one sentence."""

from __future__ import annotations

import pytest

from pulumi_runsite.provider.config import KEY_PLACES, ConfigError, Settings

KEY = "ak_live_CANARYCANARY"


def test_the_stack_goes_before_the_environment() -> None:
    environ = {"RUNSITE_API_KEY": "ak_env", "RUNSITE_API_URL": "https://env.example"}
    settings = Settings.resolve({"apiKey": KEY, "apiUrl": "https://stack.example/"}, environ)
    assert (settings.api_key, settings.api_url) == (KEY, "https://stack.example")


def test_the_environment_stands_in_in_order() -> None:
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


def test_defaults_are_runsites_own() -> None:
    settings = Settings.resolve({"apiKey": KEY}, {})
    assert settings == Settings(KEY, "https://api.runsite.app", "/api", "error")


def test_a_missing_key_names_all_the_places() -> None:
    with pytest.raises(ConfigError) as raised:
        Settings.resolve({}, {})
    assert str(raised.value) == f"there is no Runsite API key: {KEY_PLACES}"
    assert all(
        place in KEY_PLACES for place in ("runsite:apiKey", "RUNSITE_API_KEY", "RUNSITE_API_TOKEN")
    )


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        (KEY + "\n", "begins or ends with white space"),
        (" " + KEY, "begins or ends with white space"),
        ("\t" + KEY, "begins or ends with white space"),
        (KEY + "\r\nX-Evil: 1", "holds a control character"),
        (KEY + "\x00", "holds a control character"),
        (KEY + "é", "not ASCII"),
        (KEY + "\u200b", "not ASCII"),
        ("Bearer " + KEY, "without the word Bearer"),
        ("ak live CANARY", "holds a space"),
        (f'"{KEY}"', "holds a quotation mark"),
        ("CANARY" * 100, "is longer than 512 characters"),
    ],
)
def test_a_malformed_key_is_told_without_showing_it(key: str, words: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Settings.resolve({}, {"RUNSITE_API_KEY": key})
    text = str(raised.value)
    assert words in text
    assert "RUNSITE_API_KEY" in text
    assert KEY_PLACES in text
    assert "CANARY" not in text + repr(raised.value)


def test_settings_do_not_show_the_key() -> None:
    assert "CANARY" not in repr(Settings.resolve({"apiKey": KEY}, {}))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "plain ASCII"),
        ("api.runsite.app", "must begin with https://"),
        ("http://api.runsite.app", "plain http would show the key"),
        ("http://10.0.0.5:8080", "plain http would show the key"),
        ("http://localhost.evil.example", "plain http would show the key"),
        ("http://127.0.0.1.evil.example", "plain http would show the key"),
        ("http://127.1:8080", "plain http would show the key"),
        ("http://0.0.0.0:8080", "plain http would show the key"),
        ("http://[::ffff:10.0.0.5]/", "plain http would show the key"),
        ("https://user:pw@api.runsite.app", "must not hold credentials"),
        ("https://api.runsite.app@evil.example", "must not hold credentials"),
        ("https://api.runsite.app/v1", "must not have a path"),
        ("https://api.runsite.app/../x", "must not have a path"),
        ("https://api.runsite.app?x=1", "must not have a query"),
        ("https://api.runsite.app#f", "must not have a query"),
        ("ftp://api.runsite.app", "must begin with https://"),
        ("file:///etc/passwd", "must begin with https://"),
        ("https://", "names no host"),
        ("https://api.runsite.app:0", "must have a port from 1 to 65535"),
        ("https://api.runsite.app:99999", "must have a port from 1 to 65535"),
        ("https://api.runsite.app\n", "plain ASCII"),
        ("https://\u0430pi.runsite.app", "plain ASCII"),
        ("https://[::1", "must have a port"),
    ],
)
def test_a_bad_address_is_told_in_words(url: str, words: str) -> None:
    with pytest.raises(ConfigError, match="runsite:apiUrl") as raised:
        Settings.resolve({"apiKey": KEY, "apiUrl": url}, {})
    assert words in str(raised.value)
    assert "pw" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://localhost:1", "http://[::1]:80", "http://127.0.0.9"])
def test_plain_http_is_for_this_machine(url: str) -> None:
    assert Settings.resolve({"apiKey": KEY, "apiUrl": url}, {}).api_url == url


@pytest.mark.parametrize("prefix", ["api", "/api?x", "/../x", "/api/..", "/a b", "//x"])
def test_a_bad_prefix_is_told(prefix: str) -> None:
    with pytest.raises(ConfigError, match="runsite:apiPrefix"):
        Settings.resolve({"apiKey": KEY, "apiPrefix": prefix}, {})


def test_an_unknown_setting_is_told_without_its_value() -> None:
    with pytest.raises(ConfigError) as raised:
        Settings.resolve({"apikey": KEY}, {})
    assert str(raised.value) == (
        "runsite:apikey is not a setting of this provider; did you mean runsite:apiKey?"
    )


def test_an_unknown_policy_is_told() -> None:
    with pytest.raises(ConfigError, match="must be one of error, replace, accept"):
        Settings.resolve({"apiKey": KEY, "immutableChanges": "maybe"}, {})
