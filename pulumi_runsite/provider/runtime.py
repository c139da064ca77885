"""Runs the operations of all resources for one adapter: settings, clients, secrets, clock."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..api import Client, NotFound, Redactor, SystemClock
from .account import ACCOUNT, ResourceAccount
from .check_failures import Failure
from .config import ConfigError, Settings
from .context import Context, ResourceInitFailed
from .create_log import CreateLog, CreateLogFile, NullCreateLog, create_log_folder
from .engine_log import EngineLog, operation_log
from .fields import Props, Rule
from .function import Function
from .replacement_guard import Replacements
from .resource import Diff, Resource
from .state_record import StateRecord


@dataclass(frozen=True)
class Call:
    """One call of the engine about one resource."""

    engine_log: EngineLog
    urn: str = ""
    """Empty where it is unknown."""
    id: str = ""
    """The id in the state, or the import id; empty for a create."""
    timeout_s: float = 0.0
    """The limit of `custom_timeouts` in seconds; 0 if there is none."""
    secrets: tuple[str, ...] = ()
    """Values that must not be displayed, beside those that the resource declares secret."""
    inputs: Props = field(default_factory=dict)
    """The inputs in the state, for a diff, read or update."""


class Runtime:
    """
    What all resources of one provider share.

    The coroutines and `interrupt` belong to one event loop; `check` sends nothing and may be called
    from any thread.
    """

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self.redactor = Redactor()
        self._replacements = Replacements()
        self._settings = settings
        self._clients: dict[Settings, Client] = {}
        self._clock: SystemClock | None = None
        self._known_paths: defaultdict[Settings, set[str]] = defaultdict(set)  # of each account

    def check(
        self, resource: type[Resource], urn: str, news: Props, olds: Props
    ) -> tuple[Props, list[Failure]]:
        """Return checked inputs and all their failures, also those of the configuration."""
        self.redact(resource.secret_values(news))
        try:
            policy = self._settings().immutable_changes
        except ConfigError as error:
            return news, [Failure("", str(error))]
        inputs, failures = resource.check(news)
        self._replacements.record_check(urn, olds)
        if inputs.get("immutable_changes", policy) != "replace":
            failures += self._replacements.check_parents(resource, inputs, olds)
        return inputs, failures

    async def diff(
        self,
        resource: type[Resource],
        call: Call,
        state: Props,
        inputs: Props,
        masked: frozenset[str] = frozenset(),
    ) -> Diff:
        """
        Return what *inputs* would change; fail if an update could not make the changes.

        *masked* are the inputs that the program marked secret, whose values no error displays.
        """
        settings = self._settings()
        self._create_log(settings, call)
        secrets = (*resource.secret_values(state), *resource.secret_values(inputs))
        self.redact((*secrets, *call.secrets))
        self._recall(resource, settings, call, state)
        state = resource.with_written(state, call.inputs)
        diff = resource.diff(state, inputs, settings.immutable_changes)
        immutable = diff.updates & resource.Inputs.fields_with(Rule.IMMUTABLE)
        if immutable and self._replacements.is_declared(call.urn):
            ctx = self._context(call, state=state)
            with _explaining(ctx.account, call.id):
                await resource.confirm_changes(ctx, call.id, state, inputs, masked)
        record = self._state_record(settings, call.urn)
        self._replacements.record_diff(resource, record, call.urn, call.id, state, diff)
        return diff

    async def create(
        self, resource: type[Resource], call: Call, inputs: Props
    ) -> tuple[str, Props]:
        """Create the resource, or adopt what `adopt_id` names; return its id and state."""
        ctx = self._context(call, resource.secret_values(inputs))
        mark = ctx.account.current_mark()
        with _marking(resource, ctx, mark):
            id, state = await self._replacements.create(resource, ctx, call.urn, inputs)
        return id, _marked(resource, ctx, state, mark)

    async def read(self, resource: type[Resource], call: Call, state: Props) -> Props | None:
        """Return the state as Runsite reports it now, None once it is confirmed deleted."""
        ctx = self._context(call, resource.secret_values(state), state)
        self._recall(resource, self._settings(), call, state)
        previous = resource.with_written(state, call.inputs)
        with _explaining(ctx.account, call.id):
            found = await resource.read(ctx, call.id, previous)
        self._replacements.record_read(call.urn, found)
        return found and _marked(resource, ctx, found, ctx.account.current_mark())

    async def import_state(self, resource: type[Resource], call: Call) -> tuple[str, Props] | None:
        """Return id and state of the object with the import id of *call*, None if there is none."""
        ctx = self._context(call)
        imported = await resource.import_state(ctx, call.id)
        if not imported:
            return None
        id, state = imported
        self._replacements.record_import(call.urn, id)
        return id, _marked(resource, ctx, state, ctx.account.current_mark())

    async def update(
        self, resource: type[Resource], call: Call, state: Props, inputs: Props
    ) -> Props:
        """Update the resource in place; return the new state."""
        secrets = (*resource.secret_values(state), *resource.secret_values(inputs))
        ctx = self._context(call, secrets, state)
        self._recall(resource, self._settings(), call, state)
        state = resource.with_written(state, call.inputs)
        # An update that sends nothing does not show that this account has the object.
        is_sent = bool(resource.outputs_changed_by_update(state, inputs))
        with _explaining(ctx.account, call.id), _marking(resource, ctx, ctx.account.mark):
            updated = await self._replacements.update(
                resource, ctx, call.urn, call.id, state, inputs
            )
        mark = ctx.account.current_mark() if is_sent else ctx.account.mark
        return _marked(resource, ctx, updated, mark)

    async def delete(self, resource: type[Resource], call: Call, state: Props) -> None:
        """Delete the object as far as the Runsite API can."""
        ctx = self._context(call, resource.secret_values(state), state)
        self._recall(resource, self._settings(), call, state)
        with _explaining(ctx.account, call.id):
            if not ctx.account.is_same():  # a delete that sends nothing would not notice
                await resource.read(ctx, call.id, resource.with_written(state, {}))
            await self._replacements.delete(resource, ctx, call.urn, call.id, state)

    async def invoke(self, function: type[Function], call: Call, inputs: Props) -> Props:
        """Return the result of a function."""
        return await function.invoke(self._context(call), inputs)

    def interrupt(self) -> None:
        """End all waits, now and from now on."""
        self._shared_clock().interrupt()

    def _context(
        self, call: Call, secrets: Iterable[str] = (), state: Props | None = None
    ) -> Context:
        secret = frozenset((*secrets, *call.secrets))
        self.redact(secret)
        settings = self._settings()
        return Context(
            self._client(settings),
            operation_log(call.engine_log, self.redactor),
            _account(settings, call, state or {}),
            settings.immutable_changes,
            call.timeout_s,
            self._create_log(settings, call),
            self._state_record(settings, call.urn),
            secret,
            self._known_paths[settings],
        )

    def _recall(
        self, resource: type[Resource], settings: Settings, call: Call, state: Props
    ) -> None:
        self._known_paths[settings].add(resource.path_of(call.id, state))
        # Without anything to recall, a preview needs no client.
        if facts := _account(settings, call, state).facts():
            resource.recall(self._client(settings), facts)

    def redact(self, secrets: Iterable[str]) -> None:
        """Redact *secrets* from now on."""
        for secret in secrets:
            self.redactor.add_secret(secret)

    def _create_log(self, settings: Settings, call: Call) -> CreateLog:
        if not call.urn:
            return NullCreateLog()
        account = f"{settings.api_url} {settings.api_key}"
        log = CreateLogFile(create_log_folder(os.environ), account, call.urn)
        log.stored(call.id)
        return log

    def _state_record(self, settings: Settings, urn: str) -> StateRecord:
        # Not by the key: the record of another account has other ids.
        return StateRecord(create_log_folder(os.environ) if urn else None, settings.api_url, urn)

    def _shared_clock(self) -> SystemClock:
        # Created in the loop only, like the clients, so there is nothing to lock.
        if self._clock is None:
            self._clock = SystemClock()
        return self._clock

    def _client(self, settings: Settings) -> Client:
        if settings not in self._clients:
            self._clients[settings] = settings.client(self._shared_clock(), self.redactor)
        return self._clients[settings]


def _account(settings: Settings, call: Call, state: Props) -> ResourceAccount:
    return ResourceAccount(settings.account, call.urn, state.get(ACCOUNT) or {})


@contextmanager
def _explaining(account: ResourceAccount, id: str) -> Iterator[None]:
    """Explain a 404 that another account than the one in the state returns for *id*."""
    account.confirm_id(id)
    try:
        yield
    except NotFound as error:
        account.confirm_account(error.reason)
        raise


@contextmanager
def _marking(resource: type[Resource], ctx: Context, mark: Mapping[str, Any]) -> Iterator[None]:
    """Add *mark* to the state of a resource that is kept although the operation failed."""
    try:
        yield
    except ResourceInitFailed as error:
        error.state = _marked(resource, ctx, error.state, mark)
        raise


def _marked(resource: type[Resource], ctx: Context, state: Props, mark: Mapping[str, Any]) -> Props:
    """Return *state* with *mark*, and with what was observed of this Runsite."""
    account = {**mark, **resource.facts(ctx.client)}
    return state | {ACCOUNT: account} if account else state
