"""The advice about this machine and its configuration."""

from __future__ import annotations

from ...api.messages import Message


def packages_unsuitable(required: str) -> Message:
    """
    A package that the provider needs is missing, or has a version that it does not support.

    Install the package again: `pip install --upgrade pulumi-runsite`.
    """
    return Message(
        f"the provider requires {required}",
        "Install it again with `pip install --upgrade pulumi-runsite`, in this environment",
    )


def cli_missing() -> Message:
    """
    The `pulumi` command is not on PATH, or cannot be started.

    Install the Pulumi CLI, and add its folder to PATH.
    """
    return Message("`pulumi up` needs the Pulumi CLI", "Install it, and add its folder to `PATH`")


def cli_too_old(minimum: str) -> Message:
    """
    The Pulumi CLI is older than the Pulumi package that this provider requires.

    Install a later version of the Pulumi CLI.
    """
    return Message(f"the provider needs Pulumi {minimum} or later", "Install a later Pulumi CLI")


def plugin_not_on_path() -> Message:
    """
    The program of this folder uses the provider plugin, and `pulumi-resource-runsite` is not on
    PATH.

    Link it into a folder that is on PATH, such as `~/.local/bin`: see
    [The provider plugin](guides/plugin.md#install).
    """
    return Message(
        "the program of this folder uses the provider plugin, which Pulumi finds on PATH",
        "Link `pulumi-resource-runsite`, from the virtual environment in which the package is "
        "installed, into a folder on PATH, such as `~/.local/bin`",
    )


def creation_log_unusable() -> Message:
    """
    The folder of the creation log, beside Pulumi's own files, cannot be written.

    Make it writable, or set `PULUMI_HOME` to a folder that is.
    """
    return Message(
        "nothing can be created without the creation log",
        "Make `runsite-creation-log` in Pulumi's folder writable, or set `PULUMI_HOME`",
    )


def creation_log_open() -> Message:
    """
    Other users of this machine can read the folder of the creation log, which contains ids.

    Remove their permissions with `chmod 700`.
    """
    return Message(
        "the creation log contains ids of Runsite",
        "Run `chmod 700` for `runsite-creation-log` in Pulumi's folder",
    )


def key_form_undocumented() -> Message:
    """
    The API key does not have the documented form; another value may have been copied.

    Compare it with the dashboard. If Runsite accepts the key, no action is needed.
    """
    return Message(
        "Runsite documents keys as `ak_live_` and a hexadecimal number",
        "If the key is rejected, copy it from the dashboard again",
    )


def stack_settings_not_used() -> Message:
    """
    A stack has settings of its own, which `pulumi up` prefers to the environment.

    To check the settings of a stack, set their values in the environment. Encrypted values cannot
    be read without the passphrase or the account of the stack.
    """
    return Message(
        "`pulumi up` prefers these to the environment; this command reads the environment only, "
        "and cannot decrypt them",
        "To check a stack, set `RUNSITE_API_KEY` and the other values in the environment",
    )


def proxy_not_used() -> Message:
    """
    The environment names a proxy, but requests to the configured address do not use it.

    No action is needed if direct connections are possible. Otherwise set `HTTPS_PROXY`, and neither
    list the host in `NO_PROXY` nor set `RUNSITE_PROXY=none`.
    """
    return Message(
        "no proxy is used for this address: see `HTTPS_PROXY`, `NO_PROXY` and `RUNSITE_PROXY`",
        "If the connection fails, set `HTTPS_PROXY`",
    )
