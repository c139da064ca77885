"""The reference page of a group of functions."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic.fields import FieldInfo

from pulumi_runsite.provider.fields import Model
from pulumi_runsite.provider.functions import Function
from pulumi_runsite.provider.schema_types import camel_case
from tools.generate.page_parts import (
    NOTICE,
    Page,
    example_blocks,
    field_item,
    fragment,
    joined,
    kebab_case,
    link_item,
    nested_models,
    required_label,
    wrapped,
)


def function_groups(functions: Iterable[type[Function]]) -> dict[str, list[type[Function]]]:
    """Return the *functions* by the name of their group, which is that of their module."""
    groups: dict[str, list[type[Function]]] = {}
    for function in functions:
        module = function.__module__.rpartition(".")[2]
        groups.setdefault(kebab_case(module), []).append(function)
    return groups


def function_path(group: str) -> Path:
    """Return the path of the page of *group* below `docs/`."""
    return Path("functions") / f"{group}.md"


def function_page(group: str, functions: list[type[Function]], docs: Path) -> Page:
    """Return the page of *group*; examples and notes come from `docs/sources`."""
    path = function_path(group)
    sources = docs / "sources" / path.with_suffix("")
    blocks = [
        NOTICE,
        f"# Functions: {group.replace('-', ' ')}",
        "\n".join(
            link_item(f"`{each.name}`", f"#{each.name}", str(each.__doc__)) for each in functions
        ),
        "## Example",
        *example_blocks(sources),
        *(block for each in functions for block in _function_blocks(each, functions)),
        "## Notes",
        fragment(sources, "notes.md"),
    ]
    return Page(path, joined(blocks))


def _function_blocks(function: type[Function], group: list[type[Function]]) -> Iterator[str]:
    name = function.name
    yield f"## {name}"
    yield inspect.cleandoc(str(function.__doc__))
    yield wrapped(
        f"Python: `runsite.{name}`, `runsite.{name}_output`. TypeScript: "
        f"`runsite.{camel_case(name)}`, `runsite.{camel_case(name)}Output`. YAML: "
        f"`{function.token}`."
    )
    inputs = [
        field_item(input_name, field, required_label(field))
        for input_name, field in function.Inputs.model_fields.items()
    ]
    yield "### Inputs"
    yield "\n".join(inputs) or "None."
    yield f"### Result: {function.Outputs.__name__}"
    yield "\n".join(_result_items(function, {each.Outputs: each for each in group}))


def _result_items(
    function: type[Function], documented: Mapping[type[Model], type[Function]]
) -> Iterator[str]:
    """Yield the items of a result; an object that another function returns is a link to it."""
    for name, field in _id_first(function.Outputs):
        models = nested_models(field.annotation)
        same = [documented[model].name for model in models if model in documented]
        links = (f"see [`{each}`](#{each})" for each in same)
        yield field_item(name, field, *_unset_label(field), *links)
        for model in models:
            if model not in documented:
                for inner_name, inner in _id_first(model):
                    yield field_item(inner_name, inner, *_unset_label(inner), indent="  ")


def _unset_label(field: FieldInfo) -> list[str]:
    return [] if field.is_required() else ["may be unset"]


def _id_first(model: type[Model]) -> list[tuple[str, FieldInfo]]:
    return sorted(model.model_fields.items(), key=lambda item: item[0] != "id")
