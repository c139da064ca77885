"""The dynamic provider: dicts of Pulumi's host on one side, the runtime on the other."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine, Iterator
from functools import cache
from typing import Any, TypeVar

import pulumi
from google.protobuf.struct_pb2 import Struct
from pulumi import dynamic
from pulumi.output import Unknown
from pulumi.runtime import rpc

from ..api import RunsiteError
from ..engine.internal_properties import IS_PREVIEW, SECRET_INPUTS
from ..engine.log import GrpcEngineLog
from ..provider.call import Call
from ..provider.config import ENVIRONMENT_VARIABLES, Settings
from ..provider.context import ResourceInitFailed
from ..provider.event_loop import EventLoopThread
from ..provider.fields import UNKNOWN, Props, Rule, Unsupported
from ..provider.messages import defects
from ..provider.messages import responses as messages
from ..provider.resource import Resource
from ..provider.resources import RESOURCES_BY_NAME
from ..provider.runtime import Runtime
from . import autonaming, host_internals

T = TypeVar("T")

_PROVIDER = "__provider"
_NAMESPACE = "runsite:"
_stack_config: dict[str, str] = {}
_secret_inputs: dict[str, frozenset[str]] = {}
"""The names of the inputs that the program marks secret, by URN, as of the last Check."""


@cache  # until the next `configure`: every call of the engine needs them
def _settings() -> Settings:
    own = [name for name in _stack_config if name.startswith(_NAMESPACE)]
    settings = {name.removeprefix(_NAMESPACE): _stack_config[name] for name in own}
    return Settings.resolve(settings, os.environ)


_runtime = Runtime(_settings)
_loop = EventLoopThread()


@cache
def _prepare_host() -> None:
    """Allow more calls at once, and have the first Ctrl-C end all waits: takes milliseconds."""
    host_internals.raise_worker_limit()
    host_internals.on_cancel(lambda: _loop.call(_runtime.interrupt))


class RunsiteProvider(dynamic.ResourceProvider):
    """
    Answers Pulumi's dynamic provider host for one resource type.

    It is pickled by reference into the state of every resource: the path of the module, the name of
    the class and its one attribute are a file format. It must never hold anything else.
    """

    __module__ = "pulumi_runsite.dynamic"  # pickled instead of the path of this file
    serialize_as_secret_always = False

    def __init__(self, resource_type: str) -> None:
        super().__init__()
        self.resource_type = resource_type

    @property
    def _resource(self) -> type[Resource]:
        return RESOURCES_BY_NAME[self.resource_type]

    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Keep the stack's configuration; nothing is sent or checked yet."""
        config = host_internals.stack_config(req.config)
        if config is None:
            names = (autonaming.SETTING, *(f"{_NAMESPACE}{name}" for name in ENVIRONMENT_VARIABLES))
            values = {name: req.config.get(name) for name in names}
            config = {name: value for name, value in values.items() if value is not None}
        _stack_config.clear()
        _stack_config.update(config)
        _settings.cache_clear()

    def check(self, _olds: Props, news: Props) -> dynamic.CheckResult:
        """Return the checked inputs and all their failures."""
        urn = host_internals.current_urn()
        _secret_inputs[urn] = host_internals.secret_inputs()
        _runtime.redact(_secret_strings(urn, news))
        naming = autonaming.autonaming_of(
            _stack_config, self.resource_type, urn, host_internals.random_seed()
        )
        olds = _plain(_olds)
        inputs, failures = _runtime.check(self._resource, urn, _plain(news), olds, naming)
        reasons = [str(failure) for failure in failures]
        if not reasons and not olds and host_internals.is_preview():
            reasons = self._refusals(inputs, news)
        reasons = [_runtime.redactor.finish(reason) for reason in reasons]
        # With a property's name the engine would print its value, also a secret one.
        return dynamic.CheckResult(inputs, [dynamic.CheckFailure("", reason) for reason in reasons])

    def _refusals(self, inputs: Props, news: Props) -> list[str]:
        """Return why `create`, which no preview calls, would be refused."""
        try:
            _loop.run(_runtime.confirm_create(self._resource, _call(news=news), inputs))
        except RunsiteError as error:
            return [str(error)]
        except Exception as error:  # noqa: BLE001 - see `_run`
            return [_internal_error(error)]
        return []

    def diff(self, _id: str, _olds: Props, news: Props) -> dynamic.DiffResult:
        """Return what would change, and whether that needs a replacement."""
        call = _call(_id, _previous_inputs(_olds))
        masked = _secret_inputs.get(call.urn, frozenset())
        operation = _runtime.diff(self._resource, call, _plain(_olds), _plain(news), masked)
        diff = self._run(_olds, operation)
        # Where the inputs differ, no answer makes the engine compare and display them itself.
        is_left_to_engine = diff and host_internals.inputs_differ()
        return dynamic.DiffResult(
            changes=None if is_left_to_engine else bool(diff),
            replaces=sorted(diff.replaces),
        )

    def create(self, props: Props) -> dynamic.CreateResult:
        """Create the resource."""
        id, state = self._run(
            props, _runtime.create(self._resource, _call(news=props), _plain(props))
        )
        return dynamic.CreateResult(id, self._with_secrets(state, props))

    def read(self, id_: str, props: Props) -> dynamic.ReadResult:
        """Return the state as Runsite reports it now."""
        # A resource without outputs of its own looks the same in a refresh, and has no `get`.
        is_get = host_internals.is_get() and bool(self._resource.computed_outputs())
        previous = {} if is_get else _previous_inputs(props)
        call = _call(id_, previous)
        state = self._run(props, _runtime.read(self._resource, call, _plain(props)))
        if state is None and is_get:
            host_internals.fail(RunsiteError(messages.not_found(self._resource.noun, id_)))
        if state is None:
            return dynamic.ReadResult("", {})  # an empty id means deleted; None crashes the host
        inputs = self._resource.refreshed_inputs(_previous_inputs(props), state)
        return dynamic.ReadResult(
            id_, self._with_secrets(state, props), self._with_secrets(inputs, props)
        )

    def update(self, _id: str, _olds: Props, _news: Props) -> dynamic.UpdateResult:
        """Update the resource in place."""
        state, inputs = _plain(_olds), _plain(_news)
        call = _call(_id, _previous_inputs(_olds), _news)
        updated = self._run(_news, _runtime.update(self._resource, call, state, inputs))
        return dynamic.UpdateResult(self._with_secrets(updated, _news))

    def delete(self, _id: str, _props: Props) -> None:
        """Delete the resource."""
        self._run(_props, _runtime.delete(self._resource, _call(_id), _plain(_props)))

    def _run(self, props: Props, operation: Coroutine[Any, Any, T]) -> T:
        _prepare_host()
        try:
            return _loop.run(operation)
        except ResourceInitFailed as error:
            state = self._with_secrets(error.state, props) | {_PROVIDER: props[_PROVIDER]}
            host_internals.fail(_finished(error), (error.id, _struct(state)))
        except RunsiteError as error:
            host_internals.fail(_finished(error))
        except Exception as error:  # noqa: BLE001 - the host would send a traceback with values
            host_internals.fail(_finished(RunsiteError(_internal_error(error))))

    def _with_secrets(self, state: Props, previous: Props) -> Props:
        # The engine itself keeps as a secret what *previous* has as one.
        secret = self._resource.secret_fields(state)
        secret |= self._resource.Outputs.fields_with(Rule.SECRET) - previous.keys()
        wrapped = {k: rpc.wrap_rpc_secret(v) if k in secret else v for k, v in state.items()}
        for name in self._resource.Outputs.fields_with(Rule.SECRET_VALUES) & state.keys():
            if isinstance(state[name], dict):
                values = state[name].items()
                wrapped[name] = {key: rpc.wrap_rpc_secret(value) for key, value in values}
        return wrapped


def _call(id: str = "", inputs: Props | None = None, news: Props | None = None) -> Call:
    urn = host_internals.current_urn()
    timeout_s = host_internals.current_timeout_s()
    secrets = tuple(_secret_strings(urn, news or {}))
    return Call(GrpcEngineLog(urn), urn, id, timeout_s, secrets, inputs or {})


def _secret_strings(urn: str, inputs: Props) -> Iterator[str]:
    """Yield every string in the inputs that the program marks secret."""
    for name in _secret_inputs.get(urn, frozenset()):
        yield from _strings(inputs.get(name))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _strings(item)
    if isinstance(value, str) and value != rpc.UNKNOWN:
        yield value


def _previous_inputs(state: Props) -> Props:
    """Return the inputs in the state, all properties of *state* where they cannot be found."""
    return _plain(host_internals.previous_inputs() or state)


def _internal_error(error: Exception) -> str:
    reason = _runtime.redactor.redact(f"{type(error).__name__}: {error}")
    return str(defects.internal_error(reason))


def _finished(error: RunsiteError) -> RunsiteError:
    return RunsiteError(_runtime.redactor.finish(str(error)))


def _plain(props: Props) -> Props:
    internal = (_PROVIDER, SECRET_INPUTS, IS_PREVIEW)
    return {name: _plain_value(value) for name, value in props.items() if name not in internal}


def _plain_value(value: Any) -> Any:
    if type(value) in (str, bool, float):  # most of them
        return value
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _plain_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_value(item) for item in value]
    if isinstance(value, (pulumi.Asset, pulumi.Archive)):
        return Unsupported("asset" if isinstance(value, pulumi.Asset) else "archive")
    return value


def _struct(props: Props) -> Struct:
    return asyncio.run(rpc.serialize_properties(props, {}))
