"""The core of the provider: resources, functions and what they share. Without gRPC and HTTP."""
