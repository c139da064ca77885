"""The messages of the provider's settings."""

from __future__ import annotations

from ...api.messages import Message

_SET_KEY = "`pulumi config set --secret runsite:apiKey`"

KEY_EMPTY = "is empty"
KEY_SURROUNDED_BY_WHITESPACE = "begins or ends with whitespace"
KEY_HAS_CONTROL_CHARACTER = "contains a control character"
KEY_NOT_ASCII = "contains a character that is not ASCII"
KEY_HAS_BEARER = "must be set without the word Bearer"
KEY_HAS_SPACE = "contains a space"
KEY_HAS_QUOTE = "contains a quotation mark"
KEY_TOO_LONG = "is longer than 512 characters"

URL_NOT_ASCII = "must be plain ASCII without whitespace"
URL_INVALID_PORT = "must have a port from 1 to 65535, or none"
URL_NOT_HTTPS = "must begin with https://, or with http:// if it is this machine"
URL_WITHOUT_HOST = "has no host"
URL_INVALID_HOST = "must have the name of a host, or an IP address, after https://"
URL_HAS_CREDENTIALS = "must not contain credentials (the value is not displayed)"
URL_HAS_QUERY = "must not have a query or a fragment"
URL_HAS_PATH = "must not have a path, which is the setting `runsite:apiPrefix`"
URL_UNENCRYPTED = "must begin with https://, since http:// would send the API key unencrypted"


def log_setting_unknown(value: str) -> str:
    """
    `RUNSITE_LOG` is set to a value that has no meaning, so that no request is displayed.

    Set it to `debug` to display every request, or remove it.
    """
    return (
        f"`RUNSITE_LOG` is {value}, which has no meaning: no requests are displayed. Set it to "
        "`debug` to display every request, or remove it."
    )


def api_key_missing() -> Message:
    """
    Neither the selected stack nor the environment of this terminal sets an API key.

    Create one in the dashboard, under API Keys, and store it in the stack with
    `pulumi config set --secret runsite:apiKey`. The emulator prints its key as the second line.
    """
    return Message(
        "no Runsite API key is configured",
        f"Run {_SET_KEY}, or set `RUNSITE_API_KEY` or `RUNSITE_API_TOKEN` in the environment",
    )


def api_key_not_in_environment() -> Message:
    """
    The commands `adopt` and `doctor` read the settings of the environment only, not those of a
    stack, and it has no API key.

    Create one in the dashboard, under API Keys, and set it as `RUNSITE_API_KEY`.
    """
    return Message(
        "no Runsite API key is in the environment, and this command does not read those of stacks",
        "Set `RUNSITE_API_KEY` or `RUNSITE_API_TOKEN`",
    )


def api_key_invalid(setting: str, fault: str) -> Message:
    """
    The configured value cannot be an API key; it is not displayed.

    Copy the key from the dashboard again, and set it with
    `pulumi config set --secret runsite:apiKey`, or as `RUNSITE_API_KEY` in the environment.
    """
    return Message(
        f"the Runsite API key in `{setting}` {fault} (the value is not displayed)",
        f"Run {_SET_KEY}, or set `RUNSITE_API_KEY` or `RUNSITE_API_TOKEN` in the environment",
    )


def api_url_invalid(setting: str, fault: str, example: str) -> Message:
    """
    The address does not begin with `https://` (or, for this machine only, `http://`), has no host,
    or contains a path, a query, a fragment, credentials or an invalid port.

    Set an address like `https://api.runsite.app`, or remove the setting to use this one. A path
    such as `/api/v1` is a separate setting, `runsite:apiPrefix`.
    """
    return Message(
        f"`{setting}` is not a valid address: it {fault}",
        f"Set an address like `{example}`, or remove the setting",
    )


def api_prefix_invalid(setting: str, example: str) -> Message:
    """
    The path prefix of the Runsite API is not valid.

    Set a path like `/api` or `/api/v1`, or remove the setting to use `/api`.
    """
    return Message(
        f"`{setting}` is not a valid path",
        f"Set a path like `{example}` or `/api/v1`, or remove the setting",
    )


def immutable_changes_invalid(setting: str, choices: str) -> Message:
    """
    The policy for changes of immutable inputs has an unknown value.

    Set one of the values that the message names, or remove the setting to use `error`.
    """
    return Message(
        f"`{setting}` is not a valid policy: it must be one of {choices}",
        "Set one of these values, or remove the setting",
    )


def undeployed_changes_invalid(setting: str, choices: str) -> Message:
    """
    The setting for written variables that no deployment follows has an unknown value.

    Set one of the values that the message names, or remove the setting to use `warn`.
    """
    return Message(
        f"`{setting}` is not valid: it must be one of {choices}",
        "Set one of these values, or remove the setting",
    )


def repeated(reason: str) -> Message:
    """
    A resource cannot be checked because of an error of the configuration that another resource of
    the same run has reported.

    See the first error of the run.
    """
    return Message(reason, "The first error of this run states what to do")


def proxy_setting_invalid(setting: str, choices: str) -> Message:
    """
    The setting for the proxy has an unknown value. The address of a proxy belongs in `HTTPS_PROXY`.

    Set `none` to connect without a proxy, or remove the setting to use that of the environment.
    """
    return Message(
        f"`{setting}` is not valid: it must be one of {choices}",
        "Set one of these values; set the address of a proxy as `HTTPS_PROXY` in the environment",
    )


def proxy_invalid(variable: str) -> Message:
    """
    The environment names a proxy that is not an HTTP proxy, or whose address is not valid. The
    value is not displayed, since it may contain credentials. SOCKS proxies are not supported.

    Set an address like `http://proxy.example:8080`, with special characters in the user name and
    the password percent-encoded. To connect without a proxy, run
    `pulumi config set runsite:proxy none`, or set `RUNSITE_PROXY=none` in the environment.
    """
    return Message(
        f"`{variable}` is not the address of an HTTP proxy (the value is not displayed)",
        "Set an address like `http://proxy.example:8080`, with special characters in credentials "
        "percent-encoded; to connect without a proxy, run `pulumi config set runsite:proxy none` "
        "or set `RUNSITE_PROXY=none`",
    )


def proxy_for_ipv6(variable: str, host: str) -> Message:
    """
    The address of the API is an IPv6 address, which the provider cannot reach through a proxy.

    Use the name of the host in `runsite:apiUrl`, or list the address in `NO_PROXY`.
    """
    return Message(
        f"the proxy of `{variable}` cannot be used for the IPv6 address {host}",
        f"Use the name of the host in `runsite:apiUrl`, or add {host} to `NO_PROXY`",
    )


def unknown_setting(name: str) -> Message:
    """
    The stack configures a setting that the provider does not have.

    Remove it with `pulumi config rm runsite:<name>`.
    """
    return Message(
        f"`runsite:{name}` is not a setting of this provider",
        f"Remove it with `pulumi config rm runsite:{name}`",
    )


def misspelled_setting(name: str, suggestion: str) -> Message:
    """
    The stack configures a setting that the provider does not have, similar to one that it has.

    Set the suggested one, and remove the other with `pulumi config rm runsite:<name>`.
    """
    return Message(
        f"`runsite:{name}` is not a setting of this provider",
        f"Did you mean `runsite:{suggestion}`? Set that, and remove the other with "
        f"`pulumi config rm runsite:{name}`",
    )
