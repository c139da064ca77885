"""Faults: which requests fail, and how an HTTP exchange is made to fail."""

from .schedule import Fault, Faults, Kind, Scheduled

__all__ = ["Fault", "Faults", "Kind", "Scheduled"]
