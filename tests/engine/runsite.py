"""The local Runsite of the engine tests: the one that the demo uses."""

from tools.local_runsite import LocalRunsite, running

__all__ = ["LocalRunsite", "running"]
