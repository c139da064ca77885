"""What the typed functions of `lookups` share: a question as a Pulumi program asks it."""

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
from ..provider.functions import Function, NullLog
from ..provider.runtime import Call, Host

R = TypeVar("R")


def invoke(function: type[Function], result: type[R], given: Mapping[str, Any]) -> R:
    """
    Have *function* answered now, and return the answer as a *result*.

    Raises:
        pulumi.RunError: one sentence, which is all that Pulumi shows.
    """
    for name, value in given.items():
        if isinstance(value, (pulumi.Output, pulumi.Resource)):
            raise pulumi.RunError(
                f"{function.name}: {name} is not known before the program has run; "
                f"pass an output to {function.name}_output instead"
            )
    if isinstance(pulumi.runtime.settings.get_monitor(), MockMonitor):
        # A user's own unit test: its mocks know the answer, and nothing leaves the process.
        said = {name: value for name, value in given.items() if value is not None}
        return _built(result, pulumi.runtime.invoke(function.token, said).value)
    try:
        host = _host(_settings())
    except RunsiteError as error:
        raise pulumi.RunError(f"{function.name}: {error}") from None
    try:
        answer = host.start(lambda ctx: function.invoke(ctx, dict(given)), Call(NullLog())).result()
    except RunsiteError as error:
        raise pulumi.RunError(f"{function.name}: {host.redactor.redact(str(error))}") from None
    return _built(result, answer)


def invoke_output(
    function: type[Function], result: type[R], given: Mapping[str, Any]
) -> pulumi.Output[R]:
    """Have *function* answered as soon as all that is *given* is known."""

    async def answer(known: Mapping[str, Any]) -> R:
        return await asyncio.to_thread(invoke, function, result, known)

    return pulumi.Output.from_input(dict(given)).apply(answer)


def _settings() -> Settings:
    # Read in the program's own thread: Pulumi keeps its configuration in a context variable.
    config = pulumi.Config("runsite")
    stack = {
        name: value for name in ENVIRONMENT_VARIABLES if (value := config.get(name)) is not None
    }
    return Settings.resolve(stack, os.environ)


@cache
def _host(settings: Settings) -> Host:
    return Host(lambda: settings)


def _built(result: type[R], answer: Mapping[str, Any]) -> R:
    hints = get_type_hints(result)
    return result(**{name: _value(hints[name], value) for name, value in answer.items()})


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is Sequence:
        (item,) = get_args(hint)
        return [_built(item, each) for each in value]
    return value
