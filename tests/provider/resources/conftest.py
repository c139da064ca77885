"""Fixtures of the tests of the resources."""

from tests.provider.resources.parent_variables import variables

__all__ = ["variables"]
