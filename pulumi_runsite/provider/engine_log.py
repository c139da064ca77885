"""Messages to the user: what an operation logs, fit for a terminal, or to nowhere."""

from __future__ import annotations

import os
from typing import Protocol

from ..api import Redactor, display_requests
from .log_setting import is_debug


class EngineLog(Protocol):
    """Messages to the user, displayed by the Pulumi engine at the resource they are about."""

    def progress(self, text: str) -> None:
        """Display *text* until the next message of the resource."""

    def info(self, text: str) -> None:
        """Display *text* permanently."""

    def warning(self, text: str) -> None:
        """Display *text* permanently, as a warning."""

    def debug(self, text: str) -> None:
        """Display *text* permanently, for those who look for the cause of a problem."""

    def is_debugging(self) -> bool:
        """Return whether the command itself requests that `debug` is called."""

    def is_connected(self) -> bool:
        """Return whether the engine still runs."""


class PrintableLog:
    """Passes finished messages on, printable, and without the API key."""

    def __init__(self, log: EngineLog, redactor: Redactor) -> None:
        self._log = log
        self._finish = redactor.finish

    def progress(self, text: str) -> None:
        """Display *text* until the next message of the resource."""
        self._log.progress(self._finish(text))

    def info(self, text: str) -> None:
        """Display *text* permanently."""
        self._log.info(self._finish(text))

    def warning(self, text: str) -> None:
        """Display *text* permanently, as a warning."""
        self._log.warning(self._finish(text))

    def debug(self, text: str) -> None:
        """Display *text* permanently, for those who look for the cause of a problem."""
        self._log.debug(self._finish(text))

    def is_debugging(self) -> bool:
        """Return whether the command itself requests that `debug` is called."""
        return self._log.is_debugging()

    def is_connected(self) -> bool:
        """Return whether the engine still runs."""
        return self._log.is_connected()


def operation_log(log: EngineLog, redactor: Redactor) -> PrintableLog:
    """Return the log of one operation, which runs in a task of its own; it may show requests."""
    printable = PrintableLog(log, redactor)
    if is_debug(os.environ) or log.is_debugging():
        display_requests(printable.debug)
    return printable


class NullLog:
    """The engine log of functions, which have no row of their own in Pulumi's display."""

    def progress(self, text: str) -> None:
        """Do nothing."""

    def info(self, text: str) -> None:
        """Do nothing."""

    def warning(self, text: str) -> None:
        """Do nothing."""

    def debug(self, text: str) -> None:
        """Do nothing."""

    def is_debugging(self) -> bool:
        """Return False: nothing is displayed."""
        return False

    def is_connected(self) -> bool:
        """Return False: no engine is connected."""
        return False
