"""How the plugin is started and stopped, and what it prints on its standard output."""

from __future__ import annotations

import json
import signal
import sys
from importlib.metadata import version as installed
from pathlib import Path

import pytest
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2

from tests.adapters.fake_engine import Engine
from tests.adapters.plugin_process import MODULE, Plugin, started


def test_the_plugin_ends_when_it_is_told_to(online_plugin: Plugin) -> None:
    online_plugin.process.send_signal(signal.SIGTERM)
    assert online_plugin.process.wait(10) == 0


ROOT = Path(__file__).parents[2]


SCRIPT = str(Path(sys.prefix) / "bin" / "pulumi-resource-runsite")


COMMANDS = {
    "module": MODULE,
    "console script": [SCRIPT],
    # What Pulumi's language host calls for PulumiPlugin.yaml, of a package with a build backend.
    "source plugin": [sys.executable, "-m", "pulumi.run.plugin", "pulumi-runsite"],
    "with flags": [*MODULE, "-v=3", "--logtostderr", "--tracing", "127.0.0.1:1"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_every_way_to_start_it_comes_to_the_same(
    command: list[str], engine: tuple[Engine, str], tmp_path: Path
) -> None:
    with started(command, engine, tmp_path) as plugin:
        version = plugin.stub.GetPluginInfo(empty_pb2.Empty()).version
        project = plugin("Project")
        plugin.configure(apiKey="ak_live_x", apiUrl="http://127.0.0.1:9")
        request = provider_pb2.DeleteRequest(
            id="p-1", urn=project.urn, properties=project.outs({"name": "shop"})
        )
        project.call("Delete", request)
        assert plugin.engine.wait_for("stays on Runsite")
        plugin.process.send_signal(signal.SIGINT)
        assert plugin.process.wait(10) == 0
        assert plugin.process.stdout
        assert plugin.process.stdout.read() == b""
    assert version == installed("pulumi-runsite")


def test_what_others_print_is_not_said_to_the_engine(
    engine: tuple[Engine, str], tmp_path: Path
) -> None:
    script = (
        "import atexit, sys\n"
        "from pulumi_runsite.plugin import serve\n"
        "atexit.register(print, 'said by a library')\n"
        "serve(sys.argv[1:])"
    )
    with started([sys.executable, "-c", script], engine, tmp_path) as plugin:
        plugin.process.send_signal(signal.SIGTERM)
        assert plugin.process.wait(10) == 0
        assert plugin.process.stdout
        assert plugin.process.stdout.read() == b""


def test_the_version_of_the_schema_is_ours() -> None:
    schema = json.loads((ROOT / "pulumi_runsite" / "schema.json").read_text())
    assert schema["version"] == installed("pulumi-runsite")


def test_the_repository_is_a_plugin_that_pulumi_can_install() -> None:
    said = [
        line.split("#")[0].strip() for line in (ROOT / "PulumiPlugin.yaml").read_text().splitlines()
    ]
    assert "toolchain: pip" in said
    # Pulumi starts a package with a build backend by its name, or else a __main__.py at the top.
    assert "\nbuild-backend = " in (ROOT / "pyproject.toml").read_text()
    assert not (ROOT / "__main__.py").exists()


def test_a_plugin_that_nobody_started_answers_whoever_attaches(
    engine: tuple[Engine, str], tmp_path: Path
) -> None:
    with started(MODULE, (engine[0], "--"), tmp_path) as plugin:
        handshake = plugin.stub.Handshake(
            provider_pb2.ProviderHandshakeRequest(engine_address=engine[1])
        )
        assert handshake.accept_secrets
        assert not handshake.accept_resources
        answer = plugin.stub.Configure(provider_pb2.ConfigureRequest(args=Struct()))
        assert answer.supportsPreview


def test_a_handshake_without_an_address_forgets_no_engine(
    engine: tuple[Engine, str], tmp_path: Path
) -> None:
    with started(MODULE, (engine[0], "--"), tmp_path) as plugin:
        plugin.stub.Attach(plugin_pb2.PluginAttach(address=engine[1]))
        plugin.stub.Handshake(provider_pb2.ProviderHandshakeRequest())
        plugin.configure(apiKey="ak_live_x", apiUrl="http://127.0.0.1:9")
        plugin("Project").delete("p-1", {"name": "shop"})
        assert plugin.engine.wait_for("stays on Runsite")


def test_a_signal_is_heard_as_soon_as_the_port_is_told(
    engine: tuple[Engine, str], tmp_path: Path
) -> None:
    with started(MODULE, engine, tmp_path) as plugin:
        plugin.process.send_signal(signal.SIGTERM)
        assert plugin.process.wait(10) == 0
