"""Which error a failed request is: not sent, or sent with an unknown outcome."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from .errors import CannotConnect, NotSent, OutcomeUnknown, RunsiteError
from .messages import connections, requests
from .proxy import Proxy

# The last two are of an address that cannot be looked up.
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.InvalidURL,
    UnicodeError,
)
SEND_ERRORS = (TimeoutError, httpx.RequestError, httpx.InvalidURL, UnicodeError)
"""What httpx raises where no complete response was received."""


class ProxyTrace:
    """Follows a request through a proxy: what is lost while the proxy connects was not sent."""

    def __init__(self) -> None:
        self.is_connecting = False

    async def __call__(self, _event: str, info: dict[str, Any]) -> None:
        """Note whether the last request that httpcore worked on is the CONNECT to the proxy."""
        if request := info.get("request"):
            self.is_connecting = request.method == b"CONNECT"


@dataclass(frozen=True)
class Route:
    """Where requests go: the origin, and the proxy in between."""

    origin: str
    proxy: Proxy | None = None

    def failure(
        self, request: str, error: Exception, timeout_s: float, trace: ProxyTrace | None
    ) -> RunsiteError:
        """Return the error for *request* that failed with *error*, one of SEND_ERRORS."""
        if isinstance(error, httpx.ProxyError):
            return self._refused(request, str(error))
        if isinstance(error, _NOT_SENT):
            return self._not_connected(request, error)
        is_timeout = isinstance(error, TimeoutError)
        # The text of other errors may quote headers: only their type is displayed.
        why = f"no response within {timeout_s:g} s" if is_timeout else type(error).__name__
        if self.proxy and trace and trace.is_connecting:
            return NotSent(connections.proxy_failed(request, self.origin, str(self.proxy), why))
        if is_timeout:
            return OutcomeUnknown(requests.response_timed_out(request, f"{timeout_s:g}"))
        return OutcomeUnknown(requests.response_lost(request, why))

    def _refused(self, request: str, text: str) -> NotSent:
        status = (re.match(r"\d{3}", text) or ["no status"])[0]  # the rest is the proxy's own text
        if status == "407":
            message = connections.proxy_requires_credentials(request, str(self.proxy))
            return CannotConnect(message)
        message = connections.proxy_refused(request, self.origin, str(self.proxy), status)
        return CannotConnect(message) if status.startswith("4") else NotSent(message)

    def _not_connected(self, request: str, error: Exception) -> NotSent:
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLCertVerificationError):
                why = cause.verify_message.rstrip(".")
                return CannotConnect(connections.certificate_not_trusted(request, self.origin, why))
        why = str(error) or type(error).__name__
        if self.proxy:
            return NotSent(connections.proxy_failed(request, self.origin, str(self.proxy), why))
        return NotSent(connections.connection_failed(request, self.origin, why))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__
