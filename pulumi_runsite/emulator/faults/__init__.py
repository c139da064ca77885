"""Faults: which requests fail, and how an HTTP exchange is made to fail."""

from .schedule import Fault, FaultKind, FaultSchedule, ScheduledFault

__all__ = ["Fault", "FaultKind", "FaultSchedule", "ScheduledFault"]
