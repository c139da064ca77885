"""The dynamic provider: plain dicts from Pulumi's host on one side, a Resource on the other."""

from __future__ import annotations

import asyncio
import os
from functools import cache
from typing import Any, TypeVar

from google.protobuf.struct_pb2 import Struct
from pulumi import dynamic
from pulumi.output import Unknown
from pulumi.runtime import rpc

from ..api import RunsiteError
from ..engine.log import GrpcEngineLog
from ..provider.config import ENVIRONMENT_VARIABLES, Settings
from ..provider.context import ResourceInitFailed, Verb
from ..provider.fields import UNKNOWN, Props, Rule
from ..provider.resource import Resource
from ..provider.resources import RESOURCES_BY_NAME
from ..provider.runtime import Call, Host
from . import host as servicer

T = TypeVar("T")

_PROVIDER = "__provider"
_stack: dict[str, str] = {}


def _settings() -> Settings:
    return Settings.resolve(_stack, os.environ)


_host = Host(_settings)


@cache
def _listen() -> bool:
    """Have the first Ctrl-C end all waits; looking for the way costs some milliseconds, once."""
    return servicer.on_cancel(_host.interrupt)


class RunsiteProvider(dynamic.ResourceProvider):
    """
    Answers Pulumi's dynamic provider host for one kind of resource.

    It is pickled by reference into the state of every resource: this module's path, this class's
    name and its one attribute are a file format. It must never hold anything else.
    """

    __module__ = "pulumi_runsite.dynamic"  # part of the file format: short, free of this layout
    serialize_as_secret_always = False

    def __init__(self, resource_type: str) -> None:
        super().__init__()
        self.resource_type = resource_type

    @property
    def _kind(self) -> type[Resource]:
        return RESOURCES_BY_NAME[self.resource_type]

    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Take note of the stack's settings; nothing is sent or checked here."""
        listed = servicer.settings(req.config, "runsite")
        if listed is None:
            asked = {name: req.config.get(f"runsite:{name}") for name in ENVIRONMENT_VARIABLES}
            listed = {name: value for name, value in asked.items() if value is not None}
        _stack.clear()
        _stack.update(listed)

    def check(self, _olds: Props, news: Props) -> dynamic.CheckResult:
        """Return the checked inputs, or all that is wrong with them."""
        inputs, found = _host.check(self._kind, _plain(news), _plain(_olds), servicer.urn())
        # With a property's name the engine would print its value, a secret one too.
        failures = [dynamic.CheckFailure("", str(failure)) for failure in found]
        return dynamic.CheckResult(inputs, failures)

    def diff(self, _id: str, _olds: Props, news: Props) -> dynamic.DiffResult:
        """Return what would change, and whether that asks for a new one."""
        try:
            found = _host.diff(self._kind, _plain(_olds), _plain(news), _call(_id))
        except RunsiteError as error:
            servicer.fail(_shown(error))
        # Where the inputs differ, not answering lets the engine compare and show them itself.
        unsaid = found and servicer.inputs_differ()
        return dynamic.DiffResult(
            changes=None if unsaid else bool(found),
            replaces=sorted(found.replaces),
            delete_before_replace=self._kind.delete_before_replace,
        )

    def create(self, props: Props) -> dynamic.CreateResult:
        """Make it."""
        verb = _host.replacing.creating(self._kind, _plain(props), servicer.urn())
        made, state = self._run(props, verb)
        return dynamic.CreateResult(made, self._sealed(state))

    def read(self, id_: str, props: Props) -> dynamic.ReadResult:
        """Return what Runsite says it is now."""
        # What has no outputs of its own looks the same in a refresh, and is never looked up.
        lookup = (
            servicer.is_lookup()
            and self._kind.Outputs.field_names() > self._kind.Inputs.field_names()
        )
        state = self._run(props, lambda ctx: self._kind.read(ctx, id_, _plain(props)), id_)
        if state is None and lookup:
            servicer.fail(RunsiteError(f"there is no {self._kind.noun} {id_} on Runsite"))
        if state is None:
            return dynamic.ReadResult("", {})  # an empty id says "gone"; None would crash the host
        asked = servicer.read_inputs() or frozenset(props)
        inputs = {k: v for k, v in state.items() if k in asked & self._kind.Inputs.field_names()}
        return dynamic.ReadResult(id_, self._sealed(state), self._sealed(inputs))

    def update(self, _id: str, _olds: Props, _news: Props) -> dynamic.UpdateResult:
        """Make it what the program says."""
        olds, news = _plain(_olds), _plain(_news)
        verb = _host.replacing.updating(self._kind, _id, olds, news, servicer.urn())
        state = self._run(_news, verb, _id)
        return dynamic.UpdateResult(self._sealed(state))

    def delete(self, _id: str, _props: Props) -> None:
        """Remove it."""
        verb = _host.replacing.deleting(self._kind, _id, _plain(_props), servicer.urn())
        self._run(_props, verb, _id)

    def _run(self, props: Props, verb: Verb[T], id_: str = "") -> T:
        servicer.widen()
        _listen()
        try:
            return _host.start(verb, _call(id_), self._kind.secrets_in(_plain(props))).result()
        except ResourceInitFailed as error:
            kept = self._sealed(error.state) | {_PROVIDER: props[_PROVIDER]}
            servicer.fail(_shown(error), (error.id, _struct(kept)))
        except RunsiteError as error:
            servicer.fail(_shown(error))

    def _sealed(self, state: Props) -> Props:
        secret = self._kind.Outputs.fields_with(Rule.SECRET)
        return {k: rpc.wrap_rpc_secret(v) if k in secret else v for k, v in state.items()}


def _call(id_: str) -> Call:
    urn = servicer.urn()
    return Call(GrpcEngineLog(urn), urn, servicer.timeout_s(), id_)


def _shown(error: RunsiteError) -> RunsiteError:
    return RunsiteError(_host.redactor.redact(str(error)))


def _plain(props: Props) -> Props:
    return {name: _value(value) for name, value in props.items() if name != _PROVIDER}


def _value(value: Any) -> Any:
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_value(item) for item in value]
    return value


def _struct(props: Props) -> Struct:
    return asyncio.run(rpc.serialize_properties(props, {}))
