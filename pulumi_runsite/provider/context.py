"""What a verb works with beside its own resource, and how it ends when it half succeeded."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from ..api import Client, Redactor, RunsiteError
from .create_log import CreateLog, NullCreateLog
from .fields import ImmutableChanges, Props


class EngineLog(Protocol):
    """Where a resource talks to the user."""

    def progress(self, text: str) -> None:
        """Show *text* beside the resource until the next one."""

    def info(self, text: str) -> None:
        """Keep *text* on the screen."""

    def warning(self, text: str) -> None:
        """Keep *text* on the screen, as a warning."""

    def is_connected(self) -> bool:
        """Say whether anybody is there who listens."""


class RedactedLog:
    """Says the same as another, without any secret."""

    def __init__(self, log: EngineLog, redactor: Redactor) -> None:
        self._log = log
        self._clean = redactor.redact

    def progress(self, text: str) -> None:
        """Show *text* beside the resource until the next one."""
        self._log.progress(self._clean(text))

    def info(self, text: str) -> None:
        """Keep *text* on the screen."""
        self._log.info(self._clean(text))

    def warning(self, text: str) -> None:
        """Keep *text* on the screen, as a warning."""
        self._log.warning(self._clean(text))

    def is_connected(self) -> bool:
        """Say whether anybody is there who listens."""
        return self._log.is_connected()


@dataclass(frozen=True)
class Context:
    """What a verb works with, beside its own resource."""

    client: Client
    engine_log: EngineLog
    immutable_changes: ImmutableChanges = "error"
    timeout_s: float = 0.0
    """What Pulumi's `custom_timeouts` allow this verb; 0 where they say nothing."""
    create_log: CreateLog = field(default_factory=NullCreateLog)


T = TypeVar("T")
Verb = Callable[[Context], Coroutine[Any, Any, T]]
"""Something that is done with a context."""


class ResourceInitFailed(RunsiteError):
    """It exists on Runsite, and is not as it should be: `id` and `state` must be kept."""

    def __init__(self, reason: str, id: str, state: Props) -> None:
        super().__init__(reason)
        self.id = id
        self.state = state
