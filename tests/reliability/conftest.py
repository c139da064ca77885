"""Fixtures of the tests of reliability."""

from tests.provider.service_deployments import service
from tests.world import runsite, world

__all__ = ["runsite", "service", "world"]
