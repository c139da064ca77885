"""
Measures both doors beside a plugin that does nothing: `python benchmarks/doors.py`.

Start-up is the time until the port is told, and memory what is resident then. The calls are those
of an engine that sees no change, and none sends anything to Runsite. All processes run at once and
are asked in turn, so that a slow machine slows all.
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

sys.path.insert(0, str(Path(__file__).parent.parent))

from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.dynamic_host_process import DynamicResource as Provider
from tests.adapters.plugin_process import PluginResource as Verbs
from tests.adapters.provider_calls import Stub
from tests.adapters.provider_calls import provider_process as serving

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


def plugin(stub: Stub) -> Verbs:
    """Speak of a web service to a plugin, as the engine does."""
    return Verbs(stub, RESOURCES_BY_NAME["WebService"])


def dynamic(stub: Stub) -> Provider:
    """Speak of a web service to Pulumi's host of dynamic providers, as the engine does."""
    return Provider(stub, "WebService")


PYTHON = sys.executable
HOSTS: dict[str, tuple[list[str], Callable[[Stub], Verbs | Provider]]] = {
    "plugin, python -m": ([PYTHON, "-m", "pulumi_runsite"], plugin),
    "plugin, console script": ([str(Path(PYTHON).parent / "pulumi-resource-runsite")], plugin),
    "dynamic host": ([PYTHON, "-u", "-m", "pulumi.dynamic"], dynamic),
    "a plugin that does nothing": ([PYTHON, "-c", IDLE], plugin),
}


@dataclass
class Measured:
    """What was measured of one host: seconds, and MB."""

    starts: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    calls: dict[str, list[float]] = field(default_factory=dict)

    def time(self, name: str, call: Callable[[], object]) -> None:
        """Do one call and note what it took."""
        began = time.perf_counter()
        call()
        self.calls.setdefault(name, []).append(time.perf_counter() - began)


@contextmanager
def measured(command: list[str], seen: Measured, home: str) -> Iterator[Stub]:
    """Start *command*, note what that took, and end it."""
    settings = {"RUNSITE_API_KEY": "ak_live_x", "RUNSITE_API_URL": "http://127.0.0.1:9"}
    began = time.perf_counter()
    with serving(command, "127.0.0.1:1", Path(home), **settings) as (stub, process):
        seen.starts.append(time.perf_counter() - began)
        status = Path(f"/proc/{process.pid}/status").read_text()
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        seen.memory.append(int(resident.split()[1]) / 1024)
        yield stub


def ask(stub: Stub, door: Verbs | Provider, measured: Measured, calls: int) -> None:
    """Ask *calls* times what an engine asks of a web service that does not change."""
    inputs = {"name": "web", "image_ref": "nginx:1.27"}

    def diff() -> None:
        assert door.diff("w-1", inputs, inputs, inputs).changes == 1

    for _ in range(calls):
        measured.time("GetPluginInfo", lambda: stub.GetPluginInfo(empty_pb2.Empty()))
        measured.time("Check", lambda: door.check(inputs, inputs))
        measured.time("Diff", diff)


def main() -> None:
    """Print a table, a line for each host, of medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--calls", type=int, default=100)
    given = parser.parse_args()
    table = {name: Measured() for name in HOSTS}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(given.rounds):
            for name, (command, _door) in HOSTS.items():
                with measured(command, table[name], home):
                    pass
        with ExitStack() as running:
            stubs = {
                name: running.enter_context(measured(command, Measured(), home))
                for name, (command, _door) in HOSTS.items()
            }
            for stub in stubs.values():
                empty = Struct()
                stub.Configure(provider_pb2.ConfigureRequest(args=empty))
            for _ in range(given.rounds):
                for name, (_command, door) in HOSTS.items():
                    ask(stubs[name], door(stubs[name]), table[name], given.calls)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians, and of Check the first")
    for name, seen in table.items():
        start, memory = statistics.median(seen.starts) * 1e3, statistics.median(seen.memory)
        calls = ", ".join(f"{k} {statistics.median(v) * 1e3:.2f}" for k, v in seen.calls.items())
        first = seen.calls["Check"][0] * 1e3
        print(f"{name:27} start {start:4.0f} ms, {memory:3.0f} MB; {calls}, first {first:.0f} ms")


if __name__ == "__main__":
    main()
