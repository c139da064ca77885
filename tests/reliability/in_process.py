"""Both adapters in this process, over gRPC as the engine calls them, with a clock that jumps."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import anyio
import grpc
import grpc.aio
import pytest
from pulumi.runtime.proto import engine_pb2_grpc, provider_pb2_grpc

from pulumi_runsite.dynamic import provider as dynamic_provider
from pulumi_runsite.emulator import Running
from pulumi_runsite.engine import log as engine_log
from pulumi_runsite.plugin.resource_servicer import ResourceServicer
from pulumi_runsite.provider.event_loop import EventLoopThread
from pulumi_runsite.provider.runtime import Runtime
from tests.adapters.dynamic_host_process import Host
from tests.adapters.fake_engine import FakeEngine
from tests.adapters.plugin_process import Plugin
from tests.world import EmulatedClock

BETWEEN_RUNS_S = 30.0
"""Seconds between two runs, on the clock of the emulator."""

_SCRYPT = hashlib.scrypt
_LOOP = EventLoopThread()
"""The loop of all plugins: it ends with the process only."""


@dataclass
class Run:
    """What one run of the engine starts a provider with."""

    api_key: str
    api_url: str
    home: Path


class InProcessAdapter:
    """An adapter that forgets, with each new run, all that a new process would not know."""

    engine: FakeEngine
    stub: provider_pb2_grpc.ResourceProviderStub

    def __init__(self, address: str, runsite: Running) -> None:
        self._address = address
        self.runsite = runsite
        self.clock = EmulatedClock(runsite.emulator)

    def start(self, run: Run, patch: pytest.MonkeyPatch) -> None:
        """Start as a new process of *run*, and configure it."""
        self.start_empty(run.home, patch)
        self.configure(apiKey=run.api_key, apiUrl=run.api_url)

    def start_empty(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        """Start as a new process with this home folder, which is not configured."""
        for name in [each for each in os.environ if each.startswith("RUNSITE_")]:
            patch.delenv(name)
        patch.setenv("PULUMI_HOME", str(home))
        patch.setattr(sys, "argv", ["provider", self._address])
        patch.setattr(engine_log, "_stubs", {})
        make_starts_fast(patch)
        self.clock = EmulatedClock(self.runsite.emulator)
        self.forget()

    def configure(self, **settings: str) -> None:
        """Configure the provider as the engine does."""
        raise NotImplementedError

    def forget(self) -> None:
        """Replace the runtime."""
        raise NotImplementedError

    def let_pass(self, seconds: float) -> None:
        """Turn the clocks of the provider and of Runsite."""
        anyio.run(self.clock.sleep, seconds)

    def turn_clock(self, runtime: Runtime) -> None:
        """Let *runtime* use the clock that jumps."""
        runtime._clock = self.clock  # type: ignore[assignment]


class InProcessPlugin(InProcessAdapter, Plugin):
    """The provider plugin."""

    def __init__(self, engine: FakeEngine, address: str, runsite: Running) -> None:
        InProcessAdapter.__init__(self, address, runsite)
        self._servicer = ResourceServicer("0", address)
        Plugin.__init__(self, _stub(_LOOP.run(self._serve())), engine)

    async def _serve(self) -> int:
        self._server = grpc.aio.server()
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(self._servicer, self._server)
        port = self._server.add_insecure_port("127.0.0.1:0")
        await self._server.start()
        return port

    def configure(self, **settings: str) -> None:
        """Configure the provider, which starts it with another runtime."""
        _close(self._servicer.runtime, _LOOP)
        Plugin.configure(self, **settings)
        self.turn_clock(self._servicer.runtime)

    def forget(self) -> None:
        """Replace the runtime."""
        _close(self._servicer.runtime, _LOOP)
        self._servicer._start_run({})
        self.turn_clock(self._servicer.runtime)

    def stop(self) -> None:
        """End the server."""
        _close(self._servicer.runtime, _LOOP)
        _LOOP.run(self._server.stop(None))


class InProcessHost(InProcessAdapter, Host):
    """Pulumi's host of dynamic providers."""

    def __init__(self, engine: FakeEngine, address: str, runsite: Running) -> None:
        InProcessAdapter.__init__(self, address, runsite)
        self._server = grpc.server(futures.ThreadPoolExecutor(4))
        servicer = _host_module().DynamicResourceProviderServicer()
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, self._server)
        port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()
        dynamic_provider._prepare_host.cache_clear()  # of another server
        Host.__init__(self, _stub(port), engine)

    configure = Host.configure

    def forget(self) -> None:
        """Replace the runtime."""
        _close(dynamic_provider._runtime, dynamic_provider._loop)
        dynamic_provider._runtime = Runtime(dynamic_provider._settings)
        dynamic_provider._stack_config.clear()
        dynamic_provider._settings.cache_clear()
        dynamic_provider._secret_inputs.clear()
        _host_module()._PROVIDER_CACHE.clear()
        self.turn_clock(dynamic_provider._runtime)

    def stop(self) -> None:
        """End the server."""
        _close(dynamic_provider._runtime, dynamic_provider._loop)
        dynamic_provider._runtime = Runtime(dynamic_provider._settings)
        self._server.stop(None).wait()


Adapters = dict[str, InProcessAdapter]


def make_starts_fast(patch: pytest.MonkeyPatch) -> None:
    """Replace what makes each start of a process slow, and is not judged by these tests."""

    def fast_scrypt(text: bytes, *, salt: bytes, dklen: int = 64, **_: int) -> bytes:
        return _SCRYPT(text, salt=salt, n=2, r=1, p=1, dklen=dklen)

    patch.setattr(hashlib, "scrypt", fast_scrypt)  # 12 ms for each create
    patch.setattr(importlib.metadata, "version", lambda _: "0.0.0")  # 4 ms for each client


@contextmanager
def both_adapters(runsite: Running) -> Iterator[Adapters]:
    """Serve both adapters, and an engine that records what they log."""
    with serving_engine() as (engine, address):
        plugin = InProcessPlugin(engine, address, runsite)
        host = InProcessHost(engine, address, runsite)
        try:
            yield {"plugin": plugin, "dynamic": host}
        finally:
            plugin.stop()
            host.stop()


@contextmanager
def serving_engine() -> Iterator[tuple[FakeEngine, str]]:
    """Serve an engine that records what is logged; yield it and its address."""
    engine = FakeEngine()
    server = grpc.server(futures.ThreadPoolExecutor(4))
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield engine, f"127.0.0.1:{port}"
    finally:
        server.stop(None).wait()


def _stub(port: int) -> provider_pb2_grpc.ResourceProviderStub:
    return provider_pb2_grpc.ResourceProviderStub(grpc.insecure_channel(f"127.0.0.1:{port}"))


def _close(runtime: Runtime, loop: EventLoopThread) -> None:
    for client in runtime._clients.values():
        loop.run(client.close())


@cache
def _host_module() -> ModuleType:
    """Return Pulumi's host without its last line, which serves until the process ends."""
    name = "pulumi.dynamic.__main__"
    spec = importlib.util.find_spec(name)
    assert spec
    assert spec.loader
    get_source: Callable[[str], str] = spec.loader.get_source  # type: ignore[attr-defined]
    source, _, end = get_source(name).rpartition("\nmain()")
    assert not end.strip()
    module = ModuleType("dynamic_host")
    exec(compile(source, str(spec.origin), "exec"), module.__dict__)  # noqa: S102
    return module
