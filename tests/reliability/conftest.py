"""Fixtures of the tests of reliability."""

from tests.world import runsite, world

__all__ = ["runsite", "world"]
