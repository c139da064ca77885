"""The base of the generated functions: calls a function, now or once its inputs are known."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pulumi
from pulumi.runtime.mocks import MockMonitor

from . import messages
from .dependencies import settled_inputs

R = TypeVar("R")

_HOST = "pulumi-python:dynamic:Resource"
"""A token of the package whose provider runs all dynamic resources."""


def invoke(function: str, result_type: type[R], inputs: Mapping[str, Any]) -> R:
    """
    Call the function with the name *function* now, and return its result as a *result_type*.

    Raises:
        pulumi.RunError: with a single message, which is all that Pulumi displays.
    """
    for name, value in inputs.items():
        if isinstance(value, (pulumi.Output, pulumi.Resource)):
            raise pulumi.RunError(messages.output_in_plain_function(function, name))
    if _is_unit_test():
        # The mocks of the user return the result, and nothing leaves the process.
        result = pulumi.runtime.invoke(_token(function), _given(inputs)).value
        return _to_result(result_type, result)
    # The models and the HTTP client take as long to import as Pulumi: not for every program.
    from .function_call import call_function  # noqa: PLC0415

    return _to_result(result_type, call_function(function, inputs))


def _is_unit_test() -> bool:
    return isinstance(pulumi.runtime.settings.get_monitor(), MockMonitor)


def _token(function: str) -> str:
    first, *rest = function.split("_")
    return f"runsite:index:{first}{''.join(map(str.capitalize, rest))}"


def invoke_output(
    function: str,
    result_type: type[R],
    inputs: Mapping[str, Any],
    opts: pulumi.InvokeOptions | None,
) -> pulumi.Output[R]:
    """
    Call *function* as soon as all *inputs*, and the resources that it depends on, are known.

    Raises:
        pulumi.RunError: *opts* selects a provider.
    """

    provider = opts and (opts.provider or (opts.parent and opts.parent.get_provider(_HOST)))
    if provider:
        raise pulumi.RunError(messages.provider_of_a_function(function))
    if _is_unit_test():  # its mocks do not answer as Pulumi's preview does
        return pulumi.Output.from_input(dict(inputs)).apply(partial(_mocked, function, result_type))
    settled = settled_inputs(dict(inputs), getattr(opts, "depends_on", None))
    return settled.apply(partial(_in_thread, function, result_type))


async def _in_thread(function: str, result_type: type[R], inputs: Mapping[str, Any]) -> R:
    return await asyncio.to_thread(invoke, function, result_type, inputs)


async def _mocked(function: str, result_type: type[R], inputs: Mapping[str, Any]) -> R:
    # Not in a thread: Pulumi waits for it in the loop of the program.
    result = await pulumi.runtime.invoke_async(_token(function), _given(inputs))
    return _to_result(result_type, result)


def _given(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if value is not None}


def _to_result(result_type: type[R], values: Mapping[str, Any]) -> R:
    hints = get_type_hints(result_type)
    return result_type(**{name: _to_value(hints[name], value) for name, value in values.items()})


def _to_value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is Sequence:
        (item_type,) = get_args(hint)
        return [_to_result(item_type, each) for each in value]
    return value
