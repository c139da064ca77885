"""The death of a provider or of the engine, at each boundary of each request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Literal

import httpx
import pytest

from pulumi_runsite.provider.fields import Props

from .faults import Handle
from .stack import Entry, Stack

Moment = Literal["before it is sent", "after the commit", "before it is stored"]
"""When the provider dies, or at last the engine; nothing is sent or stored afterwards."""


class Killed(Exception):
    """The process has ended here: nobody catches this."""


def death(position: int, moment: Moment) -> AbstractContextManager[None]:
    """End the provider or the engine at *moment* of the request after *position* others."""
    if moment == "before it is stored":
        return engine_killed()
    return provider_killed(position, moment)


@contextmanager
def provider_killed(position: int, moment: Moment) -> Iterator[None]:
    """End the provider at *moment* of the request after *position* others."""
    handle: Handle = httpx.AsyncHTTPTransport.handle_async_request
    sent = 0

    async def dying(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        nonlocal sent
        sent += 1
        if sent <= position:
            return await handle(self, request)
        if sent == position + 1 and moment == "after the commit":
            await (await handle(self, request)).aclose()
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", dying)
        yield


@contextmanager
def engine_killed() -> Iterator[None]:
    """End the engine after each response of the provider, before it stores it."""

    def not_stored(self: Stack, name: str, type: str, inputs: Props) -> None:
        self.calls(name, type).create(inputs)
        raise Killed

    def not_updated(self: Stack, name: str, entry: Entry, inputs: Props) -> None:
        self.calls(name, entry.type).update(entry.id, entry.outputs, inputs)
        raise Killed

    def not_deleted(self: Stack, name: str) -> str:
        entry = self.resources[name]
        self.calls(name, entry.type).delete(entry.id, entry.outputs)
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stack, "create", not_stored)
        patch.setattr(Stack, "update", not_updated)
        patch.setattr(Stack, "delete", not_deleted)
        yield
