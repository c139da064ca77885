"""The advice about the connection and the API key."""

from __future__ import annotations

from ...api.messages import Message


def host_not_found() -> Message:
    """
    The host of the address is not in the DNS, as seen from this machine.

    Check the network connection and `RUNSITE_API_URL`.
    """
    return Message("the name cannot be resolved", "Check the network and `RUNSITE_API_URL`")


def host_does_not_answer() -> Message:
    """
    The host of the address accepts no connection from this machine.

    Check the network, a firewall, and `RUNSITE_API_URL`.
    """
    return Message(
        "the host accepts no connection", "Check the network, any firewall, and `RUNSITE_API_URL`"
    )


def nothing_on_this_machine() -> Message:
    """
    The address is this machine, where nothing accepts a connection at its port.

    Start the emulator, or correct `RUNSITE_API_URL`.
    """
    return Message(
        "nothing on this machine accepts a connection at this port",
        "Start the emulator, or correct `RUNSITE_API_URL`",
    )


def proxy_does_not_answer(variable: str) -> Message:
    """
    The proxy of the environment accepts no connection from this machine, or does not answer.

    Check the address of the proxy, or connect without it: `RUNSITE_PROXY=none`.
    """
    return Message(
        f"the proxy of `{variable}` does not answer",
        f"Check `{variable}`, or set `RUNSITE_PROXY=none` to connect without a proxy",
    )


def proxy_refused() -> Message:
    """
    The proxy of the environment does not connect to the host of the address.

    With status 407, set the user name and the password in the address of the proxy. Otherwise allow
    the address in the proxy, or connect without it: `RUNSITE_PROXY=none`.
    """
    return Message(
        "the proxy requires credentials (407), or does not allow this address",
        "Correct the address of the proxy, allow the address of the API in it, or set "
        "`RUNSITE_PROXY=none`",
    )


def tls_failed() -> Message:
    """
    The server at the address does not speak TLS.

    Check the port in `RUNSITE_API_URL`, and any proxy between this machine and Runsite.
    """
    return Message(
        "no encrypted connection could be established",
        "Check the port in `RUNSITE_API_URL`, and any proxy in between",
    )


def certificate_not_trusted() -> Message:
    """
    The certificate of the server cannot be verified: a proxy may inspect the connection.

    Set `SSL_CERT_FILE` to the certificates of that proxy, or install those of your system.
    """
    return Message(
        "a proxy may inspect the connection, or this system lacks certificates",
        "Set `SSL_CERT_FILE` to a file with the certificate of the issuer",
    )


def issuer_not_public() -> Message:
    """
    The certificate is trusted, but its issuer is none of the usual public ones.

    Make sure that the proxy which inspects the connection may read your API key.
    """
    return Message(
        "a proxy may inspect the connection (the issuer is not displayed)",
        "Make sure that it may read your API key",
    )


def certificate_expires() -> Message:
    """
    The certificate of the server expires within 14 days.

    If it is not renewed, report it to the operator of the server.
    """
    return Message("the certificate expires soon", "If it is not renewed, report it to Runsite")


def clock_is_wrong() -> Message:
    """
    The clock of this machine differs from that of the server by more than a minute.

    Synchronize the clock.
    """
    return Message("certificates and the creation log depend on the time", "Synchronize the clock")


def other_prefix_answers(prefix: str) -> Message:
    """
    The API does not answer under the configured path prefix, but under another one.

    Set `RUNSITE_API_PREFIX`, or `runsite:apiPrefix` in the stack, to the prefix that answers.
    """
    return Message(
        "the API answers under another path prefix",
        f"Set `RUNSITE_API_PREFIX={prefix}`, or `pulumi config set runsite:apiPrefix {prefix}`",
    )


def not_the_api() -> Message:
    """
    The address answers, but not as the Runsite API does.

    Check the address and the path prefix, and any proxy between this machine and Runsite.
    """
    return Message(
        "the response is not one of the Runsite API",
        "Check `RUNSITE_API_URL` and `RUNSITE_API_PREFIX`, and any proxy in between",
    )


def key_rejected() -> Message:
    """
    Runsite does not accept the API key: it is revoked, expired or of another installation.

    Create a key in the dashboard, and set it as `RUNSITE_API_KEY`.
    """
    return Message(
        "the key is revoked, expired or mistyped",
        "Create one in the dashboard, and set it as `RUNSITE_API_KEY`",
    )


def account_unusable() -> Message:
    """
    Runsite has blocked the account, or its registration is under review.

    Resolve it in the dashboard or with Runsite's support.
    """
    return Message("the account is blocked or under review", "Resolve it with Runsite's support")


def key_forbidden() -> Message:
    """
    The API key is valid, but may not list projects.

    Create a key with the scope `write` in the dashboard.
    """
    return Message(
        "the key may not list projects", "Create a key with the scope `write` in the dashboard"
    )


def key_only_reads() -> Message:
    """
    With a key of the scope `read` nothing can be created or changed.

    For `pulumi up`, create a key with the scope `write` in the dashboard.
    """
    return Message(
        "`pulumi preview` works, `pulumi up` needs the scope `write`",
        "Create such a key in the dashboard",
    )
