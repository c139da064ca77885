"""What an operation works with beside its resource, and the error that keeps a resource."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from ..api import Client, Redactor, RunsiteError
from .create_log import CreateLog, NullCreateLog
from .fields import ImmutableChanges, Props


class EngineLog(Protocol):
    """Messages to the user, displayed by the Pulumi engine at the resource they are about."""

    def progress(self, text: str) -> None:
        """Display *text* until the next message of the resource."""

    def info(self, text: str) -> None:
        """Display *text* permanently."""

    def warning(self, text: str) -> None:
        """Display *text* permanently, as a warning."""

    def is_connected(self) -> bool:
        """Return whether the engine still runs."""


class RedactedLog:
    """Passes messages on, with every secret redacted."""

    def __init__(self, log: EngineLog, redactor: Redactor) -> None:
        self._log = log
        self._redact = redactor.redact

    def progress(self, text: str) -> None:
        """Display *text* until the next message of the resource."""
        self._log.progress(self._redact(text))

    def info(self, text: str) -> None:
        """Display *text* permanently."""
        self._log.info(self._redact(text))

    def warning(self, text: str) -> None:
        """Display *text* permanently, as a warning."""
        self._log.warning(self._redact(text))

    def is_connected(self) -> bool:
        """Return whether the engine still runs."""
        return self._log.is_connected()


@dataclass(frozen=True)
class Context:
    """What an operation works with, beside its resource."""

    client: Client
    engine_log: EngineLog
    immutable_changes: ImmutableChanges = "error"
    timeout_s: float = 0.0
    """The limit of Pulumi's `custom_timeouts` for this operation in seconds; 0 if there is none."""
    create_log: CreateLog = field(default_factory=NullCreateLog)


class ResourceInitFailed(RunsiteError):
    """The object exists on Runsite, but is not ready: its `id` and `state` must be kept."""

    def __init__(self, reason: str, id: str, state: Props) -> None:
        super().__init__(reason)
        self.id = id
        self.state = state
