"""The adapter to Pulumi's host of dynamic providers."""

from .host_internals import SECRET_INPUTS
from .provider import RunsiteProvider

__all__ = ["SECRET_INPUTS", "RunsiteProvider"]
