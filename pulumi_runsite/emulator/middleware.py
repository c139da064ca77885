"""The door: every request passes here, is written down, and may meet a fault."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from .faults import inject
from .faults.exchange import Answer, Exchange, Message, Receive, Scope, Send
from .faults.schedule import Scheduled
from .openapi.operations import operations_of
from .world import lifecycle
from .world.delayed_requests import LateRequest
from .world.emulator import Emulator
from .world.journal import Entry

MAX_BODY_BYTES = 8 * 1024 * 1024

_OWN_PATHS = ("/_emulator", "/openapi.json")
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class Front:
    """The ASGI application: the API of one emulator, `api`, behind its door."""

    def __init__(self, api: FastAPI, emulator: Emulator) -> None:
        self.api = api
        self.emulator = emulator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.api(scope, receive, send)
            return
        scope["emulator"] = self.emulator
        try:
            body = await _read(receive)
        except _LeftEarlyError:
            # Half a request was never made, however well its first half may read.
            return
        await self._carry_out_late_ones()
        if not self._is_for_us(scope):
            await _refusal(403, "This emulator answers to names of this machine only").send(send)
        elif body is None:
            answer = _refusal(413, "Request body is larger than 8 MiB")
            self._note(self._entry(scope, b""), answer, None, time.perf_counter())
            await answer.send(send)
        elif scope["path"] == "/" or scope["path"].startswith(_OWN_PATHS):
            answer = await self._carry_out(scope, body)
            await answer.send(send)
        else:
            await self._witness(scope, body, receive, send)

    async def _witness(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        entry = self._entry(scope, body)
        fault = self._fault(scope)
        if fault is None:
            answer = await self._carry_out(scope, body)
            self._note(entry, answer, answer, started)
            await answer.send(send)
            return
        entry.fault = fault.kind
        entry.operation = operations_of(self.api).name(scope["method"], scope["path"])
        if fault.kind == "late_commit":
            await self._postpone(fault, Exchange(scope, body, receive, send, self._never), entry)
            return

        async def carry_out() -> Answer:
            answer = await self._carry_out(scope, body, fault)
            self._note(entry, None, answer, started)
            return answer

        seen, applied = await inject.perform(fault, Exchange(scope, body, receive, send, carry_out))
        self._note(entry, seen, applied, started)

    async def _carry_out(self, scope: Scope, body: bytes, fault: Scheduled | None = None) -> Answer:
        """Let the API handle the request, and make its effects safe before anybody is told."""
        lifecycle.settle(self.emulator)
        answer = Answer()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message["headers"])
            else:
                answer.body += message.get("body", b"")

        own = dict(scope)
        with self._lagging(fault):
            await self.api(own, receive, keep)
        self.emulator.commit()
        answer.operation = getattr(own.get("route"), "operation_id", None)
        answer.key_id = getattr(own.get("emulator.key"), "id", None)
        return answer

    @contextmanager
    def _lagging(self, fault: Scheduled | None) -> Iterator[None]:
        switches = self.emulator.switches
        kept = switches.list_lag_seconds
        if fault is not None and fault.kind == "list_lag":
            switches.list_lag_seconds = _lag(fault)
        try:
            yield
        finally:
            switches.list_lag_seconds = kept

    async def _postpone(self, fault: Scheduled, exchange: Exchange, entry: Entry) -> None:
        due = self.emulator.clock.now() + _lag(fault)
        self.emulator.late.append(LateRequest(due, dict(exchange.scope), exchange.body, entry))
        await exchange.cut(fault.how or "fin")

    async def _carry_out_late_ones(self) -> None:
        # Nobody can look between two requests, so it is enough to catch up before each one.
        now = self.emulator.clock.now()
        for late in sorted((r for r in self.emulator.late if r.due <= now), key=lambda r: r.due):
            self.emulator.late.remove(late)
            started = time.perf_counter()
            self._note(late.entry, None, await self._carry_out(late.scope, late.body), started)

    async def _never(self) -> Answer:
        raise AssertionError("a late request is carried out later")

    def _fault(self, scope: Scope) -> Scheduled | None:
        if not self.emulator.faults.is_waiting():
            return None
        method, path = scope["method"], scope["path"]
        operation = operations_of(self.api).name(method, path)
        return self.emulator.faults.take(method, path, operation)

    def _entry(self, scope: Scope, body: bytes) -> Entry:
        journal = self.emulator.journal
        entry = Entry(
            seq=journal.next_seq(),
            at=self.emulator.clock.now(),
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            request_body=body,
        )
        journal.add(entry)
        return entry

    def _note(
        self, entry: Entry, seen: Answer | None, applied: Answer | None, started: float
    ) -> None:
        entry.duration_ms = round((time.perf_counter() - started) * 1000, 3)
        if applied is not None:
            entry.applied_status = applied.status
            entry.operation, entry.key_id = applied.operation, applied.key_id
        if seen is not None:
            entry.status = seen.status
        shown = seen or applied
        if shown is not None:
            self.emulator.journal.answered(entry, shown.body)

    def _is_for_us(self, scope: Scope) -> bool:
        # A page on the web may make a browser call this machine under a name of its own (DNS
        # rebinding); such a call has that name in its Host header.
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        names = {host if host.endswith("]") else host.rsplit(":", 1)[0] for host in hosts}
        return bool(names) and names <= {*_LOCAL_HOSTS, *self.emulator.hosts}


class _LeftEarlyError(Exception):
    """The client went away before it had sent its whole request."""


async def _read(receive: Receive) -> bytes | None:
    """Return the whole body, or None when it is larger than is taken."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _LeftEarlyError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY_BYTES:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _lag(fault: Scheduled) -> float:
    return 5.0 if fault.seconds is None else fault.seconds


def _refusal(status: int, sentence: str) -> Answer:
    return Answer(status).with_body(f'{{"detail":"{sentence}"}}'.encode())
