"""The schema describes the models by Pulumi's names and types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest

from pulumi_runsite.provider.config import ENVIRONMENT_VARIABLES
from pulumi_runsite.provider.fields import Rule
from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.provider.resources import RESOURCES
from pulumi_runsite.provider.schema import RESOURCES_BY_TOKEN, package_schema, type_token
from pulumi_runsite.provider.schema_types import NamedTypes, camel_case

URLS = {"Homepage": "https://runsite.app"}
SCHEMA: dict[str, Any] = json.loads(package_schema("1.2.3", URLS))


def properties(spec: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every property anywhere in *spec*."""
    if isinstance(spec, list):
        for item in spec:
            yield from properties(item)
    if isinstance(spec, dict):
        for key, item in spec.items():
            if key in {"properties", "inputProperties", "variables"}:
                yield from item.items()
            yield from properties(item)


def test_every_property_is_described_and_has_a_type() -> None:
    found = list(properties(SCHEMA))
    assert len(found) > 150
    assert [name for name, spec in found if not spec["description"].endswith((".", "…"))] == []
    assert [name for name, spec in found if not spec.keys() & {"type", "$ref", "items"}] == []


def test_every_resource_function_and_object_type_is_described() -> None:
    objects = [spec for spec in SCHEMA["types"].values() if spec["type"] == "object"]
    found = [*SCHEMA["resources"].values(), *SCHEMA["functions"].values(), *objects]
    assert len(found) > len(RESOURCES) + len(FUNCTIONS)
    assert [spec for spec in found if not spec.get("description", "").endswith(".")] == []


def test_every_property_name_is_camel_case_and_unique() -> None:
    names = {name for name, _ in properties(SCHEMA)}
    assert [name for name in names if not re.fullmatch(r"[a-z][A-Za-z0-9]*", name)] == []
    for resource in RESOURCES:
        fields = resource.Outputs.field_names()
        assert len({camel_case(name) for name in fields}) == len(fields)


def test_a_description_refers_to_other_properties_by_their_camel_case_names() -> None:
    fields = {name for resource in RESOURCES for name in resource.Outputs.model_fields}
    named = set(re.findall(r"`(\w+)`", json.dumps(SCHEMA)))
    assert "imageRef" in named
    assert {name for name in named & fields if "_" in name} == set()


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_rules_of_the_fields_are_in_the_schema(resource: Any) -> None:
    spec = SCHEMA["resources"][type_token(resource)]
    inputs, outputs = spec["inputProperties"], spec["properties"]
    assert RESOURCES_BY_TOKEN[type_token(resource)] is resource
    assert inputs.keys() == {camel_case(name) for name in resource.Inputs.model_fields}
    for name in resource.Inputs.fields_with(Rule.SECRET):
        # A readable value is no secret: the plugin itself marks the others.
        is_always_secret = name in resource.secret_fields({"is_secret": False})
        assert inputs[camel_case(name)].get("secret", False) is is_always_secret
        assert outputs[camel_case(name)].get("secret", False) is is_always_secret
    for name in resource.Inputs.fields_with(Rule.REPLACE):
        assert inputs[camel_case(name)]["willReplaceOnChanges"]
        if camel_case(name) in outputs:
            assert outputs[camel_case(name)]["replaceOnChanges"]
    unseen = resource.Outputs.fields_with(Rule.LOCAL, Rule.EVIDENCE)
    assert not {camel_case(name) for name in unseen} & outputs.keys()
    assert spec["aliases"] == [{"type": f"pulumi-python:dynamic/runsite:{resource.__name__}"}]


def test_inputs_without_a_default_are_required_except_the_name() -> None:
    required = {
        each.rpartition(":")[2]: spec["requiredInputs"]
        for each, spec in SCHEMA["resources"].items()
    }
    assert required == {
        "Project": [],
        "WebService": [],
        "EnvVar": ["key", "value", "webServiceId"],
        "ProjectSecret": ["key", "projectId", "scope", "value"],
        "Deployment": ["webServiceId"],
        "Restart": ["webServiceId"],
    }


def test_outputs_that_always_have_a_value_are_required() -> None:
    required = {
        each.rpartition(":")[2]: spec["required"] for each, spec in SCHEMA["resources"].items()
    }
    assert required == {
        "Project": ["name"],
        "WebService": ["name"],
        "EnvVar": ["isSecret", "key", "revision", "value", "webServiceId"],
        "ProjectSecret": ["isSecret", "key", "projectId", "revision", "scope", "value"],
        "Deployment": ["webServiceId"],
        "Restart": ["webServiceId"],
    }


def test_functions_and_list_items_have_required_properties() -> None:
    functions = {
        each.rpartition(":")[2]: (spec["inputs"]["required"], spec["outputs"]["required"])
        for each, spec in SCHEMA["functions"].items()
    }
    assert functions["getProject"] == ([], ["id", "name"])
    assert functions["getDeployments"] == (["webServiceId"], ["deployments"])
    assert functions["getLogs"] == (["webServiceId"], ["logs"])
    types = SCHEMA["types"]
    assert types["runsite:index:EnvVarResult"]["required"] == ["id", "key"]


def test_optional_inputs_have_their_defaults_including_false() -> None:
    defaults = {
        each.rpartition(":")[2]: {
            name: input_spec["default"]
            for name, input_spec in spec["inputProperties"].items()
            if "default" in input_spec
        }
        for each, spec in SCHEMA["resources"].items()
    }
    waiting = {"timeout": 1800, "streamLogs": False, "rollbackOnFailure": False}
    assert defaults == {
        "Project": {},
        "WebService": {"onDestroy": "stop"},
        "EnvVar": {"isSecret": True},
        "ProjectSecret": {"isSecret": True},
        "Deployment": {"wait": True, **waiting},
        "Restart": {"wait": True},
    }


def test_a_choice_is_an_enumeration_as_an_input_and_a_string_as_an_output() -> None:
    web = SCHEMA["resources"]["runsite:index:WebService"]
    assert web["inputProperties"]["projectType"]["$ref"] == "#/types/runsite:index:ProjectType"
    assert web["properties"]["projectType"]["type"] == "string"
    values = SCHEMA["types"]["runsite:index:ProjectType"]["enum"]
    assert values[0] == {"name": "WebService", "value": "web_service"}


def test_an_enumeration_has_every_value_of_a_choice() -> None:
    values = {
        each.rpartition(":")[2]: [value["value"] for value in spec["enum"]]
        for each, spec in SCHEMA["types"].items()
        if "enum" in spec
    }
    assert values == {
        "DesiredState": ["running", "stopped"],
        "ImmutableChanges": ["error", "replace", "accept"],
        "OnDestroy": ["stop", "abandon"],
        "ProjectType": ["web_service", "static_site", "worker"],
        "Scope": ["production", "staging", "development"],
        "SourceType": ["git", "image"],
    }
    setting = SCHEMA["provider"]["inputProperties"]["immutableChanges"]
    assert setting["$ref"] == "#/types/runsite:index:ImmutableChanges"


def test_two_types_cannot_share_a_name() -> None:
    named = NamedTypes()
    named.type_spec(Literal["a", "b"], "color")
    named.type_spec(Literal["a", "b"], "color")
    with pytest.raises(TypeError, match="two types are named Color"):
        named.type_spec(Literal["a"], "color")


def test_the_api_key_is_a_secret_and_the_sdk_does_not_read_it_from_the_environment() -> None:
    settings = SCHEMA["provider"]["inputProperties"]
    assert settings.keys() == ENVIRONMENT_VARIABLES.keys()
    assert settings["apiKey"]["secret"]
    assert not any("defaultInfo" in spec for spec in settings.values())
    config = SCHEMA["config"]["variables"]
    assert {
        name: tuple(config[name]["defaultInfo"]["environment"]) for name in config
    } == ENVIRONMENT_VARIABLES


def test_every_function_is_in_the_schema() -> None:
    assert SCHEMA["functions"].keys() == {function.token for function in FUNCTIONS}
    found = SCHEMA["functions"]["runsite:index:getProjects"]["outputs"]["properties"]["projects"]
    assert found["items"] == {"$ref": "#/types/runsite:index:ProjectResult"}


def test_the_python_sdk_is_not_this_package() -> None:
    assert SCHEMA["language"]["python"]["packageName"] == "pulumi_runsite_sdk"


def test_every_sdk_has_the_version_of_the_schema() -> None:
    assert SCHEMA["version"] == "1.2.3"
    assert all(language["respectSchemaVersion"] for language in SCHEMA["language"].values())


def test_the_addresses_of_the_plugin_follow_from_that_of_the_repository() -> None:
    repository = "https://github.com/acme/pulumi-runsite"
    released = json.loads(package_schema("1.2.3", URLS | {"Repository": repository}))
    assert released["repository"] == repository
    assert released["pluginDownloadURL"] == "github://api.github.com/acme/pulumi-runsite"
    assert (SCHEMA["publisher"], SCHEMA["homepage"]) == ("pulumi-runsite", "https://runsite.app")
    assert not {"repository", "pluginDownloadURL"} & SCHEMA.keys()
