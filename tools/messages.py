"""The messages that a user may see, collected from the `messages` modules of the package."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import pulumi_runsite


@dataclass(frozen=True)
class Message:
    """One message, with a placeholder for each value in it."""

    module: str
    name: str
    text: str
    cause: str
    remedy: str


@cache
def all_messages() -> tuple[Message, ...]:
    """Return every message, in the order of the modules and of their sources."""
    return tuple(message for module in _modules() for message in messages_of(module))


def messages_of(module: ModuleType) -> Iterator[Message]:
    """Yield the messages of *module*: its public functions, in source order."""
    functions = [
        function
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    ]
    for function in sorted(functions, key=lambda each: each.__code__.co_firstlineno):
        yield _message(function)


def _message(function: Callable[..., str]) -> Message:
    cause, _, remedy = inspect.cleandoc(str(function.__doc__)).partition("\n\n")
    placeholders = {name: f"<{name}>" for name in inspect.signature(function).parameters}
    return Message(
        module=function.__module__,
        name=function.__name__,
        text=function(**placeholders),
        cause=" ".join(cause.split()),
        remedy=" ".join(remedy.split()),
    )


def _modules() -> Iterator[ModuleType]:
    packages = pkgutil.walk_packages(pulumi_runsite.__path__, f"{pulumi_runsite.__name__}.")
    for info in packages:
        is_messages = "messages" in info.name.split(".")
        if is_messages and ".emulator" not in info.name:
            yield importlib.import_module(info.name)
