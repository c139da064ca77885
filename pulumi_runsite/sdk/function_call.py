"""Calls a function of the provider in the process of the program, without the engine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

import pulumi

from ..api import RunsiteError
from ..provider.call import Call
from ..provider.config import ENVIRONMENT_VARIABLES, Settings
from ..provider.engine_log import NullLog
from ..provider.event_loop import EventLoopThread
from ..provider.functions import FUNCTIONS
from ..provider.runtime import Runtime
from . import messages

_FUNCTIONS_BY_NAME = {function.name: function for function in FUNCTIONS}
_loop = EventLoopThread()


class _ProgramLog(NullLog):
    """The log of a function: what a program prints is displayed at the stack."""

    def debug(self, text: str) -> None:
        """Print *text*."""
        print(text, file=sys.stderr)  # noqa: T201


def call_function(name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the outputs of the function with this name, such as `get_project`.

    Raises:
        pulumi.RunError: with a single message, which is all that Pulumi displays.
    """
    try:
        runtime = _runtime(_settings())
    except RunsiteError as error:
        raise pulumi.RunError(messages.function_failed(name, str(error))) from None
    call = runtime.invoke(_FUNCTIONS_BY_NAME[name], Call(_ProgramLog()), dict(inputs))
    try:
        return _loop.run(call)
    except RunsiteError as error:
        reason = runtime.redactor.finish(str(error))
        raise pulumi.RunError(messages.function_failed(name, reason)) from None


def _settings() -> Settings:
    # Read in the thread of the program: Pulumi keeps its configuration in a context variable.
    config = pulumi.Config("runsite")
    stack = {n: value for n in ENVIRONMENT_VARIABLES if (value := config.get(n)) is not None}
    return Settings.resolve(stack, os.environ)


@cache
def _runtime(settings: Settings) -> Runtime:
    return Runtime(lambda: settings)
