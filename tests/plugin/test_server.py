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

from tests.adapters.fake_engine import FakeEngine
from tests.adapters.plugin_process import MODULE_COMMAND, PluginProcess, running_plugin


def test_the_plugin_exits_on_sigterm(online_process: PluginProcess) -> None:
    online_process.process.send_signal(signal.SIGTERM)
    assert online_process.process.wait(10) == 0


ROOT = Path(__file__).parents[2]


SCRIPT = str(Path(sys.prefix) / "bin" / "pulumi-resource-runsite")


COMMANDS = {
    "module": MODULE_COMMAND,
    "console script": [SCRIPT],
    # How Pulumi's language host runs a package with a PulumiPlugin.yaml and a build backend.
    "source plugin": [sys.executable, "-m", "pulumi.run.plugin", "pulumi-runsite"],
    "with flags": [*MODULE_COMMAND, "-v=3", "--logtostderr", "--tracing", "127.0.0.1:1"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_the_plugin_starts_by_every_supported_command(
    command: list[str], engine: tuple[FakeEngine, str], tmp_path: Path
) -> None:
    with running_plugin(command, engine, tmp_path) as plugin:
        version = plugin.stub.GetPluginInfo(empty_pb2.Empty()).version
        project = plugin("Project")
        plugin.configure(apiKey="ak_live_x", apiUrl="http://127.0.0.1:9")
        request = provider_pb2.DeleteRequest(
            id="p-1", urn=project.urn, properties=project.to_outputs({"name": "shop"})
        )
        project.call("Delete", request)
        assert plugin.engine.wait_for("still exists")
        plugin.process.send_signal(signal.SIGINT)
        assert plugin.process.wait(10) == 0
        assert plugin.process.stdout
        assert plugin.process.stdout.read() == b""
    assert version == installed("pulumi-runsite")


def test_other_output_is_kept_off_standard_output(
    engine: tuple[FakeEngine, str], tmp_path: Path
) -> None:
    script = (
        "import atexit, sys\n"
        "from pulumi_runsite.plugin import serve\n"
        "atexit.register(print, 'printed by a library')\n"
        "serve(sys.argv[1:])"
    )
    with running_plugin([sys.executable, "-c", script], engine, tmp_path) as plugin:
        plugin.process.send_signal(signal.SIGTERM)
        assert plugin.process.wait(10) == 0
        assert plugin.process.stdout
        assert plugin.process.stdout.read() == b""


def test_the_schema_has_the_version_of_the_package() -> None:
    schema = json.loads((ROOT / "pulumi_runsite" / "schema.json").read_text())
    assert schema["version"] == installed("pulumi-runsite")


def test_pulumi_can_install_the_repository_as_a_plugin() -> None:
    lines = [
        line.split("#")[0].strip() for line in (ROOT / "PulumiPlugin.yaml").read_text().splitlines()
    ]
    assert "toolchain: pip" in lines
    # Pulumi starts a package with a build backend by its name, or else a __main__.py at the top.
    assert "\nbuild-backend = " in (ROOT / "pyproject.toml").read_text()
    assert not (ROOT / "__main__.py").exists()


def test_a_plugin_without_an_engine_address_accepts_a_handshake(
    engine: tuple[FakeEngine, str], tmp_path: Path
) -> None:
    with running_plugin(MODULE_COMMAND, (engine[0], "--"), tmp_path) as plugin:
        handshake = plugin.stub.Handshake(
            provider_pb2.ProviderHandshakeRequest(engine_address=engine[1])
        )
        assert handshake.accept_secrets
        assert not handshake.accept_resources
        response = plugin.stub.Configure(provider_pb2.ConfigureRequest(args=Struct()))
        assert response.supportsPreview


def test_a_handshake_without_an_address_keeps_the_attached_engine(
    engine: tuple[FakeEngine, str], tmp_path: Path
) -> None:
    with running_plugin(MODULE_COMMAND, (engine[0], "--"), tmp_path) as plugin:
        plugin.stub.Attach(plugin_pb2.PluginAttach(address=engine[1]))
        plugin.stub.Handshake(provider_pb2.ProviderHandshakeRequest())
        plugin.configure(apiKey="ak_live_x", apiUrl="http://127.0.0.1:9")
        plugin("Project").delete("p-1", {"name": "shop"})
        assert plugin.engine.wait_for("still exists")


def test_a_signal_is_handled_once_the_port_is_printed(
    engine: tuple[FakeEngine, str], tmp_path: Path
) -> None:
    with running_plugin(MODULE_COMMAND, engine, tmp_path) as plugin:
        plugin.process.send_signal(signal.SIGTERM)
        assert plugin.process.wait(10) == 0
