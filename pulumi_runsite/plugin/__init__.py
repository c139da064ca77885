"""The provider plugin: gRPC from Pulumi's engine on one side, a Resource on the other."""

from .serving import serve

__all__ = ["serve"]
