"""Both adapters in this process, over gRPC as the engine calls them, with a clock that jumps."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import grpc
import grpc.aio
import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import engine_pb2_grpc, provider_pb2, provider_pb2_grpc

from pulumi_runsite.dynamic import provider as dynamic_provider
from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.resource_servicer import ResourceServicer
from pulumi_runsite.provider import config
from pulumi_runsite.provider.event_loop import EventLoopThread
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from pulumi_runsite.provider.runtime import Runtime
from tests.adapters.dynamic_host_process import DynamicResource
from tests.adapters.fake_engine import FakeEngine
from tests.adapters.plugin_process import PluginResource, config_struct
from tests.adapters.provider_calls import ProviderCalls
from tests.world import EmulatedClock


@dataclass
class Run:
    """What one run of the engine starts a provider with."""

    api_key: str
    api_url: str
    home: Path


class InProcessAdapter:
    """An adapter that forgets, with each new run, all that a new process would not know."""

    def __init__(self, engine: FakeEngine, runsite: Running) -> None:
        self.engine = engine
        self.runsite = runsite
        self.clock = EmulatedClock(runsite.emulator)

    def __call__(self, resource_type: str) -> ProviderCalls:
        """Return the calls about one resource."""
        raise NotImplementedError

    def start(self, run: Run, patch: pytest.MonkeyPatch) -> None:
        """Start as a new process of *run*."""
        patch.setenv("PULUMI_HOME", str(run.home))
        self.clock = EmulatedClock(self.runsite.emulator)
        self.restart(run)

    def restart(self, run: Run) -> None:
        """Replace the runtime, and configure it for *run*."""
        raise NotImplementedError

    def turn_clock(self, runtime: Runtime) -> None:
        """Let *runtime* use the clock that jumps."""
        runtime._clock = self.clock  # type: ignore[assignment]


class InProcessPlugin(InProcessAdapter):
    """The provider plugin."""

    def __init__(self, engine: FakeEngine, runsite: Running, address: str) -> None:
        super().__init__(engine, runsite)
        self._loop = EventLoopThread()
        self._servicer = ResourceServicer("0", address)
        self._stub = _stub(self._loop.run(self._serve()))

    async def _serve(self) -> int:
        self._server = grpc.aio.server()
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(self._servicer, self._server)
        port = self._server.add_insecure_port("127.0.0.1:0")
        await self._server.start()
        return port

    def __call__(self, resource_type: str) -> ProviderCalls:
        return PluginResource(self._stub, RESOURCES_BY_NAME[resource_type])

    def restart(self, run: Run) -> None:
        _close(self._servicer.runtime, self._loop)
        args = config_struct({"apiKey": run.api_key, "apiUrl": run.api_url})
        self._stub.Configure(provider_pb2.ConfigureRequest(args=args))
        self.turn_clock(self._servicer.runtime)

    def stop(self) -> None:
        """End the server."""
        _close(self._servicer.runtime, self._loop)
        self._loop.run(self._server.stop(None))


class InProcessHost(InProcessAdapter):
    """Pulumi's host of dynamic providers."""

    def __init__(self, engine: FakeEngine, runsite: Running) -> None:
        super().__init__(engine, runsite)
        self._module = _host_module()
        self._server = grpc.server(futures.ThreadPoolExecutor(4))
        servicer = self._module.DynamicResourceProviderServicer()
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, self._server)
        port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()
        self._stub = _stub(port)

    def __call__(self, resource_type: str) -> ProviderCalls:
        return DynamicResource(self._stub, resource_type)

    def restart(self, run: Run) -> None:
        _close(dynamic_provider._runtime, dynamic_provider._loop)
        dynamic_provider._runtime = Runtime(dynamic_provider._settings)
        self.turn_clock(dynamic_provider._runtime)
        self._module._PROVIDER_CACHE.clear()
        args = Struct()
        args.update({"runsite:apiKey": run.api_key, "runsite:apiUrl": run.api_url})
        self._stub.Configure(provider_pb2.ConfigureRequest(args=args))

    def stop(self) -> None:
        """End the server."""
        _close(dynamic_provider._runtime, dynamic_provider._loop)
        dynamic_provider._runtime = Runtime(dynamic_provider._settings)
        self._server.stop(None).wait()


Adapters = dict[str, InProcessAdapter]


def make_starts_fast(patch: pytest.MonkeyPatch) -> None:
    """Replace what makes each start of a process slow, and is not judged by these tests."""
    scrypt = hashlib.scrypt

    def fast_scrypt(text: bytes, *, salt: bytes, dklen: int = 64, **_: int) -> bytes:
        return scrypt(text, salt=salt, n=2, r=1, p=1, dklen=dklen)

    patch.setattr(hashlib, "scrypt", fast_scrypt)  # 12 ms for each create
    patch.setattr(config, "version", lambda _: "0")  # 4 ms for each client


@contextmanager
def both_adapters(runsite: Running) -> Iterator[Adapters]:
    """Serve both adapters, and an engine that records what they log."""
    engine = FakeEngine()
    server = grpc.server(futures.ThreadPoolExecutor(4))
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    arguments = sys.argv
    sys.argv = [*arguments, address]  # where the dynamic provider looks for the engine
    plugin, host = InProcessPlugin(engine, runsite, address), InProcessHost(engine, runsite)
    patch = pytest.MonkeyPatch()
    make_starts_fast(patch)
    try:
        yield {"plugin": plugin, "dynamic": host}
    finally:
        patch.undo()
        plugin.stop()
        host.stop()
        sys.argv = arguments
        server.stop(None).wait()


def _stub(port: int) -> provider_pb2_grpc.ResourceProviderStub:
    return provider_pb2_grpc.ResourceProviderStub(grpc.insecure_channel(f"127.0.0.1:{port}"))


def _close(runtime: Runtime, loop: EventLoopThread) -> None:
    for client in runtime._clients.values():
        loop.run(client.close())


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
