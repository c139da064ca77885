"""The adapter to Pulumi's host of dynamic providers."""

from ..engine.provider_process import loading

with loading():
    from .provider import RunsiteProvider

__all__ = ["RunsiteProvider"]
