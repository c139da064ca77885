"""The request bodies of the API."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ..openapi.base_models import RequestModel
from ..openapi.provenance import CLIENT, GUIDE, INFERRED, x_source
from .lookup import UUID

_SURROGATE = re.compile("[\ud800-\udfff]")


def _reject_lone_surrogates(text: str) -> str:
    # JSON can escape a lone surrogate ("\ud800"), which UTF-8 and databases cannot store.
    if not text.isascii() and _SURROGATE.search(text):
        raise ValueError("text has half of a surrogate pair in it")
    return text


_NoLoneSurrogates = AfterValidator(_reject_lone_surrogates)
Text = Annotated[str, _NoLoneSurrogates]

# The tests of Runsite's own CLI have `loc: ["body", "env_vars", 0, "key"]` with "String should
# match pattern"; the pattern itself is inferred.
KeyName = Annotated[
    str, Field(min_length=1, max_length=255, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$"), _NoLoneSurrogates
]
Name = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S"), _NoLoneSurrogates]
Id = Annotated[
    str, Field(pattern=f"^{UUID}$", json_schema_extra={"format": "uuid"}), _NoLoneSurrogates
]
# The range of the argument of Runsite's own CLI; that of the server is inferred to be the same.
Instances = Annotated[int, Field(ge=1, le=5)]
Scope = Literal["production", "staging", "development"]
# The rule of secret_values.py with the switches `empty_value` and `mask` at their defaults.
Value = Annotated[Text, WithJsonSchema({"type": "string", "not": {"const": "***"}})]
RepositoryUrl = Annotated[str, Field(pattern=r"^https?://[^\s/]+/\S+$"), _NoLoneSurrogates]
ImageRef = Annotated[str, Field(pattern=r"^[A-Za-z0-9]\S*$"), _NoLoneSurrogates]
Branch = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^\S+$"), _NoLoneSurrogates]


def _field(source: str, default: Any, **more: Any) -> Any:
    return Field(default, json_schema_extra=x_source(source), **more)


class ProjectCreate(RequestModel):
    """Body of `POST /projects`."""

    name: Name
    description: Text | None = None


class EnvVarCreate(RequestModel):
    """Body of `POST .../env`. `env_is_secret_default` sets the default of `is_secret`."""

    key: KeyName
    value: Value
    is_secret: bool | None = Field(None, description="Defaults to `false` (inferred).")


class EnvVarItem(EnvVarCreate):
    """One item of `PUT .../env/bulk`. `id: null` is invalid (Runsite's own CLI)."""

    id: Id = Field(
        default_factory=str,
        description="The variable to update. Without it, a variable is created.",
        json_schema_extra=x_source(CLIENT, format="uuid"),
    )


class EnvVarBulk(RequestModel):
    """Body of `PUT .../env/bulk`."""

    variables: list[EnvVarItem] = Field(min_length=1)


class SecretCreate(RequestModel):
    """Body of `POST .../secrets`. `secret_is_secret_default` sets the default of `is_secret`."""

    key: KeyName
    value: Value
    scope: Scope
    is_secret: bool | None = Field(None, description="Defaults to `true` (inferred).")


class SecretItem(SecretCreate):
    """One item of `PUT .../secrets/bulk`."""

    id: Id = Field(
        default_factory=str,
        description="The secret to update. Defaults to the one with this key and scope.",
        json_schema_extra=x_source(INFERRED, format="uuid"),
    )


class SecretBulk(RequestModel):
    """Body of `PUT .../secrets/bulk`."""

    secrets: list[SecretItem] = Field(min_length=1)


class DeploymentCreate(RequestModel):
    """Body of `POST .../deployments`. `branch` defaults to the branch of the web service."""

    branch: Branch | None = None


class EmptyBody(RequestModel):
    """Body of a call without input: absent, or `{}` as Runsite's own CLI sends."""


_NULL = {"type": "null"}
# The rules between fields, which web_services.py checks with 400, as JSON Schema.
_SOURCE_RULES = {
    "if": {"properties": {"source_type": {"const": "image"}}, "required": ["source_type"]},
    "then": {
        "required": ["image_ref"],
        "properties": {
            "image_ref": {"type": "string"},
            "auto_deploy": {"const": False},
            **dict.fromkeys(
                ("git_repository_url", "github_branch", "build_command", "dockerfile_path",
                 "root_directory"), _NULL
            ),
        },
    },
    "else": {
        "required": ["git_repository_url"],
        "properties": {"git_repository_url": {"type": "string"}, "image_ref": _NULL},
    },
}  # fmt: skip


class WebServiceCreate(RequestModel):
    """
    Body of `POST /web-services`.

    With `source_type` `git`, `git_repository_url` is required and `image_ref` is not allowed. With
    `image`, `image_ref` is required, and repository, branch, build command, Dockerfile, root
    directory and `auto_deploy` are not allowed. `min_instances` must not be greater than
    `max_instances`. Otherwise the status is 400.
    """

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Add the rules between fields."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema.update(_SOURCE_RULES)
        return schema

    name: Name
    project_id: Id | None = None
    project_type: Literal["web_service", "static_site", "worker"] = _field(CLIENT, "web_service")
    source_type: Literal["git", "image"] = _field(CLIENT, "git")
    git_repository_url: RepositoryUrl | None = None
    github_branch: Branch | None = _field(CLIENT, None, description="Defaults to `main`.")
    image_ref: ImageRef | None = _field(CLIENT, None)
    port: int = Field(8080, ge=1, le=65535)
    build_command: Text | None = None
    start_command: Text | None = _field(CLIENT, None)
    pre_deploy_command: Text | None = _field(GUIDE, None)
    health_check_path: Annotated[str, Field(pattern=r"^/\S*$"), _NoLoneSurrogates] | None = _field(
        GUIDE, None
    )
    dockerfile_path: Text | None = _field(CLIENT, None)
    root_directory: Text | None = _field(CLIENT, None)
    min_instances: Instances = 1
    max_instances: Instances = 1
    auto_deploy: bool = _field(CLIENT, default=False)
    env_vars: list[EnvVarCreate] = Field(default_factory=list, json_schema_extra=x_source(CLIENT))
