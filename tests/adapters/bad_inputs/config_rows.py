"""P0: bad settings of the provider."""

from __future__ import annotations

KEY = "ak_live_canary"
_VALID = {"apiKey": KEY}


def _url(address: str) -> dict[str, str]:
    return _VALID | {"apiUrl": address}


def _unknown(setting: str, value: str) -> dict[str, str]:
    return _VALID | {setting: value}


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("P0.1", {}, "No Runsite API key is configured"),
    ("P0.2", {"apiKey": ""}, "is empty"),
    ("P0.3", {"apiKey": "   "}, "is empty"),
    ("P0.4", {"apiKey": f"{KEY}\n"}, "begins or ends with whitespace"),
    ("P0.5", {"apiKey": f"{KEY}\r\nX-Evil: 1"}, "contains a control character"),
    ("P0.6", {"apiKey": f" {KEY}"}, "begins or ends with whitespace"),
    ("P0.7", {"apiKey": f"\t{KEY}"}, "begins or ends with whitespace"),
    ("P0.8", {"apiKey": f"{KEY} "}, "begins or ends with whitespace"),
    ("P0.9", {"apiKey": f"{KEY}\u00e9"}, "contains a character that is not ASCII"),
    ("P0.10", {"apiKey": f"{KEY}\u200b"}, "contains a character that is not ASCII"),
    ("P0.11", {"apiKey": f"{KEY}\x00"}, "contains a control character"),
    ("P0.12", {"apiKey": f"Bearer {KEY}"}, "must be set without the word Bearer"),
    ("P0.13", {"apiKey": f'"{KEY}"'}, "contains a quotation mark"),
    ("P0.18", {"apiKey": KEY * 1000}, "is longer than 512 characters"),
    ("P0.24", _url(""), "must be plain ASCII without whitespace"),
    ("P0.25", _url("api.runsite.app"), "must begin with https://"),
    (
        "P0.26",
        _url("http://api.runsite.app"),
        "must begin with https://, since http:// would send the API key unencrypted",
    ),
    (
        "P0.27",
        _url("http://10.0.0.5:8080"),
        "must begin with https://, since http:// would send the API key unencrypted",
    ),
    (
        "P0.28",
        _url("http://localhost.evil.example"),
        "must begin with https://, since http:// would send the API key unencrypted",
    ),
    (
        "P0.29",
        _url("http://127.0.0.1.evil.example"),
        "must begin with https://, since http:// would send the API key unencrypted",
    ),
    (
        "P0.30",
        _url("http://127.1:8080"),
        "must begin with https://, since http:// would send the API key unencrypted",
    ),
    (
        "P0.31",
        _url("http://0.0.0.0:8080"),
        "must begin with https://, since http:// would send the API key unencrypted",
    ),
    (
        "P0.32",
        _url("http://[::ffff:10.0.0.5]/"),
        "must begin with https://, since http:// would send the API key unencrypted",
    ),
    ("P0.33", _url("https://user:canary@api.runsite.app"), "must not contain credentials"),
    ("P0.34", _url("https://api.runsite.app@evil.example"), "must not contain credentials"),
    ("P0.35", _url("https://api.runsite.app/v1?x=1"), "must not have a query or a fragment"),
    ("P0.36", _url("https://api.runsite.app/#f"), "must not have a query or a fragment"),
    (
        "P0.37",
        _url("https://api.runsite.app/../x"),
        "must not have a path, which is the setting `runsite:apiPrefix`",
    ),
    ("P0.38", _url("ftp://api.runsite.app"), "must begin with https://"),
    ("P0.39", _url("file:///etc/passwd"), "must begin with https://"),
    ("P0.40", _url("https://"), "has no host"),
    ("P0.41", _url("https://api.runsite.app:0"), "must have a port from 1 to 65535, or none"),
    ("P0.42", _url("https://api.runsite.app:99999"), "must have a port from 1 to 65535, or none"),
    ("P0.43", _url("https://api.runsite.app\n"), "must be plain ASCII without whitespace"),
    ("P0.44", _url("https://\u0430pi.runsite.app"), "must be plain ASCII without whitespace"),
    (
        "P0.48",
        _unknown("verifyTls", "false"),
        "`runsite:verifyTls` is not a setting of this provider",
    ),
    (
        "P0.49",
        _unknown("timeoutSeconds", "0"),
        "`runsite:timeoutSeconds` is not a setting of this provider",
    ),
    (
        "P0.50",
        _unknown("timeoutSeconds", "-1"),
        "`runsite:timeoutSeconds` is not a setting of this provider",
    ),
    (
        "P0.51",
        _unknown("timeoutSeconds", "30s"),
        "`runsite:timeoutSeconds` is not a setting of this provider",
    ),
    (
        "P0.52",
        _unknown("timeoutSeconds", "NaN"),
        "`runsite:timeoutSeconds` is not a setting of this provider",
    ),
    (
        "P0.53",
        _unknown("timeoutSeconds", "1e9"),
        "`runsite:timeoutSeconds` is not a setting of this provider",
    ),
    (
        "P0.54",
        _unknown("maxRetries", "-1"),
        "`runsite:maxRetries` is not a setting of this provider",
    ),
    (
        "P0.55",
        _unknown("maxRetries", "1000"),
        "`runsite:maxRetries` is not a setting of this provider",
    ),
    (
        "P0.56",
        _unknown("maxRetries", "2.5"),
        "`runsite:maxRetries` is not a setting of this provider",
    ),
    (
        "P0.57",
        _unknown("requestsPerSecond", "0"),
        "`runsite:requestsPerSecond` is not a setting of this provider",
    ),
    (
        "P0.58",
        _unknown("requestsPerSecond", "1e6"),
        "`runsite:requestsPerSecond` is not a setting of this provider",
    ),
    ("P0.59", _unknown("apikey", "canary"), "`runsite:apikey` is not a setting of this provider"),
]
"""Number of the row, settings, message. No limit can be set, so each such setting is unknown."""

ACCEPTED: list[tuple[str, dict[str, str], str]] = [
    ("P0.14", {"apiKey": "12345"}, "the engine sends every setting as a string"),
    ("P0.15", {"apiKey": "true"}, "as P0.14"),
    ("P0.19", {"apiKey": "sk_test_1"}, "the form of the keys is not documented"),
    ("P0.20", _VALID, "the provider is not told whether a setting is a secret"),
    ("P0.45", _url("https://evil.example"), "the user has configured where the key is sent"),
]
"""Number of the row, settings, and the reason why nothing is refused."""

ELSEWHERE = {
    "P0.16": "tests/plugin/test_provider_config.py::test_a_setting_that_is_not_a_string_is",
    "P0.17": "tests/plugin/test_provider_config.py::test_a_setting_that_is_not_a_string_is",
    "P0.21": "tests/provider/test_config.py::test_the_stack_takes_precedence_over",
    "P0.22": "tests/api/test_errors.py::test_a_401_tells_where_to_create_a_key",
    "P0.23": "tests/api/test_errors.py::test_a_403_names_the_missing_scope",
    "P0.46": "tests/adapters/test_accounts.py::test_a_refresh_at_another_address_drops_nothing",
    "P0.47": "tests/api/test_proxy.py::test_an_untrusted_certificate_is_named_with_the_variable",
    "P0.60": "tests/api/test_proxy.py::test_the_key_is_sent_through_the_tunnel_only",
}
"""The rows that need more than this table, and the test that has each, or why there is none."""
