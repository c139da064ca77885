"""An emulator of Runsite's API for tests. Imports nothing else of this package."""

from .app import create_app
from .server import Running, running
from .world.emulator import Emulator

__all__ = ["Emulator", "Running", "create_app", "running"]
