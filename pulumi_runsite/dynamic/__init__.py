"""The adapter to Pulumi's host of dynamic providers."""

from .provider import RunsiteProvider

__all__ = ["RunsiteProvider"]
