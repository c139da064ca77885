"""The client of Runsite's API: one key, one origin, and one policy for retries."""

from __future__ import annotations

import copy
import itertools
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from . import pacing
from .clock import Clock
from .errors import (
    ApiError,
    InvalidResponse,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Unauthorized,
    Unavailable,
    error_from_response,
    may_repeat,
    rate_limited_before,
)
from .interruption import refuse_after_interrupt
from .list_cache import ListCache
from .messages import requests, waits
from .proxy import Proxy
from .redaction import Redactor
from .request_log import logged
from .shape import shape_of

if TYPE_CHECKING:
    from .transport import Response

JSON = dict[str, Any]
T = TypeVar("T")
Query = dict[str, int]

MAX_ATTEMPTS = 4
"""Attempts for one request, those that a rate limit refused apart."""
_log = logging.getLogger("pulumi_runsite")


class Client:
    """
    The client of one Runsite account. What is sent again: after a 429 every request, since it was
    refused before any work, after the time of its Retry-After or a growing pause,
    MAX_RATE_LIMIT_WAIT_S seconds in total at most; when no connection could be established every
    request, unless it cannot be without a change of the set-up; when the response was lost or is a
    5xx only GET, PUT and DELETE, which are idempotent: names are not unique, and there are no
    idempotency keys. At most MAX_ATTEMPTS times, within REQUEST_TIMEOUT_S. After a 401 no request
    is sent any more.
    """

    def __init__(
        self,
        api_key: str,
        origin: str,
        prefix: str,
        *,
        clock: Clock,
        proxy: Proxy | None = None,
        user_agent: str = "pulumi-runsite",
        redactor: Redactor | None = None,
    ) -> None:
        from .transport import Transport  # noqa: PLC0415 - only a run with requests needs httpx

        self.redactor = redactor or Redactor()
        self.redactor.add_api_key(api_key)
        if proxy:
            self.redactor.add_api_key(proxy.password)
        self.clock = clock
        headers = {"Authorization": f"Bearer {api_key}", "User-Agent": user_agent}
        self._transport = Transport(origin, headers, proxy)
        self._prefix = prefix
        self._pacer = pacing.RequestPacer(clock)
        self._key_rejected: Unauthorized | None = None
        self._attempts = MAX_ATTEMPTS
        self._writes = 0
        self._lists = ListCache(clock)
        self.observations: dict[str, Any] = {}
        """What operations have observed of this Runsite, by name, until the end of the run."""

    def without_retries(self) -> Client:
        """Return a client with the same connections that attempts each request once."""
        client = copy.copy(self)
        client._attempts = 1  # noqa: SLF001
        return client

    def request_name(self, method: str, path: str) -> str:
        """Return method and path of a request, as they are sent, for messages."""
        return f"{method} {self._prefix}{path}"

    async def request(
        self,
        method: str,
        path: str,
        body: JSON | None = None,
        *,
        on_wait: pacing.OnWait | None = None,
        **query: int,
    ) -> JSON:
        """
        Return the JSON object of the response; *on_wait* is for waits before the request is sent.

        Raises:
            RunsiteError: see `errors`.
        """
        decoded = await self.request_any(method, path, body, on_wait=on_wait, **query)
        if not isinstance(decoded, dict):
            request = self.request_name(method, path)
            raise InvalidResponse(requests.response_not_object(request, shape_of(decoded)))
        return decoded

    async def request_any(
        self,
        method: str,
        path: str,
        body: JSON | None = None,
        *,
        on_wait: pacing.OnWait | None = None,
        **query: int,
    ) -> Any:
        """
        Return the JSON of the response: an object or a list; an empty object for an empty body.

        Raises:
            RunsiteError: see `errors`.
        """
        on_wait = on_wait or pacing.OnWait()
        response = await self._send_within_limits(method, path, body, query, on_wait)
        request = self.request_name(method, path)
        decoded = response.json(request)
        if decoded is None and method != "GET":  # FastAPI returns null where there is no result
            return {}
        if not isinstance(decoded, (dict, list)):
            raise InvalidResponse(requests.response_not_object(request, shape_of(decoded)))
        return decoded

    async def send(
        self, method: str, path: str, body: JSON | None = None, on_wait: pacing.OnWait | None = None
    ) -> Any:
        """
        Send a request that changes something, and return its response, which may be empty.

        Raises:
            InvalidResponse: the status reports success, but another server may have sent it.
            RunsiteError: see `errors`.
        """
        decoded = await self.request_any(method, path, body, on_wait=on_wait)
        if isinstance(decoded, dict) and decoded.get("success") is False:
            request = self.request_name(method, path)
            raise InvalidResponse(requests.response_denies_success(request))
        return decoded

    async def cached(self, path: str, read: Callable[[], Awaitable[T]], not_before: float = 0) -> T:
        """
        Return what *read* returned for *path*, in the last LIST_CACHE_S seconds and after a write.

        It is not read before *not_before*, a time of the clock. Concurrent calls share one reading.
        """
        found: T = await self._lists.get(path, not_before, lambda: self._writes, read)
        return found

    async def _send_within_limits(
        self, method: str, path: str, body: JSON | None, query: Query, on_wait: pacing.OnWait
    ) -> Response:
        limit_group, started_at = self._pacer.limit_group(method, path), self.clock.now()
        for refusals in itertools.count():
            try:
                return await self._send_with_retries(method, path, body, query, on_wait)
            except RateLimited as error:
                pause_s = self._pacer.rate_limit_pause_s(refusals, error.retry_after_s)
                total_s = self.clock.now() - started_at + pause_s
                too_long = (error.retry_after_s or 0) > pacing.MAX_RETRY_AFTER_S
                self._pacer.pause(limit_group, pause_s)
                if too_long or total_s > pacing.MAX_RATE_LIMIT_WAIT_S or self._attempts == 1:
                    raise
                _log.debug("runsite.rate_limited group=%s pause_s=%.1f", limit_group, pause_s)
                on_wait.progress(waits.waiting_for_rate_limit(f"{pause_s:.0f}"))
        raise AssertionError("unreachable")

    async def _send_with_retries(
        self, method: str, path: str, body: JSON | None, query: Query, on_wait: pacing.OnWait
    ) -> Response:
        limit_group = self._pacer.limit_group(method, path)
        end = self.clock.now() + pacing.REQUEST_TIMEOUT_S
        for attempt in itertools.count(1):
            # Every attempt: another request may have met the rate limit since the last one.
            if (left_s := self._pacer.left_s(limit_group)) > pacing.MAX_RETRY_AFTER_S + 1:
                raise rate_limited_before(self.request_name(method, path), left_s)
            end += await self._pacer.wait_until_allowed(limit_group)
            if left_s > 0 or attempt > 1:
                await on_wait.check()
            refuse_after_interrupt(self.clock, method, self.request_name(method, path))
            left_s = max(end - self.clock.now(), 1.0)
            try:
                return await self._send_once(method, path, body, query, attempt, left_s)
            except (NotSent, OutcomeUnknown, Unavailable) as error:
                if not isinstance(error, NotSent):
                    on_wait.lost_at = self.clock.now()
                pause_s = self._pacer.backoff_s(attempt, pacing.MAX_BACKOFF_S)
                if isinstance(error, Unavailable):
                    pause_s = max(pause_s, error.retry_after_s or 0.0)
                too_late = self.clock.now() + pause_s >= end
                if attempt >= self._attempts or too_late or not may_repeat(method, error):
                    raise
                _log.debug("runsite.retry method=%s pause_s=%.1f", method, pause_s)
                await self.clock.sleep(pause_s)
        raise AssertionError("unreachable")

    async def _send_once(
        self,
        method: str,
        path: str,
        body: JSON | None,
        query: Query,
        attempt: int,
        timeout_s: float,
    ) -> Response:
        target = self._prefix + path
        if self._key_rejected:
            raise self._key_rejected.for_unsent(f"{method} {target}")
        self._writes += method != "GET"
        sent_at = self.clock.now()
        try:
            sending = self._transport.send(method, target, body, query, timeout_s)
            response = await logged(method, target, attempt, self.clock, sending)
        finally:
            self._writes += method != "GET"
        self.observations["Date"] = response.headers.get("date"), sent_at, self.clock.now()
        _log.debug("runsite.request method=%s path=%s status=%d", method, target, response.status)
        if 200 <= response.status < 300:
            return response
        raise self._error(f"{method} {target}", response)

    def _error(self, request: str, response: Response) -> ApiError:
        body, clean = response.json_or_text(request), self.redactor.clean
        retry_after_s = pacing.retry_after_s(response.headers.get("retry-after"))
        error = error_from_response(
            request, response.status, body, response.address, clean, retry_after_s
        )
        if isinstance(error, Unauthorized):
            self._key_rejected = error
        return error

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()
