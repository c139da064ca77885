"""A local Runsite. Imports nothing of ours: it is the second witness."""

from .app import create_app
from .server import Running, running
from .world.emulator import Emulator

__all__ = ["Emulator", "Running", "create_app", "running"]
