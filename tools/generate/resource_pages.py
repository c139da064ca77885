"""The reference page of a resource."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from pulumi_runsite.provider.fields import Rule
from pulumi_runsite.provider.resource import ChangeEffect, Resource
from pulumi_runsite.provider.schema import program_outputs, type_token
from tools.generate.page_parts import (
    NOTICE,
    Page,
    example_blocks,
    field_item,
    fragment,
    joined,
    kebab_case,
    list_item,
    wrapped,
)
from tools.generate.sdk_resources import is_optional, ordered_inputs

CHANGE_LABELS: dict[ChangeEffect, str] = {
    "update": "updated in place",
    "replace": "replaces",
    "refuse": "immutable",
    "record": "provider setting",
    "none": "ignored after creation",
}

_CHANGES: dict[ChangeEffect, str] = {
    "update": "The new value is written to Runsite in place. The ID does not change.",
    "replace": "Changing this replaces the {noun}.",
    "refuse": (
        "The Runsite API cannot change this. A change is an error during preview, unless "
        "`immutable_changes` is `replace` or `accept`."
    ),
    "record": (
        "This controls the provider and is not an attribute of the {noun} on Runsite. A change is "
        "recorded in the state, and has no other effect unless its description states one."
    ),
    "none": "This is used when the {noun} is created. A later change has no effect.",
}


def resource_path(resource: type[Resource]) -> Path:
    """Return the path of the page of *resource* below `docs/`."""
    return Path("resources") / f"{kebab_case(resource.__name__)}.md"


def resource_page(resource: type[Resource], docs: Path) -> Page:
    """Return the page of *resource*; examples and fragments come from `docs/sources`."""
    path = resource_path(resource)
    sources = docs / "sources" / path.with_suffix("")
    blocks = [
        NOTICE,
        f"# {resource.__name__}",
        inspect.cleandoc(str(resource.__doc__)),
        f"Python and TypeScript: `runsite.{resource.__name__}`. YAML: `{type_token(resource)}`.",
        "## Example",
        *example_blocks(sources),
        "## Inputs",
        *_inputs(resource),
        "## Outputs",
        *_outputs(resource),
        "## Changes",
        "\n".join(_changes(resource)),
        "## Adopt and import",
        fragment(sources, "import.md"),
        "## Notes",
        fragment(sources, "notes.md"),
    ]
    return Page(path, joined(blocks))


def _inputs(resource: type[Resource]) -> Iterator[str]:
    yield (
        "In parentheses: the type of the input, and what a change does (see [Changes](#changes))."
    )
    for title, optional in (("Required", False), ("Optional", True)):
        items = [
            _input_item(resource, name, field)
            for name, field in ordered_inputs(resource)
            if is_optional(resource, name) is optional
        ]
        if items:
            yield f"### {title}"
            yield "\n".join(items)


def _input_item(resource: type[Resource], name: str, field: FieldInfo) -> str:
    labels = [CHANGE_LABELS[resource.change_effect(name)]]
    if {Rule.SECRET, Rule.SECRET_VALUES} & set(field.metadata):
        labels.insert(0, "secret")
    return field_item(name, field, *labels)


def _outputs(resource: type[Resource]) -> Iterator[str]:
    settings = resource.Inputs.fields_with(Rule.LOCAL)
    inputs = [f"`{name}`" for name in resource.Inputs.model_fields if name not in settings]
    if len(inputs) > 1:
        yield wrapped(
            f"The inputs {', '.join(inputs[:-1])} and {inputs[-1]} are also outputs. The other "
            "inputs are not."
        )
    else:
        yield f"The input {inputs[0]} is also an output. The other inputs are not."
    items = [list_item("id", ("string",), f"The ID of the {resource.noun}.")]
    items += [
        field_item(name, field)
        for name, field in resource.Outputs.model_fields.items()
        if name in program_outputs(resource) - resource.Inputs.field_names()
    ]
    yield "\n".join(items)


def _changes(resource: type[Resource]) -> Iterator[str]:
    effects = {resource.change_effect(name) for name in resource.Inputs.model_fields}
    for effect, label in CHANGE_LABELS.items():
        if effect not in effects:
            continue
        text = _CHANGES[effect].format(noun=resource.noun)
        if effect == "replace" and resource.is_replaced_in_place:
            text += " The new one is created first; the old one is deleted at the end of the run."
        yield wrapped(f"- **{label}**: {text}", "  ")
