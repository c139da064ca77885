"""The base of the generated functions: calls a function, now or once its inputs are known."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pulumi
from pulumi.runtime.mocks import MockMonitor

from ..api import RunsiteError
from ..provider.config import ENVIRONMENT_VARIABLES, Settings
from ..provider.engine_log import NullLog
from ..provider.event_loop import EventLoopThread
from ..provider.functions import Function
from ..provider.runtime import Call, Runtime
from . import messages

R = TypeVar("R")

_loop = EventLoopThread()


def invoke(function: type[Function], result_type: type[R], inputs: Mapping[str, Any]) -> R:
    """
    Call *function* now, and return its result as a *result_type*.

    Raises:
        pulumi.RunError: with a single message, which is all that Pulumi displays.
    """
    for name, value in inputs.items():
        if isinstance(value, (pulumi.Output, pulumi.Resource)):
            raise pulumi.RunError(messages.output_in_plain_function(function.name, name))
    if isinstance(pulumi.runtime.settings.get_monitor(), MockMonitor):
        # A unit test of the user: its mocks return the result, and nothing leaves the process.
        given = {name: value for name, value in inputs.items() if value is not None}
        return _to_result(result_type, pulumi.runtime.invoke(function.token, given).value)
    try:
        runtime = _runtime(_settings())
    except RunsiteError as error:
        raise pulumi.RunError(messages.function_failed(function.name, str(error))) from None
    try:
        result = _loop.run(runtime.invoke(function, Call(NullLog()), dict(inputs)))
    except RunsiteError as error:
        reason = runtime.redactor.finish(str(error))
        raise pulumi.RunError(messages.function_failed(function.name, reason)) from None
    return _to_result(result_type, result)


def invoke_output(
    function: type[Function], result_type: type[R], inputs: Mapping[str, Any]
) -> pulumi.Output[R]:
    """Call *function* as soon as all *inputs* are known."""

    async def call(known: Mapping[str, Any]) -> R:
        return await asyncio.to_thread(invoke, function, result_type, known)

    return pulumi.Output.from_input(dict(inputs)).apply(call)


def _settings() -> Settings:
    # Read in the thread of the program: Pulumi keeps its configuration in a context variable.
    config = pulumi.Config("runsite")
    stack = {n: value for n in ENVIRONMENT_VARIABLES if (value := config.get(n)) is not None}
    return Settings.resolve(stack, os.environ)


@cache
def _runtime(settings: Settings) -> Runtime:
    return Runtime(lambda: settings)


def _to_result(result_type: type[R], values: Mapping[str, Any]) -> R:
    hints = get_type_hints(result_type)
    return result_type(**{name: _to_value(hints[name], value) for name, value in values.items()})


def _to_value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is Sequence:
        (item_type,) = get_args(hint)
        return [_to_result(item_type, each) for each in value]
    return value
