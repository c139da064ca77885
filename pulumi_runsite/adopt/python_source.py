"""Writes the program's items as Python source, formatted as ruff does."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from ..provider.resources import Deployment, Project, WebService
from .program_items import (
    ConfigReference,
    DeclaredResource,
    InputValue,
    OutputReference,
    ProgramItem,
    SkippedResource,
)

LINE_LENGTH = 88
"""Characters, ruff's default: the program is the user's."""

_DOCSTRING = """The resources of a Runsite account, written by `python -m pulumi_runsite.adopt`.

Each `adopt_id` is the id of an existing resource, which the first `pulumi up` adopts. It
has no effect afterwards, and may be removed."""

_PROTECT_COMMENT = """Protected resources are neither stopped nor deleted, as after a
`pulumi import`. Deployments are not protected: a change of a variable replaces them."""


def program_source(items: Sequence[ProgramItem]) -> str:
    """Return the source of the program that declares *items*."""
    lines = [f'"""{_DOCSTRING}\n"""', "", "import pulumi", "import pulumi_runsite as runsite", ""]
    if config_references(items):
        lines += ["config = pulumi.Config()"]
    lines += ["", *_comment(_PROTECT_COMMENT), "protected = pulumi.ResourceOptions(protect=True)"]
    for item in items:
        lines += _item_lines(item)
    return "\n".join(lines) + "\n"


def config_references(items: Sequence[ProgramItem]) -> list[ConfigReference]:
    """Return the references to the stack's configuration in *items*."""
    declared = (item for item in items if isinstance(item, DeclaredResource))
    values = (value for item in declared for value in item.inputs.values())
    return [value for value in values if isinstance(value, ConfigReference)]


def _item_lines(item: ProgramItem) -> Iterator[str]:
    if isinstance(item, SkippedResource):
        yield ""
        yield from _comment(item.comment)
        return
    if item.resource_type in (Project, WebService):
        yield ""
    for comment in item.comments:
        yield from _comment(comment)
    yield f"{item.variable} = runsite.{item.resource_type.__name__}("
    yield f"    {string_literal(item.resource_name)},"
    for name, value in item.inputs.items():
        yield from _argument(name, value)
    yield f"    adopt_id={string_literal(item.adopt_id)},"
    if item.resource_type is not Deployment:
        yield "    opts=protected,"
    yield ")"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        LINE_LENGTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _argument(name: str, value: InputValue) -> Iterator[str]:
    if isinstance(value, (str, bool, int)):
        yield f"    {name}={string_literal(value) if isinstance(value, str) else value},"
    elif isinstance(value, OutputReference):
        yield f"    {name}={value.variable}.{value.output},"
    elif isinstance(value, ConfigReference):
        yield from _config_argument(name, value)
    else:
        yield f"    {name}=["
        yield from (f"        {each.variable}.{each.output}," for each in value)
        yield "    ],"


def _config_argument(name: str, value: ConfigReference) -> Iterator[str]:
    call = f"config.{'require_secret' if value.is_secret else 'require'}("
    line = f"    {name}={call}{string_literal(value.key)}),"
    if len(line) <= LINE_LENGTH:
        yield line
        return
    yield f"    {name}={call}"
    yield f"        {string_literal(value.key)}"
    yield "    ),"


def string_literal(text: str) -> str:
    """Return *text* as a literal: in double quotes, unless single ones need fewer escapes."""
    escaped = repr('"' + text)[2:-1]  # the quote in front makes repr use single ones
    if text.count('"') > text.count("'"):
        return f"'{escaped}'"
    return '"' + escaped.replace("\\'", "'").replace('"', '\\"') + '"'
