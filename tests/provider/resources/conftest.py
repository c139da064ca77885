"""Fixtures of the tests of the resources."""

from tests.provider.resources.parent_variables import home

__all__ = ["home"]
