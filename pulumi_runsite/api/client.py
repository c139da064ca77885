"""The only way to Runsite's API: one key, one origin, one policy of what is sent again."""

from __future__ import annotations

import itertools
import logging
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anyio

from .clock import Clock
from .errors import (
    ApiError,
    InvalidResponse,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    RunsiteError,
    Unauthorized,
    Unavailable,
    error_for,
)
from .pacing import LONGEST_ASKED_S, PATIENCE_S, Pace, retry_after_s
from .redaction import Redactor
from .transport import Answer, Wire

JSON = dict[str, Any]
Progress = Callable[[str], None]

ATTEMPTS = 4
CALL_S = 60.0
"""Seconds one call may take in all, waiting for a rate limit apart."""
FRESH_S = 5.0
"""Seconds for which a list that was read is taken as what is there."""

_log = logging.getLogger("pulumi_runsite")


def api_path(*parts: str) -> str:
    """
    Return the path of *parts*, each a word of the API's or an id.

    Raises:
        RunsiteError: a part could lead somewhere else than intended.
    """
    for part in parts:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", part):
            raise RunsiteError(f"{part[:80]!r} is not an id as Runsite gives them")
    return "/" + "/".join(parts)


@dataclass
class _List:
    lock: anyio.Lock
    read_at: float = 0.0
    writes: int = -1
    body: JSON | None = None


class Client:
    """
    Speaks to one Runsite account.

    What is sent again: after a 429 every request, since it was refused before any work, as
    Retry-After says or backing off, at most PATIENCE_S seconds in all; when no connection could be
    made every request; when the answer was lost or is a 5xx only GET, PUT and DELETE, which come
    to the same when done twice. Never a POST that may have arrived: names are not unique and the
    API knows no idempotency keys. At most ATTEMPTS times, within CALL_S seconds. After a 401
    nothing is sent any more.
    """

    def __init__(
        self,
        api_key: str,
        origin: str,
        prefix: str,
        *,
        clock: Clock,
        user_agent: str = "pulumi-runsite",
        redactor: Redactor | None = None,
    ) -> None:
        self.redactor = redactor or Redactor()
        self.redactor.add_secret(api_key)
        self.clock = clock
        headers = {"Authorization": f"Bearer {api_key}", "User-Agent": user_agent}
        self._wire = Wire(origin, headers)
        self._prefix = prefix
        self._pace = Pace(clock)
        self._refused: Unauthorized | None = None
        self._writes = 0
        self._lists: dict[str, _List] = defaultdict(lambda: _List(anyio.Lock()))

    async def request(
        self,
        method: str,
        path: str,
        body: JSON | None = None,
        *,
        progress: Progress | None = None,
        **query: int,
    ) -> JSON:
        """
        Return the object that the API answers with.

        *progress* is told, in a few words, why nothing happens while it waits.

        Raises:
            RunsiteError: see `errors`.
        """
        answer = await self._until_answered(method, path, body, query, progress)
        request = f"{method} {self._prefix}{path}"
        decoded = answer.decoded(request)
        if not isinstance(decoded, dict):
            raise InvalidResponse(f"{request}: {answer.status}: the answer is not an object")
        return decoded

    async def send(self, method: str, path: str, body: JSON | None = None) -> None:
        """Have something done whose answer tells nothing that is needed."""
        await self._until_answered(method, path, body, {}, None)

    async def list_cached(self, path: str) -> JSON:
        """
        Return a list, read at most FRESH_S seconds ago and not before our own last write.

        Many who ask at once cause one request.
        """
        known = self._lists[path]
        async with known.lock:
            stale = self.clock.now() - known.read_at > FRESH_S or known.writes != self._writes
            if known.body is None or stale:
                known.writes, known.read_at = self._writes, self.clock.now()
                known.body = await self.request("GET", path)
            return known.body

    async def _until_answered(
        self,
        method: str,
        path: str,
        body: JSON | None,
        query: dict[str, int],
        progress: Progress | None,
    ) -> Answer:
        kind = self._pace.kind(method, path)
        asked_first = self.clock.now()
        for limits in itertools.count():
            await self._pace.wait(kind)
            try:
                return await self._persistently(method, path, body, query)
            except RateLimited as error:
                wait_s = self._pace.limited_s(limits, error.retry_after_s)
                waited_s = self.clock.now() - asked_first
                if (error.retry_after_s or 0) > LONGEST_ASKED_S or waited_s + wait_s > PATIENCE_S:
                    raise
                self._pace.hold(kind, wait_s)
                _log.debug("runsite.held_back kind=%s wait_s=%.1f", kind, wait_s)
                if progress:
                    progress(f"Runsite's rate limit is reached; going on in {wait_s:.0f} s")
        raise AssertionError("unreachable")

    async def _persistently(
        self, method: str, path: str, body: JSON | None, query: dict[str, int]
    ) -> Answer:
        end = self.clock.now() + CALL_S
        for attempt in itertools.count(1):
            left_s = max(end - self.clock.now(), 1.0)
            try:
                return await self._once(method, path, body, query, left_s)
            except (NotSent, OutcomeUnknown, Unavailable) as error:
                wait_s = self._pace.backoff_s(attempt, 8.0)
                late = self.clock.now() + wait_s >= end
                if attempt >= ATTEMPTS or late or not _may_repeat(method, error):
                    raise
                _log.debug("runsite.sent_again method=%s wait_s=%.1f", method, wait_s)
                await self.clock.sleep(wait_s)
        raise AssertionError("unreachable")

    async def _once(
        self, method: str, path: str, body: JSON | None, query: dict[str, int], within_s: float
    ) -> Answer:
        full = self._prefix + path
        if self._refused:
            raise self._refused.repeated(f"{method} {full}")
        written = method != "GET"
        self._writes += written
        try:
            answer = await self._wire.exchange(method, full, body, query, within_s)
        finally:
            self._writes += written
        _log.debug("runsite.request method=%s path=%s status=%d", method, full, answer.status)
        if 200 <= answer.status < 300:
            return answer
        raise self._error(f"{method} {full}", answer)

    def _error(self, request: str, answer: Answer) -> ApiError:
        body = answer.decoded_or_text(request)
        error = error_for(request, answer.status, body, self.redactor.redact)
        if isinstance(error, Unauthorized):
            self._refused = error
        if isinstance(error, RateLimited):
            error.retry_after_s = retry_after_s(answer.headers.get("retry-after"))
        return error

    async def close(self) -> None:
        """Close all connections."""
        await self._wire.close()


def _may_repeat(method: str, error: RunsiteError) -> bool:
    return isinstance(error, NotSent) or method in {"GET", "PUT", "DELETE"}
