"""Fixtures of the tests of the dynamic provider."""

from __future__ import annotations

import pytest

from pulumi_runsite.emulator import Running
from tests.adapters.dynamic_host_process import KEY, Host
from tests.adapters.fixtures import engine, host, runsite

__all__ = ["engine", "host", "offline_host", "online_host", "runsite"]

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
