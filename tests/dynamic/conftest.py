"""Fixtures of the tests of the dynamic provider."""

from __future__ import annotations

import pytest

from pulumi_runsite.emulator import Running
from tests.adapters.dynamic_host_process import KEY, Host, HostProcess
from tests.adapters.fixtures import engine, host, host_process, runsite

__all__ = ["engine", "host", "host_process", "runsite"]

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def offline_host(host: Host) -> Host:
    """The dynamic provider, configured with an address where nothing listens."""
    host.configure(apiKey=KEY, apiUrl=NOWHERE)
    return host


@pytest.fixture
def online_host(host: Host, runsite: Running) -> Host:
    """The dynamic provider, configured with an empty emulator."""
    runsite.emulator.reset()
    host.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    return host


@pytest.fixture
def online_process(host_process: HostProcess, runsite: Running) -> HostProcess:
    """The dynamic provider in a process of its own, configured with an empty emulator."""
    runsite.emulator.reset()
    host_process.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    return host_process
