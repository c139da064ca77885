"""A server that records what the emulator answers to an operation, and answers it again changed."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from .mutations import Answer, mutated

Request = tuple[str, str]
NOT_FOUND = Answer(404, b'{"detail": "Not found"}')


class ReplayServer:
    """Forwards requests to *origin* while `recorded` is None; else answers from it."""

    url = ""

    def __init__(self, origin: str) -> None:
        self._emulator = httpx.AsyncClient(
            base_url=origin, transport=httpx.AsyncHTTPTransport(verify=False)
        )
        self._answers: list[tuple[Request, Answer]] = []
        self._is_recording = True
        self._left: dict[Request, list[Answer]] = {}

    def record(self) -> None:
        """Forget the last operation; forward what follows."""
        self._answers, self._is_recording = [], True

    @property
    def answers(self) -> list[tuple[Request, Answer]]:
        """The requests of the last operation, and how they were answered."""
        return self._answers

    def replay(
        self, answers: list[tuple[Request, Answer]], changed: int, rng: random.Random
    ) -> None:
        """Answer as in *answers*, but change the answer number *changed*."""
        self._is_recording = False
        self._left = defaultdict(list)
        for number, (request, answer) in enumerate(answers):
            self._left[request].append(mutated(answer, rng) if number == changed else answer)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, *headers = head.decode("latin-1").split("\r\n")
                method, target, _ = line.split(" ")
                fields = dict(each.lower().split(": ", 1) for each in headers if each)
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                writer.write(_encoded(await self._answer(method, target, head, body)))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, method: str, target: str, head: bytes, body: bytes) -> Answer:
        if not self._is_recording:
            answers = self._left.get((method, target), [NOT_FOUND])
            return answers.pop(0) if len(answers) > 1 else answers[0]
        key = head.decode("latin-1").partition("uthorization: ")[2].partition("\r\n")[0]
        headers = {"Authorization": key, "Content-Type": "application/json"}
        response = await self._emulator.request(method, target, content=body, headers=headers)
        answer = Answer(response.status_code, response.content)
        self._answers.append(((method, target), answer))
        return answer


def _encoded(answer: Answer) -> bytes:
    has_body = answer.status not in (204, 304)
    fields = {"Content-Type": "application/json"} | answer.headers
    if has_body:
        fields["Content-Length"] = str(len(answer.body))
    lines = [f"HTTP/1.1 {answer.status} Status", *(f"{k}: {v}" for k, v in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (answer.body if has_body else b"")


@asynccontextmanager
async def replaying(origin: str) -> AsyncIterator[ReplayServer]:
    """Run a server in front of the emulator at *origin*, on a port of the system's choice."""
    replay = ReplayServer(origin)
    server = await asyncio.start_server(replay.handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    replay.url = f"http://{host}:{port}"
    try:
        yield replay
    finally:
        server.close()
        await replay._emulator.aclose()
