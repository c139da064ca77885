"""The provider plugin: gRPC from Pulumi's engine on one side, a Resource on the other."""

from .server import serve

__all__ = ["serve"]
