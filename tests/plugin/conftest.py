"""Fixtures of the tests of the provider plugin."""

from __future__ import annotations

import pytest

from pulumi_runsite.emulator import Running
from tests.adapters.dynamic_host_process import KEY
from tests.adapters.fixtures import engine, plugin, plugin_process, runsite
from tests.adapters.plugin_process import Plugin, PluginProcess

__all__ = ["engine", "plugin", "plugin_process", "runsite"]

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def offline_plugin(plugin: Plugin) -> Plugin:
    """The provider plugin, configured with an address where nothing listens."""
    plugin.configure(apiKey=KEY, apiUrl=NOWHERE)
    return plugin


@pytest.fixture
def online_plugin(plugin: Plugin, runsite: Running) -> Plugin:
    """The provider plugin, configured with an empty emulator."""
    runsite.emulator.reset()
    plugin.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    return plugin


@pytest.fixture
def online_process(plugin_process: PluginProcess, runsite: Running) -> PluginProcess:
    """The provider plugin as a process, configured with an empty emulator."""
    runsite.emulator.reset()
    plugin_process.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    return plugin_process
