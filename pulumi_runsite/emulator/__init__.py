"""A local Runsite. Imports nothing of ours: it is the second witness."""

from .app import create_app
from .emulator import Emulator
from .serve import Running, running

__all__ = ["Emulator", "Running", "create_app", "running"]
