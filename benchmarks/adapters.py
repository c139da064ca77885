"""
Measure both adapters, compared to a plugin that does nothing: `python -m benchmarks.adapters`.

Start-up is the time until the port is printed, and memory is the resident memory at that time. The
calls are those of an engine that finds no change; none sends a request to Runsite. All processes
run at the same time and are called in turn, so that a slow machine affects all.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.dynamic_host_process import DynamicResource
from tests.adapters.plugin_process import PluginResource
from tests.adapters.provider_calls import Stub, provider_process

IDLE = """
import threading
from concurrent import futures

import grpc
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc


class Idle(provider_pb2_grpc.ResourceProviderServicer):
    def GetPluginInfo(self, request, context):
        return plugin_pb2.PluginInfo(version="0.0.0")

    def Configure(self, request, context):
        return provider_pb2.ConfigureResponse()

    def Check(self, request, context):
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request, context):
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)


server = grpc.server(futures.ThreadPoolExecutor(4))
provider_pb2_grpc.add_ResourceProviderServicer_to_server(Idle(), server)
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
threading.Event().wait()
"""


def plugin_calls(stub: Stub) -> PluginResource:
    """Return the calls for a web service to a plugin."""
    return PluginResource(stub, RESOURCES_BY_NAME["WebService"])


def dynamic_host_calls(stub: Stub) -> DynamicResource:
    """Return the calls for a web service to Pulumi's host of dynamic providers."""
    return DynamicResource(stub, "WebService")


PYTHON = sys.executable
PROVIDERS: dict[str, tuple[list[str], Callable[[Stub], PluginResource | DynamicResource]]] = {
    "plugin, python -m": ([PYTHON, "-m", "pulumi_runsite"], plugin_calls),
    "plugin, console script": (
        [str(Path(PYTHON).parent / "pulumi-resource-runsite")],
        plugin_calls,
    ),
    "dynamic host": ([PYTHON, "-u", "-m", "pulumi.dynamic"], dynamic_host_calls),
    "a plugin that does nothing": ([PYTHON, "-c", IDLE], plugin_calls),
}


@dataclass
class Measurements:
    """The measurements of one provider process, in seconds and MB."""

    starts: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    calls: dict[str, list[float]] = field(default_factory=dict)

    def time(self, name: str, call: Callable[[], object]) -> None:
        """Run *call* and record its duration."""
        started = time.perf_counter()
        call()
        self.calls.setdefault(name, []).append(time.perf_counter() - started)


@contextmanager
def start_measured(command: list[str], measurements: Measurements, home: str) -> Iterator[Stub]:
    """Start *command*, record its start-up time and memory, and stop it on exit."""
    settings = {"RUNSITE_API_KEY": "ak_live_x", "RUNSITE_API_URL": "http://127.0.0.1:9"}
    started = time.perf_counter()
    with provider_process(command, "127.0.0.1:1", Path(home), **settings) as (stub, process):
        measurements.starts.append(time.perf_counter() - started)
        status = Path(f"/proc/{process.pid}/status").read_text()
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        measurements.memory.append(int(resident.split()[1]) / 1024)
        yield stub


def repeat_calls(
    stub: Stub, provider: PluginResource | DynamicResource, measurements: Measurements, calls: int
) -> None:
    """Repeat the calls of an engine for an unchanged web service *calls* times."""
    inputs = {"name": "web", "image_ref": "nginx:1.27"}

    def diff() -> None:
        assert provider.diff("w-1", inputs, inputs, inputs).changes == 1

    for _ in range(calls):
        measurements.time("GetPluginInfo", lambda: stub.GetPluginInfo(empty_pb2.Empty()))
        measurements.time("Check", lambda: provider.check(inputs, inputs))
        measurements.time("Diff", diff)


def main() -> None:
    """Print a table of medians, one line for each provider process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--calls", type=int, default=100)
    args = parser.parse_args()
    results = {name: Measurements() for name in PROVIDERS}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(args.rounds):
            for name, (command, _calls) in PROVIDERS.items():
                with start_measured(command, results[name], home):
                    pass
        with ExitStack() as running:
            stubs = {
                name: running.enter_context(start_measured(command, Measurements(), home))
                for name, (command, _calls) in PROVIDERS.items()
            }
            for stub in stubs.values():
                empty = Struct()
                stub.Configure(provider_pb2.ConfigureRequest(args=empty))
            for _ in range(args.rounds):
                for name, (_command, calls_of) in PROVIDERS.items():
                    repeat_calls(stubs[name], calls_of(stubs[name]), results[name], args.calls)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians, and the first Check")
    for name, found in results.items():
        start, memory = statistics.median(found.starts) * 1e3, statistics.median(found.memory)
        calls = ", ".join(f"{k} {statistics.median(v) * 1e3:.2f}" for k, v in found.calls.items())
        first = found.calls["Check"][0] * 1e3
        print(f"{name:27} start {start:4.0f} ms, {memory:3.0f} MB; {calls}, first {first:.0f} ms")


if __name__ == "__main__":
    main()
