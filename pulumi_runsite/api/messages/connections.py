"""The messages of requests that were not sent, since there is no connection."""

from __future__ import annotations

from .message import Message


def _not_sent(request: str, why: str) -> str:
    return f"{request} was not sent: {why}"


def connection_failed(request: str, origin: str, why: str) -> Message:
    """
    No connection to the Runsite API could be established; nothing was sent.

    Check the network connection and `runsite:apiUrl`, and run the command again. Where connections
    need a proxy, set `HTTPS_PROXY` in the environment.
    """
    return Message(
        _not_sent(request, f"cannot connect to {origin} ({why})"),
        "Check the network connection and `runsite:apiUrl`, and run the command again",
    )


def certificate_not_trusted(request: str, origin: str, why: str) -> Message:
    """
    The certificate of the Runsite API, or of a proxy in between, is not trusted; nothing was sent.

    If a proxy inspects connections, set `SSL_CERT_FILE` to a file with the certificate of its
    issuer and those of your system, or `SSL_CERT_DIR` to such a folder. If one of them is set,
    check that it can be read. Otherwise check `runsite:apiUrl` and the clock of this machine.
    """
    return Message(
        _not_sent(request, f"the certificate of {origin} is not trusted ({why})"),
        "Check `runsite:apiUrl`; if a proxy inspects connections, set `SSL_CERT_FILE` to a file "
        "with the certificate of its issuer, or `SSL_CERT_DIR` to a folder with it",
    )


def proxy_failed(request: str, origin: str, proxy: str, why: str) -> Message:
    """
    No connection through the proxy of the environment could be established; nothing was sent.

    Check the address in the variable that the message names, and that the proxy runs. To connect
    without it, list the host in `NO_PROXY`, or run `pulumi config set runsite:proxy none`.
    """
    return Message(
        _not_sent(request, f"cannot connect to {origin} through the proxy {proxy} ({why})"),
        "Check the proxy, or run `pulumi config set runsite:proxy none` to connect without it",
    )


def proxy_refused(request: str, origin: str, proxy: str, status: str) -> Message:
    """
    The proxy of the environment refused to connect to the Runsite API; nothing was sent.

    Allow the address in the proxy. To connect without it, list the host in `NO_PROXY`, or run
    `pulumi config set runsite:proxy none`.
    """
    return Message(
        _not_sent(request, f"the proxy {proxy} does not connect to {origin} (status {status})"),
        "Allow the address in the proxy, or run `pulumi config set runsite:proxy none` to connect "
        "without it",
    )


def proxy_requires_credentials(request: str, proxy: str) -> Message:
    """
    The proxy of the environment requires a user name and a password, or other ones (status 407).

    Set the variable that the message names to `http://<user>:<password>@<host>:<port>`, with
    special characters percent-encoded. The provider supports basic authentication only.
    """
    return Message(
        _not_sent(request, f"the proxy {proxy} requires other credentials (status 407)"),
        "Set the variable to `http://<user>:<password>@<host>:<port>`, with special characters "
        "percent-encoded",
    )
