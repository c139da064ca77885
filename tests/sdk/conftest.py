"""Fixtures of the tests of the SDK."""

from tests.world import runsite, world

__all__ = ["runsite", "world"]
