"""The first page of the reference: one line for each setting, resource and function."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.provider.resources import RESOURCES
from tools.generate.function_pages import function_groups, function_path
from tools.generate.page_parts import NOTICE, fragment, joined, link_item, list_item
from tools.generate.resource_pages import resource_path

_INTRODUCTION = """
Names are written as in Python. In TypeScript, YAML and the other languages of the provider plugin
they are written in camel case: `web_service_id` is `webServiceId`, and `get_web_service` is
`getWebService`. The keys of maps, such as `triggers`, are left unchanged.

A Python program imports `pulumi_runsite`, or with the provider plugin `pulumi_runsite_sdk`. A
TypeScript program imports `pulumi-runsite-sdk`.
"""


def index_page(docs: Path, schema_json: str) -> str:
    """Return the text of `docs/reference.md`; a fragment comes from `docs/sources`."""
    blocks = [
        NOTICE,
        "# Reference",
        _INTRODUCTION,
        "## Configuration",
        "\n".join(_settings(schema_json)),
        "## Resources",
        "\n".join(
            link_item(each.__name__, str(resource_path(each)), str(each.__doc__))
            for each in RESOURCES
        ),
        "## Functions",
        "\n".join(_functions()),
        fragment(docs / "sources", "functions.md"),
    ]
    return joined(blocks)


def _settings(schema_json: str) -> Iterator[str]:
    for name, spec in json.loads(schema_json)["config"]["variables"].items():
        labels = ("secret",) if spec.get("secret") else ("optional",)
        yield list_item(f"runsite:{name}", labels, spec["description"])


def _functions() -> Iterator[str]:
    for group, functions in function_groups(FUNCTIONS).items():
        for each in functions:
            link = f"{function_path(group)}#{each.name}"
            yield link_item(f"`{each.name}`", link, str(each.__doc__))
