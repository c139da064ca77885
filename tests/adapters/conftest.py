"""Fixtures of the tests that compare both adapters."""

from tests.adapters.fixtures import engine, host, plugin, runsite

__all__ = ["engine", "host", "plugin", "runsite"]
