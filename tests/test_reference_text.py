"""The descriptions of fields, resources and functions follow one form."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

import pulumi_runsite
from pulumi_runsite.provider.fields import Model, value_type
from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.provider.resources import RESOURCES
from pulumi_runsite.provider.schema import describe_package
from tools.generate.page_parts import nested_models

TYPES: tuple[Any, ...] = (*RESOURCES, *FUNCTIONS)
NAMES = [resource.__name__ for resource in RESOURCES]
describe_package()


def fields(*sides: str) -> Iterator[tuple[str, FieldInfo]]:
    """Yield the fields of these sides, `Inputs` and `Outputs`, with those of their objects."""
    models: list[type[Model]] = [getattr(each, side) for each in TYPES for side in sides]
    for model in models:
        for name, field in model.model_fields.items():
            yield f"{model.__name__}.{name}", field
        models += [
            nested
            for field in model.model_fields.values()
            for nested in nested_models(field.annotation)
            if nested not in models
        ]


def test_a_rule_is_on_the_outermost_annotation_of_its_field() -> None:
    # Pydantic ignores one further inside.
    wrong = [
        name for name, field in fields("Inputs", "Outputs") if "Rule." in repr(field.annotation)
    ]
    assert wrong == []


def description(field: FieldInfo) -> str:
    return " ".join(str(field.description).split())


def test_a_description_begins_with_an_article_or_with_whether() -> None:
    begins = re.compile(r"(The|A|An|Arbitrary|Whether) ")
    wrong = [
        name for name, field in fields("Inputs", "Outputs") if not begins.match(description(field))
    ]
    assert wrong == []


def test_the_description_of_a_boolean_begins_with_whether_and_no_other_does() -> None:
    wrong = [
        name
        for name, field in fields("Inputs", "Outputs")
        if (value_type(field) is bool) != description(field).startswith("Whether ")
    ]
    assert wrong == []


def test_a_default_is_stated_in_the_description_of_its_input() -> None:
    stated = 0
    for name, field in fields("Inputs"):
        if field.is_required() or field.default is None:
            continue
        default = field.default if isinstance(field.default, str) else json.dumps(field.default)
        assert f"Defaults to `{default}`." in description(field), name
        stated += 1
    assert stated > 10


def test_a_description_has_no_word_that_the_glossary_replaces() -> None:
    words = re.compile(
        r"\b(left out|told|tells|said|says|taken over|take over|gone|twin)\b", re.IGNORECASE
    )
    texts = {name: description(field) for name, field in fields("Inputs", "Outputs")}
    texts |= {each.__name__: inspect.cleandoc(each.__doc__) for each in RESOURCES}
    assert {name: words.findall(text) for name, text in texts.items() if words.search(text)} == {}


def test_a_resource_has_one_sentence_and_then_one_paragraph() -> None:
    for resource in RESOURCES:
        paragraphs = inspect.cleandoc(str(resource.__doc__)).split("\n\n")
        assert len(paragraphs) == 2, resource.__name__
        assert paragraphs[0].count(". ") == 0


def test_a_constructor_is_described_with_the_article_of_its_resource() -> None:
    found = {name: getattr(pulumi_runsite, name).__init__.__doc__.split()[1] for name in NAMES}
    assert {name for name, article in found.items() if article == "an"} == {"EnvVar"}
    assert set(found.values()) == {"a", "an"}


def test_a_function_is_described_by_what_it_gets() -> None:
    assert [each.__name__ for each in FUNCTIONS if not str(each.__doc__).startswith("Get ")] == []
