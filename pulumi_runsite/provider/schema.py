"""From the models to Pulumi's package schema, of which the classes of other languages are made."""

from __future__ import annotations

import inspect
import json
import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from .config import DEFAULT_PREFIX, DEFAULT_URL, ENVIRONMENT_VARIABLES, POLICIES
from .fields import Model, Props, Rule, value_type
from .functions import FUNCTIONS, Function
from .resource import Resource
from .resources import RESOURCES

PACKAGE = "runsite"
ANY = {"$ref": "pulumi.json#/Any"}
_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number"}

_SETTINGS = {
    "apiKey": "The API key of the Runsite account, with the scopes `read` and `write`.",
    "apiUrl": f"The URL of the Runsite API. Defaults to `{DEFAULT_URL}`.",
    "apiPrefix": (
        f"The path prefix of the Runsite API, `/api` or `/api/v1`. Defaults to `{DEFAULT_PREFIX}`."
    ),
    "immutableChanges": (
        "The action to take when an input changes that the Runsite API cannot update: `error` (the "
        "change is an error during preview), `replace` (a new resource is created, and the old one "
        "remains on Runsite) or `accept` (the change is only recorded). Defaults to `error`."
    ),
}

_LANGUAGES = {
    # `pulumi_runsite` would be this very package.
    "python": {
        "packageName": "pulumi_runsite_sdk",
        "pyproject": {"enabled": True},
        "respectSchemaVersion": True,
    },
    "nodejs": {"packageName": "pulumi-runsite-sdk", "respectSchemaVersion": True},
    "go": {"importBasePath": "pulumi-runsite-sdk/runsite", "respectSchemaVersion": True},
}


def camel_case(name: str) -> str:
    """Return a field's name as Pulumi's schemas spell it; never for the keys of a user's map."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def token(resource: type[Resource]) -> str:
    """Return what Pulumi calls *resource*."""
    return f"{PACKAGE}:index:{resource.__name__}"


RESOURCES_BY_TOKEN = {token(resource): resource for resource in RESOURCES}
FUNCTIONS_BY_TOKEN = {function.token: function for function in FUNCTIONS}

_EACH: tuple[type[Resource | Function], ...] = (*RESOURCES, *FUNCTIONS)
_FIELDS = {
    name for each in _EACH for model in (each.Inputs, each.Outputs) for name in model.model_fields
}


def schema(version: str) -> str:
    """Return the schema of this *version* as JSON."""
    named = _Types()
    variables = {name: _setting(name, named) for name in ENVIRONMENT_VARIABLES}
    whole = {
        "name": PACKAGE,
        "version": version,
        "displayName": "Runsite",
        "description": "Runsite projects, web services, variables, secrets and deployments.",
        "keywords": ["pulumi", PACKAGE, "paas", "category/cloud"],
        "license": "Apache-2.0",
        "language": _LANGUAGES,
        "config": {
            "variables": {
                name: each | {"defaultInfo": {"environment": list(ENVIRONMENT_VARIABLES[name])}}
                for name, each in variables.items()
            }
        },
        "provider": {
            "description": (
                "The provider for a Runsite account. Each instance has its own API key and API URL."
            ),
            # No defaults from the environment here: a class of an SDK would read them, and the key
            # would be in the state. The plugin reads them itself, each time.
            "inputProperties": variables,
            "properties": variables,
        },
        "resources": {token(each): _resource(each, named) for each in RESOURCES},
        "functions": {each.token: _function(each, named) for each in FUNCTIONS},
        "types": dict(sorted(named.specs.items())),
    }
    return json.dumps(whole, indent=2) + "\n"


class _Types:
    """The types that have a name of their own, gathered while fields are described."""

    def __init__(self) -> None:
        self.specs: dict[str, Props] = {}

    def of(self, annotation: Any, called: str) -> Props:
        """Return the type of *annotation*; an enumeration is named after what is *called* so."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.of(arguments[0], called)
        if origin is Literal:
            return self._enumeration(arguments, called)
        if origin in (Union, types.UnionType):
            members = [each for each in arguments if each is not types.NoneType]
            return self.of(members[0], called) if len(members) == 1 else dict(ANY)
        if origin is list:
            return {"type": "array", "items": self.of(arguments[0], called)}
        if inspect.isclass(annotation) and issubclass(annotation, Model):
            return self._object(annotation)
        return {"type": _PLAIN[annotation]}

    def _enumeration(self, words: tuple[str, ...], called: str) -> Props:
        name = camel_case(f"_{called}")
        values = [{"name": camel_case(f"_{word}"), "value": word} for word in words]
        return self._named(name, {"type": "string", "enum": values})

    def _object(self, model: type[Model]) -> Props:
        fields = model.model_fields.items()
        return self._named(
            model.__name__,
            {
                "type": "object",
                "description": _told(str(model.__doc__)),
                "properties": {camel_case(name): self.field(name, field) for name, field in fields},
                "required": sorted(
                    camel_case(name) for name, field in fields if field.is_required()
                ),
            },
        )

    def _named(self, name: str, spec: Props) -> Props:
        known = self.specs.setdefault(f"{PACKAGE}:index:{name}", spec)
        if known != spec:
            raise TypeError(f"two types are called {name}")
        return {"$ref": f"#/types/{PACKAGE}:index:{name}"}

    def field(self, name: str, field: FieldInfo) -> Props:
        """Return a field as something that a program says."""
        return {"description": _told(str(field.description))} | self.of(field.annotation, name)

    def answer(self, name: str, field: FieldInfo) -> Props:
        """Return a field as something that Runsite says: any word, where a program has a choice."""
        return {"description": _told(str(field.description))} | self.of(value_type(field), name)


def _setting(name: str, named: _Types) -> Props:
    variables = " or ".join(ENVIRONMENT_VARIABLES[name])
    spec: Props = {"description": f"{_SETTINGS[name]} From the environment: {variables}."}
    if name == "immutableChanges":
        return spec | named.of(Literal[POLICIES], "immutable_changes")
    return spec | {"type": "string"} | ({"secret": True} if name == "apiKey" else {})


def _resource(resource: type[Resource], named: _Types) -> Props:
    inputs, outputs = resource.Inputs.model_fields, resource.Outputs.model_fields
    shown = outputs.keys() - resource.Outputs.fields_with(Rule.LOCAL)
    required = {name for name, field in inputs.items() if field.is_required()} - {"name"}
    return {
        "description": _told(str(resource.__doc__)),
        "properties": {
            camel_case(name): named.answer(name, field) | _rules(field)
            for name, field in outputs.items()
            if name in shown
        },
        "required": sorted(camel_case(name) for name in shown if _is_always_there(outputs[name])),
        "inputProperties": {
            camel_case(name): named.field(name, field) | _input_rules(field)
            for name, field in inputs.items()
        },
        "requiredInputs": sorted(map(camel_case, required)),
        "aliases": [{"type": f"pulumi-python:dynamic/{PACKAGE}:{resource.__name__}"}],
    }


def _is_always_there(field: FieldInfo) -> bool:
    return field.is_required() or field.default is not None


def _rules(field: FieldInfo) -> Props:
    said = {"secret": Rule.SECRET, "replaceOnChanges": Rule.REPLACE}
    return {word: True for word, rule in said.items() if rule in field.metadata}


def _input_rules(field: FieldInfo) -> Props:
    rules = _rules(field)
    if rules.pop("replaceOnChanges", False):
        rules["willReplaceOnChanges"] = True
    if isinstance(field.default, (bool, int, str)):
        rules["default"] = field.default
    return rules


def _function(function: type[Function], named: _Types) -> Props:
    return {
        "description": _told(str(function.__doc__)),
        "inputs": _whole(function.Inputs, named.field),
        "outputs": _whole(function.Outputs, named.answer),
    }


def _whole(model: type[Model], described: Any) -> Props:
    fields: Mapping[str, FieldInfo] = model.model_fields
    return {
        "type": "object",
        "properties": {camel_case(name): described(name, field) for name, field in fields.items()},
        "required": sorted(
            camel_case(name) for name, field in fields.items() if field.is_required()
        ),
    }


def _told(text: str) -> str:
    """Return *text* with the fields it names spelt as here."""
    return re.sub(
        r"`(\w+)`",
        lambda found: f"`{camel_case(found[1])}`" if found[1] in _FIELDS else found[0],
        inspect.cleandoc(text),
    )
