"""What an operation works with beside its resource, and the error that keeps a resource."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..api import MASK, Client, PollOptions, RunsiteError
from .account import ResourceAccount
from .attempt_log import CreateLog, NullCreateLog
from .engine_log import EngineLog
from .fields import ImmutableChanges, Props
from .state_record import StateRecord
from .variable_holders import VariableHolders


@dataclass(frozen=True)
class Context:
    """What an operation works with, beside its resource."""

    client: Client
    engine_log: EngineLog
    account: ResourceAccount
    immutable_changes: ImmutableChanges = "error"
    timeout_s: float = 0.0
    """The limit of Pulumi's `custom_timeouts` for this operation in seconds; 0 if there is none."""
    create_log: CreateLog = field(default_factory=NullCreateLog)
    state_record: StateRecord = field(default_factory=StateRecord)
    secrets: frozenset[str] = frozenset()
    """The values of this call that must not be displayed."""
    known_paths: set[str] = field(default_factory=set)
    """The paths of objects that are in the state, or that this run created."""
    variable_holders: VariableHolders = field(default_factory=VariableHolders)

    def displayed(self, value: object) -> str:
        """Return *value*, of an input or a response, quoted for a message, without secrets."""
        if isinstance(value, str) and value in self.secrets:
            return repr(MASK)
        return self.client.redactor.quoted(value)

    def poll_options(self, deadline_s: float, waiting_for: str) -> PollOptions:
        """Return the options of a wait that reports when Runsite does not answer."""
        return PollOptions(deadline_s, waiting_for, self.account.here.address, self.engine_log.info)


class ResourceInitFailed(RunsiteError):
    """The object exists on Runsite, but is not ready: its `id` and `state` must be kept."""

    def __init__(self, reason: str, id: str, state: Props) -> None:
        super().__init__(reason)
        self.id = id
        self.state = state
