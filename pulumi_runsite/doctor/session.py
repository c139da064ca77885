"""Sends requests one by one, and keeps what came back as it is: nothing is an exception."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from ..api import Clock, InvalidResponse, NotSent, RunsiteError, api_path
from ..api.pacing import retry_after_s
from ..api.transport import Response, Transport
from ..api.unknown_fields import unknown_fields
from ..provider.config import Settings
from .value_forms import json_type

_FIXED_PARTS = frozenset(
    {"projects", "web-services", "env", "bulk", "secrets", "deployments", "deploy", "stop",
     "users", "me", "api-key"}
)  # fmt: skip
PREFIXES = ("/api", "/api/v1")
"""The path prefixes of Runsite's documentation and of its own CLI."""
_CODES = frozenset({"insufficient_scope", "user_blocked", "registration_review_required"})
_TIMEOUT_S = 30.0
_MAX_RATE_LIMIT_WAIT_S = 120.0
_RATE_LIMIT_PAUSE_S = 15.0


def shown_prefix(prefix: str) -> str:
    """Return *prefix* if Runsite's documents name it: another one may contain a name."""
    return prefix if prefix in PREFIXES else "<other prefix>"


@dataclass(frozen=True)
class Answer:
    """The response to one request, or why there is none."""

    request: str
    """The method and the path, `{id}` in place of each id."""
    status: int = 0
    """0 if no response was received."""
    body: Any = None
    """The JSON as it was sent: ids may be numbers. None where there is no JSON."""
    form: str = "no response"
    """What the body is: its JSON type, `HTML`, `text` or `empty`."""
    headers: dict[str, str] = field(default_factory=dict)
    was_sent: bool = True

    @property
    def is_success(self) -> bool:
        """Whether the status reports success."""
        return 200 <= self.status < 300

    @property
    def is_from_api(self) -> bool:
        """Whether the response is one of the API: JSON, an error with `detail`."""
        if self.is_success:
            return self.form in ("object", "list")
        return isinstance(self.body, dict) and "detail" in self.body

    @property
    def detail(self) -> Any:
        """The `detail` of an error."""
        return self.body.get("detail") if isinstance(self.body, dict) else None

    @property
    def unknown_fields(self) -> frozenset[str]:
        """The fields of the request that the API refused because it does not know them."""
        return unknown_fields(self.detail) if self.status in (400, 422) else frozenset()

    @property
    def code(self) -> str:
        """The error code, of those that Runsite's own CLI knows."""
        code = self.detail.get("code") if isinstance(self.detail, dict) else None
        return code if code in _CODES else ""

    @property
    def outcome(self) -> str:
        """The status and the form of the body."""
        if not self.status:
            return self.form
        if self.is_success:
            return f"{self.status} with {'no body' if self.form == 'empty' else self.form}"
        return f"refused with {self.status}" + (f" ({self._reason})" if self._reason else "")

    @property
    def _reason(self) -> str:
        required = self.detail.get("required") if self.code else None
        if required in ("write", "admin"):
            return f"needs the scope `{required}`"
        unknown = ", ".join(f"unknown field `{name}`" for name in sorted(self.unknown_fields))
        return self.code or unknown

    def repeats(self, text: str) -> bool:
        """Return whether the response contains *text*."""
        return text in json.dumps(self.body, ensure_ascii=False)


class Session:
    """The connection to one Runsite; `answers` has every answer so far."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        agent = f"pulumi-runsite-doctor/{version('pulumi-runsite')}"
        headers = {"Authorization": f"Bearer {settings.api_key}", "User-Agent": agent}
        self._transport = Transport(settings.api_url, headers)
        self.prefix = settings.api_prefix
        self.clock = clock
        self.answers: list[Answer] = []

    async def get(self, *parts: str, **query: int) -> Answer:
        """Return the answer to a GET of the path of *parts*."""
        return await self.send("GET", parts, query=query)

    async def post(self, *parts: str, body: Any = None) -> Answer:
        """Return the answer to a POST, which is sent again only after a 429."""
        return await self.send("POST", parts, body)

    async def put(self, *parts: str, body: Any) -> Answer:
        """Return the answer to a PUT."""
        return await self.send("PUT", parts, body)

    async def delete(self, *parts: str) -> Answer:
        """Return the answer to a DELETE."""
        return await self.send("DELETE", parts)

    async def send(
        self,
        method: str,
        parts: tuple[str, ...],
        body: Any = None,
        query: dict[str, int] | None = None,
    ) -> Answer:
        """Return the answer to one request, after the end of a rate limit if there is one."""
        waited_s = 0.0
        while True:
            answer = await self._send_once(method, parts, body, query or {})
            self.answers.append(answer)
            pause_s = retry_after_s(answer.headers.get("retry-after"))
            pause_s = _RATE_LIMIT_PAUSE_S if pause_s is None else pause_s
            waited_s += pause_s
            if answer.status != 429 or waited_s > _MAX_RATE_LIMIT_WAIT_S:
                return answer
            await self.clock.sleep(pause_s)

    async def _send_once(
        self, method: str, parts: tuple[str, ...], body: Any, query: dict[str, int]
    ) -> Answer:
        label = "/".join(part if part in _FIXED_PARTS else "{id}" for part in parts)
        request = f"{method} {shown_prefix(self.prefix)}/{label}"
        try:
            path = self.prefix + api_path(*parts)
            response = await self._transport.send(method, path, body, query, _TIMEOUT_S)
        except NotSent:
            return Answer(request, form="no connection", was_sent=False)
        except InvalidResponse:
            return Answer(request, form="a redirect, or a body that is too large or compressed")
        except RunsiteError:
            return Answer(request, form="no complete response")
        return _answer(request, response)

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()


def _answer(request: str, response: Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if not response.body.strip():
        return Answer(request, response.status, None, "empty", headers)
    try:
        response.json(request)  # checks the JSON more strictly
        body = json.loads(response.body.decode("utf-8-sig"))
    except InvalidResponse:
        is_html = "html" in headers.get("content-type", "") or response.body.lstrip()[:1] == b"<"
        return Answer(request, response.status, None, "HTML" if is_html else "text", headers)
    form = "a JSON text" if isinstance(body, str) else json_type(body)
    return Answer(request, response.status, body, form, headers)
