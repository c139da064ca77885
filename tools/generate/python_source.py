"""Python source text: type hints, docstrings and formatting."""

from __future__ import annotations

import inspect
import subprocess
import sys
import textwrap
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo


def hint(annotation: Any) -> str:
    """Return *annotation* as a type hint, without constraints and without None."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is Any:
        return "Any"
    if hasattr(annotation, "__metadata__"):
        return hint(arguments[0])
    if origin is Literal:
        return "Literal[" + ", ".join(f'"{word}"' for word in arguments) + "] | str"
    if origin in (Union, types.UnionType):
        return " | ".join(hint(each) for each in arguments if each is not types.NoneType)
    if origin in (list, dict):
        outer = "Sequence[" if origin is list else "Mapping[str, "
        return f"{outer}{_item(arguments[-1])}]"
    return _name(annotation)


def _item(annotation: Any) -> str:
    inner = hint(annotation)
    return inner if inner == "Any" else f"pulumi.Input[{inner}]"


def _name(annotation: Any) -> str:
    if annotation in (str, int, bool, float):
        return str(annotation.__name__)
    raise TypeError(f"{annotation!r} has no type hint in sdk/resources.py yet")


def indented(text: str, by: str) -> str:
    """Return *text* as a docstring, indented."""
    lines = inspect.cleandoc(text).split("\n")
    if len(lines) == 1:
        return f'{by}"""{lines[0]}"""'
    return "\n".join([f'{by}"""', *(f"{by}{line}".rstrip() for line in lines), f'{by}"""'])


def filled(text: str) -> str:
    """Return *text* with each paragraph in lines that fit a docstring of a method."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(textwrap.fill(each, width=86) for each in paragraphs)


def argument_lines(about: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the `Args` section of a docstring."""
    for name, text in about.items():
        yield textwrap.fill(
            f"{name}: {text}", width=88, initial_indent="    ", subsequent_indent="        "
        )


def one_line(field: FieldInfo) -> str:
    """Return a field's description on one line."""
    return " ".join(str(field.description).split())


def formatted(lines: Iterable[str]) -> str:
    """Return *lines* as formatted by ruff."""
    ruff = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "generated.py", "-"]
    text = "\n".join(lines)
    return subprocess.run(ruff, input=text, capture_output=True, text=True, check=True).stdout
