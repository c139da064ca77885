"""The package schema, derived from the models: what SDKs in other languages are generated from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic.fields import FieldInfo

from .config import DEFAULT_PREFIX, DEFAULT_URL, ENVIRONMENT_VARIABLES, POLICIES
from .field_docs import describe_fields
from .fields import Model, Props, Rule
from .functions import FUNCTIONS, Function
from .resource import Resource
from .resources import RESOURCES
from .schema_types import PACKAGE, NamedTypes, camel_case, camel_case_names

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
    "proxy": (
        "The proxy to use: `environment` (that of `HTTPS_PROXY` or `ALL_PROXY`, unless `NO_PROXY` "
        "lists the host) or `none`. Defaults to `environment`."
    ),
    "undeployedChanges": (
        "Whether a preview of a Python program warns of a variable that is about to be written "
        "without a deployment that follows: `warn` or `ignore`. Defaults to `warn`."
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


def type_token(resource: type[Resource]) -> str:
    """Return the type token of *resource*."""
    return f"{PACKAGE}:index:{resource.__name__}"


RESOURCES_BY_TOKEN = {type_token(resource): resource for resource in RESOURCES}
FUNCTIONS_BY_TOKEN = {function.token: function for function in FUNCTIONS}


def describe_package() -> None:
    """Set the description of every field of the resources and functions."""
    types: tuple[type[Resource | Function], ...] = (*RESOURCES, *FUNCTIONS)
    for each in types:
        describe_fields(each.Inputs)
        describe_fields(each.Outputs)


def _addresses(urls: Mapping[str, str]) -> Props:
    """Return where the package is from, and its plugin, which `pulumi` downloads from GitHub."""
    addresses = {"homepage": urls["Homepage"]}
    if repository := urls.get("Repository"):
        name = repository.removeprefix("https://github.com/").removesuffix(".git")
        addresses |= {
            "repository": repository,
            "pluginDownloadURL": f"github://api.github.com/{name}",
        }
    return addresses


def package_schema(version: str, urls: Mapping[str, str]) -> str:
    """Return the schema of this *version* as JSON; *urls* are those of the project's metadata."""
    describe_package()
    types = NamedTypes()
    variables = {name: _setting(name, types) for name in ENVIRONMENT_VARIABLES}
    package = {
        "name": PACKAGE,
        "version": version,
        "displayName": "Runsite",
        "description": "Runsite projects, web services, variables, secrets and deployments.",
        "keywords": ["pulumi", PACKAGE, "paas", "category/cloud"],
        "license": "Apache-2.0",
        "publisher": "pulumi-runsite",
        **_addresses(urls),
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
        "resources": {type_token(each): _resource(each, types) for each in RESOURCES},
        "functions": {each.token: _function(each, types) for each in FUNCTIONS},
        "types": dict(sorted(types.specs.items())),
    }
    return json.dumps(package, indent=2) + "\n"


def _setting(name: str, types: NamedTypes) -> Props:
    variables = " or ".join(ENVIRONMENT_VARIABLES[name])
    spec: Props = {"description": f"{_SETTINGS[name]} From the environment: {variables}."}
    if name == "immutableChanges":
        return spec | types.type_spec(Literal[POLICIES], "immutable_changes")
    return spec | {"type": "string"} | ({"secret": True} if name == "apiKey" else {})


def _resource(resource: type[Resource], types: NamedTypes) -> Props:
    inputs, outputs = resource.Inputs.model_fields, resource.Outputs.model_fields
    names = program_outputs(resource)
    required = {name for name, field in inputs.items() if field.is_required()} - {"name"}
    return {
        "description": camel_case_names(str(resource.__doc__)),
        "properties": {
            camel_case(name): types.output_spec(name, field) | _rules(resource, name, field)
            for name, field in outputs.items()
            if name in names
        },
        "required": sorted(camel_case(name) for name in names if is_always_set(outputs[name])),
        "inputProperties": {
            camel_case(name): types.input_spec(name, field) | _input_rules(resource, name, field)
            for name, field in inputs.items()
        },
        "requiredInputs": sorted(map(camel_case, required)),
        "aliases": [{"type": f"pulumi-python:dynamic/{PACKAGE}:{resource.__name__}"}],
    }


def program_outputs(resource: type[Resource]) -> frozenset[str]:
    """Return the names of the outputs that a program sees: each costs Pulumi's SDK time."""
    unseen = resource.Outputs.fields_with(Rule.LOCAL, Rule.EVIDENCE)
    return resource.Outputs.field_names() - unseen


def is_always_set(field: FieldInfo) -> bool:
    """Return whether every state has a value of an output."""
    is_set = field.is_required() or field.default is not None
    return is_set or Rule.ALWAYS_SET in field.metadata


def _rules(resource: type[Resource], name: str, field: FieldInfo) -> Props:
    # The plugin itself marks a value as secret that is one only by the other inputs.
    is_secret = name in resource.secret_fields({"is_secret": False})
    rules = {"secret": is_secret, "replaceOnChanges": Rule.REPLACE in field.metadata}
    return {rule: True for rule, is_set in rules.items() if is_set}


def _input_rules(resource: type[Resource], name: str, field: FieldInfo) -> Props:
    rules = _rules(resource, name, field)
    if rules.pop("replaceOnChanges", False):
        rules["willReplaceOnChanges"] = True
    if isinstance(field.default, (bool, int, str)):
        rules["default"] = field.default
    return rules


def _function(function: type[Function], types: NamedTypes) -> Props:
    return {
        "description": camel_case_names(str(function.__doc__)),
        "inputs": _object(function.Inputs, types.input_spec),
        "outputs": _object(function.Outputs, types.output_spec),
    }


def _object(model: type[Model], field_spec: Any) -> Props:
    fields: Mapping[str, FieldInfo] = model.model_fields
    return {
        "type": "object",
        "properties": {camel_case(name): field_spec(name, field) for name, field in fields.items()},
        "required": sorted(
            camel_case(name) for name, field in fields.items() if field.is_required()
        ),
    }
