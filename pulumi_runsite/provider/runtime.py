"""Runs the operations of all resources for one adapter: settings, clients, secrets, clock."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..api import Client, Redactor, SystemClock
from . import log_setting
from .account import ResourceAccount, mark_of, stack_of
from .account_marks import explaining, explaining_not_found, marked, marking
from .attempt_log import CreateLog, warnings_of
from .call import Call
from .check_failures import Failure
from .checks import Checks
from .config import Settings
from .context import Context
from .create_preview import CreatePreview
from .default_names import Autonaming
from .drift import own_id
from .engine_log import operation_log
from .fields import Props
from .function import Function
from .known_state import Known
from .local_files import create_log_of, state_record_of, variable_holders_of
from .replacement_guard import Replacements
from .resource import Diff, Resource
from .state_form import confirm_form


class Runtime:
    """
    What all resources of one provider share.

    The coroutines and `interrupt` belong to one event loop; `check` sends nothing and may be called
    from any thread.
    """

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self.redactor = Redactor()
        self._replacements = Replacements()
        self._named_stacks: set[tuple[Settings, str]] = set()
        self._settings = settings
        self._checks = Checks(settings, self._replacements)
        self._marks: dict[tuple[Settings, str], Mapping[str, Any]] = {}  # of the rest of a stack
        self._explained: dict[str, str] = {}
        self._clients: dict[Settings, Client] = {}
        self._clock: SystemClock | None = None
        self._known_paths: defaultdict[Settings, set[str]] = defaultdict(set)  # of each account

    def check(
        self,
        resource: type[Resource],
        urn: str,
        news: Props,
        olds: Props,
        autonaming: Autonaming | None = None,
    ) -> tuple[Props, list[Failure]]:
        """Return checked inputs and all their failures, also those of the configuration."""
        self.redact(resource.secret_values(news))
        self.redactor.add_readable(resource.readable_values(news))
        return self._checks.check(resource, urn, news, olds, autonaming)

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
        log = self._create_log(call)
        self._warn_of_undeclared(call, log)
        self.redact(call.secrets)
        self.redact((*resource.secret_values(state), *resource.secret_values(inputs)))
        self._recall(resource, call, state)
        log.stored(own_id(state, call.id))  # the one of now
        record = state_record_of(settings, call.urn)
        holders, maps = variable_holders_of(settings, call.urn), self._replacements.map_variables
        state = Known(record, holders, maps).state(resource, call, state)
        diff = resource.diff(state, inputs, settings.immutable_changes)
        if self._replacements.is_declared(call.urn):
            self._checks.declared.record(resource, call.urn, call.id, inputs)
            if diff:
                self._checks.declared.confirm_keys(resource, call.urn, call.id, inputs)
                ctx = self._context(call, state=state)
                with explaining(ctx.account, call.id):
                    news = self._replacements.without_used_adopt_id(
                        resource, call.urn, state, inputs
                    )
                    await resource.confirm_changes(ctx, call.id, state, news, masked)
            else:
                self._warn(call, warnings_of(log.superseded(call.id), settings.api_prefix))
        self._replacements.record_diff(resource, record, call.urn, call.id, state, inputs, diff)
        return diff

    async def confirm_create(self, resource: type[Resource], call: Call, inputs: Props) -> None:
        """Raise an error if `create` would be refused, for a preview: it only reads."""
        ctx = self._context(call, resource.secret_values(inputs))
        await CreatePreview(self._replacements).confirm(resource, ctx, call.urn, inputs)

    async def create(
        self, resource: type[Resource], call: Call, inputs: Props
    ) -> tuple[str, Props]:
        """Create the resource, or adopt what `adopt_id` names; return its id and state."""
        ctx = self._context(call, resource.secret_values(inputs))
        self._warn_of_undeclared(call, ctx.create_log)
        mark = ctx.account.current_mark()
        settings = self._settings()
        others = self._marks.get((settings, stack_of(call.urn)), {})
        of_stack = self._account(settings, call, others)
        with marking(resource, ctx, mark), explaining_not_found(of_stack):
            id, state = await self._replacements.create(resource, ctx, call.urn, inputs)
        self._warn(call, self._checks.declared.record_created(resource, call.urn, id, inputs))
        return id, marked(resource, ctx, state, mark)

    async def read(self, resource: type[Resource], call: Call, state: Props) -> Props | None:
        """Return the state as Runsite reports it now, None once it is confirmed deleted."""
        ctx = self._context(call, resource.secret_values(state), state)
        self._recall(resource, call, state)
        previous = resource.with_written(state, call.inputs)
        with explaining(ctx.account, call.id):
            found = await resource.read(ctx, call.id, previous)
        self._replacements.record_read(call.urn, call.id, found)
        return found and marked(resource, ctx, found, ctx.account.current_mark())

    async def import_state(self, resource: type[Resource], call: Call) -> tuple[str, Props] | None:
        """Return id and state of the object with the import id of *call*, None if there is none."""
        ctx = self._context(call)
        if not (imported := await resource.import_state(ctx, call.id)):
            return None
        id, state = imported
        self._replacements.record_import(call.urn, id)
        return id, marked(resource, ctx, state, ctx.account.current_mark())

    async def update(
        self, resource: type[Resource], call: Call, state: Props, inputs: Props
    ) -> Props:
        """Update the resource in place; return the new state."""
        secrets = (*resource.secret_values(state), *resource.secret_values(inputs))
        ctx = self._context(call, secrets, state)
        self._recall(resource, call, state)
        maps = self._replacements.map_variables
        state = Known(ctx.state_record, ctx.variable_holders, maps).state(resource, call, state)
        # An update that sends nothing does not show that this account has the object.
        is_sent = bool(resource.outputs_changed_by_update(state, inputs))
        with explaining(ctx.account, call.id), marking(resource, ctx, ctx.account.mark):
            updated = await self._replacements.update(
                resource, ctx, call.urn, call.id, state, inputs
            )
        mark = ctx.account.current_mark() if is_sent else ctx.account.mark
        return marked(resource, ctx, updated, mark)

    async def delete(self, resource: type[Resource], call: Call, state: Props) -> None:
        """Delete the object as far as the Runsite API can."""
        ctx = self._context(call, resource.secret_values(state), state)
        self._recall(resource, call, state)
        self._warn_of_undeclared(call, ctx.create_log)
        with explaining(ctx.account, call.id):
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
            self._account(settings, call, mark_of(state or {})),
            settings.immutable_changes,
            call.timeout_s,
            self._create_log(call),
            state_record_of(settings, call.urn),
            secret,
            self._known_paths[settings],
            variable_holders_of(settings, call.urn),
        )

    def _recall(self, resource: type[Resource], call: Call, state: Props) -> None:
        confirm_form(resource, call.id, state)
        self.redactor.add_readable(resource.readable_values(state))
        settings = self._settings()
        self._known_paths[settings].add(resource.path_of(call.id, state))
        if mark := mark_of(state):
            self._marks[settings, stack_of(call.urn)] = mark
        # Without anything to recall, a preview needs no client.
        if facts := self._account(settings, call, mark).facts():
            resource.recall(self._client(settings), facts)

    def redact(self, secrets: Iterable[str]) -> None:
        """Redact *secrets* from now on."""
        for secret in secrets:
            self.redactor.add_secret(secret)

    def _create_log(self, call: Call) -> CreateLog:
        log = create_log_of(self._settings(), call.urn)
        log.stored(call.id)
        return log

    def _warn_of_undeclared(self, call: Call, log: CreateLog) -> None:
        settings = self._settings()
        stack = (settings, stack_of(call.urn))
        if stack not in self._named_stacks:
            self._named_stacks.add(stack)
            # A run whose first call is a delete declares nothing.
            left = log.undeclared(1 if self._checks.has_checked else 0)
            self._warn(call, warnings_of(left, settings.api_prefix))
            self._warn(call, log_setting.warnings(os.environ))

    def _warn(self, call: Call, warnings: list[str]) -> None:
        for each in warnings:
            operation_log(call.engine_log, self.redactor).warning(each)

    def _shared_clock(self) -> SystemClock:
        # Created in the loop only, like the clients, so there is nothing to lock.
        self._clock = self._clock or SystemClock()
        return self._clock

    def _client(self, settings: Settings) -> Client:
        if settings not in self._clients:
            self._clients[settings] = settings.client(self._shared_clock(), self.redactor)
        return self._clients[settings]

    def _account(self, settings: Settings, call: Call, mark: Mapping[str, Any]) -> ResourceAccount:
        return ResourceAccount(settings.account, call.urn, mark, self._explained)
