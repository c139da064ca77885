"""Writes declarations as Python source, in the layout that ruff gives it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from ..provider.resources import Deployment, Project, WebService
from .declarations import Declaration, LeftOut, Output, Part, Setting, Value

WIDTH = 88
"""Characters of a line, ruff's default: the program is the user's."""

_ABOUT = """Runsite as it was found. Written by `python -m pulumi_runsite.adopt`, yours from now on.

Each adopt_id says which existing thing a resource takes over. It has no meaning once
that is done, and may stay."""

_PROTECTED = """Nothing of what follows is stopped or deleted while it is protected, as after a
`pulumi import`. Deployments are not protected: a change of a variable makes a new one."""


def program(parts: Sequence[Part]) -> str:
    """Return the source of the program that declares *parts*."""
    lines = [f'"""{_ABOUT}\n"""', "", "import pulumi", "import pulumi_runsite as runsite", ""]
    if settings(parts):
        lines += ["config = pulumi.Config()"]
    lines += ["", *_comment(_PROTECTED), "kept = pulumi.ResourceOptions(protect=True)"]
    for part in parts:
        lines += _part(part)
    return "\n".join(lines) + "\n"


def settings(parts: Sequence[Part]) -> list[Setting]:
    """Return what the stack's configuration has to tell."""
    declared = (part for part in parts if isinstance(part, Declaration))
    values = (value for part in declared for value in part.inputs.values())
    return [value for value in values if isinstance(value, Setting)]


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, LeftOut):
        yield ""
        yield from _comment(part.remark)
        return
    if part.kind in (Project, WebService):
        yield ""
    for remark in part.remarks:
        yield from _comment(remark)
    yield f"{part.name} = runsite.{part.kind.__name__}("
    yield f"    {string(part.resource_name)},"
    for name, value in part.inputs.items():
        yield from _argument(name, value)
    yield f"    adopt_id={string(part.adopt_id)},"
    if part.kind is not Deployment:
        yield "    opts=kept,"
    yield ")"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _argument(name: str, value: Value) -> Iterator[str]:
    if isinstance(value, (str, bool, int)):
        yield f"    {name}={string(value) if isinstance(value, str) else value},"
    elif isinstance(value, Output):
        yield f"    {name}={value.of}.{value.name},"
    elif isinstance(value, Setting):
        yield from _setting(name, value)
    else:
        yield f"    {name}=["
        yield from (f"        {each.of}.{each.name}," for each in value)
        yield "    ],"


def _setting(name: str, value: Setting) -> Iterator[str]:
    call = f"config.{'require_secret' if value.is_secret else 'require'}("
    line = f"    {name}={call}{string(value.key)}),"
    if len(line) <= WIDTH:
        yield line
        return
    yield f"    {name}={call}"
    yield f"        {string(value.key)}"
    yield "    ),"


def string(text: str) -> str:
    """Return *text* as a literal: in double quotes, unless single ones need fewer escapes."""
    escaped = repr('"' + text)[2:-1]  # the quote in front has repr use single ones
    if text.count('"') > text.count("'"):
        return f"'{escaped}'"
    return '"' + escaped.replace("\\'", "'").replace('"', '\\"') + '"'
