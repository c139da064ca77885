"""The fixtures of these tests."""

from tests.world import runsite, world

__all__ = ["runsite", "world"]
