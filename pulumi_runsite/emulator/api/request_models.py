"""The only place that says what a request body may be."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ..openapi.provenance import CLIENT, GUIDE, INFERRED, Asked, source
from .lookup import UUID

_HALF = re.compile("[\ud800-\udfff]")


def _whole_characters(text: str) -> str:
    # JSON can spell half a character ("\ud800"), which no database and no UTF-8 can hold.
    if not text.isascii() and _HALF.search(text):
        raise ValueError("text has half of a surrogate pair in it")
    return text


_Whole = AfterValidator(_whole_characters)
Text = Annotated[str, _Whole]

# The vendor's tests have `loc: ["body", "env_vars", 0, "key"]` with "String should match pattern";
# the pattern itself is inferred (dossier section 5, read 2026-11-24).
KeyName = Annotated[
    str, Field(min_length=1, max_length=255, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$"), _Whole
]
Name = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S"), _Whole]
Id = Annotated[str, Field(pattern=f"^{UUID}$", json_schema_extra={"format": "uuid"}), _Whole]
# "CLI's argument range; the server range is inferred to match" (dossier 3.3).
Instances = Annotated[int, Field(ge=1, le=5)]
Scope = Literal["production", "staging", "development"]
# What values.py refuses at the default positions of the switches `empty_value` and `mask`.
Value = Annotated[Text, WithJsonSchema({"type": "string", "minLength": 1, "not": {"const": "***"}})]
Address = Annotated[str, Field(pattern=r"^https?://[^\s/]+/\S+$"), _Whole]
ImageRef = Annotated[str, Field(pattern=r"^[A-Za-z0-9]\S*$"), _Whole]
Branch = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^\S+$"), _Whole]


def _of(name: str, default: Any, **more: Any) -> Any:
    return Field(default, json_schema_extra=source(name), **more)


class ProjectCreate(Asked):
    """Body of `POST /projects`."""

    name: Name
    description: Text | None = None


class EnvVarCreate(Asked):
    """Body of `POST .../env`; without `is_secret` the switch `env_is_secret_default` decides."""

    key: KeyName
    value: Value
    is_secret: bool | None = Field(None, description="Left out: no (inferred).")


class EnvVarItem(EnvVarCreate):
    """One item of `PUT .../env/bulk`; `id: null` is refused (vendor's client, types.rs)."""

    id: Id = Field(
        default_factory=str,
        description="Updates the variable that has it; else one is made.",
        json_schema_extra=source(CLIENT, format="uuid"),
    )


class EnvVarBulk(Asked):
    """Body of `PUT .../env/bulk`."""

    variables: list[EnvVarItem] = Field(min_length=1)


class SecretCreate(Asked):
    """Body of `POST .../secrets`; without `is_secret` a switch decides."""

    key: KeyName
    value: Value
    scope: Scope
    is_secret: bool | None = Field(None, description="Left out: yes (inferred).")


class SecretItem(SecretCreate):
    """One item of `PUT .../secrets/bulk`."""

    id: Id = Field(
        default_factory=str,
        description="Updates the secret that has it; else the one of this key and scope.",
        json_schema_extra=source(INFERRED, format="uuid"),
    )


class SecretBulk(Asked):
    """Body of `PUT .../secrets/bulk`."""

    secrets: list[SecretItem] = Field(min_length=1)


class DeploymentCreate(Asked):
    """Body of `POST .../deployments`; without `branch` it is the one of the service."""

    branch: Branch | None = None


class Nothing(Asked):
    """Body of a call that needs none: absent, or `{}` as the vendor's client sends."""


_NULL = {"type": "null"}
# What is refused with 400 (web_services.py): the rules between fields, for those who read OpenAPI.
_SOURCES = {
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


class WebServiceCreate(Asked):
    """
    Body of `POST /web-services` (public-api.txt; dossier 3.3).

    A git service needs `git_repository_url` and has no `image_ref`; an image service needs
    `image_ref`, and has no repository, branch, build command, Dockerfile, root directory or
    `auto_deploy`; `min_instances` is not greater than `max_instances`: 400 otherwise.
    """

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Add the rules between fields."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema.update(_SOURCES)
        return schema

    name: Name
    project_id: Id | None = None
    project_type: Literal["web_service", "static_site", "worker"] = _of(CLIENT, "web_service")
    source_type: Literal["git", "image"] = _of(CLIENT, "git")
    git_repository_url: Annotated[str, Field(pattern=r"^https?://[^\s/]+/\S+$"), _Whole] | None = (
        None
    )
    github_branch: Branch | None = _of(CLIENT, None, description="Left out: `main`.")
    image_ref: ImageRef | None = _of(CLIENT, None)
    port: int = Field(8080, ge=1, le=65535)
    build_command: Text | None = None
    start_command: Text | None = _of(CLIENT, None)
    pre_deploy_command: Text | None = _of(GUIDE, None)
    health_check_path: Annotated[str, Field(pattern=r"^/\S*$"), _Whole] | None = _of(GUIDE, None)
    dockerfile_path: Text | None = _of(CLIENT, None)
    root_directory: Text | None = _of(CLIENT, None)
    min_instances: Instances = 1
    max_instances: Instances = 1
    auto_deploy: bool = _of(CLIENT, default=False)
    env_vars: list[EnvVarCreate] = Field(default_factory=list, json_schema_extra=source(CLIENT))
