"""The ASGI middleware: checks the Host header, records the journal, applies the faults."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate

from fastapi import FastAPI

from .control.token import CONTROL_PREFIX
from .faults.http_exchange import BufferedResponse, Exchange, Message, Receive, Scope, Send
from .faults.inject import inject
from .faults.schedule import ScheduledFault
from .openapi.operation_lookup import operations_of
from .request_body import DisconnectedError, read_body
from .world import lifecycle
from .world.delayed_requests import DelayedRequest
from .world.emulator import Emulator
from .world.journal import JournalEntry

_UNRECORDED_PATHS = (CONTROL_PREFIX, "/openapi.json")
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_HOST_REJECTED = (
    "The Host header was rejected: it is not a name of this machine. Start the emulator with "
    "`--allow-host` to accept another name."
)
_DEFAULT_LAG_S = 5.0


class EmulatorMiddleware:
    """The ASGI application: `api` with the state of one emulator."""

    def __init__(self, api: FastAPI, emulator: Emulator) -> None:
        self.api = api
        self.emulator = emulator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.api(scope, receive, send)
            return
        scope["emulator"] = self.emulator
        send = self._with_date(send)
        if not self._is_host_allowed(scope):
            await _error(403, _HOST_REJECTED).send(send)
            return
        try:
            body = await read_body(self.emulator, scope, receive)
        except DisconnectedError:
            # An incomplete request is not applied, even if its first half is valid.
            return
        await self._apply_due_requests()
        is_recorded = scope["path"] != "/" and not scope["path"].startswith(_UNRECORDED_PATHS)
        if body is None:
            response = _error(413, "Request body is too large")
            if is_recorded:
                self._complete(self._add_entry(scope, b""), response, None, time.perf_counter())
            await response.send(send)
        elif not is_recorded:
            response = await self._apply(scope, body)
            await response.send(send)
        else:
            await self._handle_recorded(scope, body, receive, send)

    def _with_date(self, send: Send) -> Send:
        async def send_with_date(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = formatdate(self.emulator.clock.now(), usegmt=True).encode()
                message = {**message, "headers": [*message["headers"], (b"date", date)]}
            await send(message)

        return send_with_date

    async def _handle_recorded(
        self, scope: Scope, body: bytes, receive: Receive, send: Send
    ) -> None:
        started = time.perf_counter()
        entry = self._add_entry(scope, body)
        fault = self._next_fault(scope)
        if fault is None:
            response = await self._apply(scope, body)
            self._complete(entry, response, response, started)
            await response.send(send)
            return
        entry.fault = fault.kind
        entry.operation = operations_of(self.api).find(scope["method"], scope["path"])
        if fault.kind == "late_commit":
            exchange = Exchange(scope, body, receive, send, self._never_applied)
            await self._delay(fault, exchange, entry)
            return

        async def apply() -> BufferedResponse:
            response = await self._apply(scope, body, fault)
            self._complete(entry, None, response, started)
            return response

        received, applied = await inject(fault, Exchange(scope, body, receive, send, apply))
        self._complete(entry, received, applied, started)

    async def _apply(
        self, scope: Scope, body: bytes, fault: ScheduledFault | None = None
    ) -> BufferedResponse:
        """Pass the request to the API, and commit its changes before it is answered."""
        lifecycle.apply_due_changes(self.emulator)
        response = BufferedResponse()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def buffer(message: Message) -> None:
            if message["type"] == "http.response.start":
                response.status, response.headers = message["status"], list(message["headers"])
            else:
                response.body += message.get("body", b"")

        api_scope = dict(scope)
        with self._list_lag(fault):
            await self.api(api_scope, receive, buffer)
        self.emulator.commit()
        response.operation = getattr(api_scope.get("route"), "operation_id", None)
        response.key_id = getattr(api_scope.get("emulator.key"), "id", None)
        response.is_applied = not api_scope.get("emulator.not_applied", False)
        return response

    @contextmanager
    def _list_lag(self, fault: ScheduledFault | None) -> Iterator[None]:
        switches = self.emulator.switches
        previous = switches.list_lag_seconds
        if fault is not None and fault.kind == "list_lag":
            switches.list_lag_seconds = _lag_seconds(fault)
        try:
            yield
        finally:
            switches.list_lag_seconds = previous

    async def _delay(self, fault: ScheduledFault, exchange: Exchange, entry: JournalEntry) -> None:
        due = self.emulator.clock.now() + _lag_seconds(fault)
        request = DelayedRequest(due, dict(exchange.scope), exchange.body, entry)
        self.emulator.delayed_requests.append(request)
        await exchange.close_connection(fault.how or "fin")

    async def _apply_due_requests(self) -> None:
        # State is observed by requests only, so it is enough to catch up before each one.
        now = self.emulator.clock.now()
        due = [request for request in self.emulator.delayed_requests if request.due <= now]
        for request in sorted(due, key=lambda request: request.due):
            self.emulator.delayed_requests.remove(request)
            started = time.perf_counter()
            with self.emulator.clock.at(request.due):
                response = await self._apply(request.scope, request.body)
            self._complete(request.entry, None, response, started)

    async def _never_applied(self) -> BufferedResponse:
        raise AssertionError("a delayed request is applied by _apply_due_requests")

    def _next_fault(self, scope: Scope) -> ScheduledFault | None:
        if not self.emulator.faults.has_remaining():
            return None
        method, path = scope["method"], scope["path"]
        operation = operations_of(self.api).find(method, path)
        return self.emulator.faults.next_for(method, path, operation)

    def _add_entry(self, scope: Scope, body: bytes) -> JournalEntry:
        journal = self.emulator.journal
        entry = JournalEntry(
            seq=journal.next_seq(),
            at=self.emulator.clock.now(),
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            request_body=body,
        )
        journal.add(entry)
        return entry

    def _complete(
        self,
        entry: JournalEntry,
        received: BufferedResponse | None,
        applied: BufferedResponse | None,
        started: float,
    ) -> None:
        entry.duration_ms = round((time.perf_counter() - started) * 1000, 3)
        if applied is not None:
            entry.applied_status = applied.status if applied.is_applied else None
            entry.operation, entry.key_id = applied.operation, applied.key_id
        if received is not None:
            entry.status = received.status
            entry.retry_after = _retry_after(received)
        response = received or applied
        if response is not None:
            self.emulator.journal.set_response_body(entry, response.body)

    def _is_host_allowed(self, scope: Scope) -> bool:
        # DNS rebinding: a web page can make a browser send requests to this machine under a name
        # of its own, which is then in the Host header.
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        names = {host if host.endswith("]") else host.rsplit(":", 1)[0] for host in hosts}
        return bool(names) and names <= {*_LOCAL_HOSTS, *self.emulator.hosts}


def _retry_after(response: BufferedResponse) -> str | None:
    values = (v.decode("latin-1") for name, v in response.headers if name == b"retry-after")
    return next(values, None)


def _lag_seconds(fault: ScheduledFault) -> float:
    return _DEFAULT_LAG_S if fault.seconds is None else fault.seconds


def _error(status: int, detail: str) -> BufferedResponse:
    return BufferedResponse(status).with_body(f'{{"detail":"{detail}"}}'.encode())
