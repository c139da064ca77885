"""The only place that says what a request body may be."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from .lookup import UUID

# A field that nobody knows is refused: the documents show none, and a client that misspells one
# would lose it without a word.
_STRICT = ConfigDict(strict=True, extra="forbid")

_HALF = re.compile("[\ud800-\udfff]")


def _whole_characters(text: str) -> str:
    # JSON can spell half a character ("\ud800"), which no database and no UTF-8 can hold.
    if not text.isascii() and _HALF.search(text):
        raise ValueError("text has half of a surrogate pair in it")
    return text


Text = Annotated[str, AfterValidator(_whole_characters)]

# The vendor's tests have `loc: ["body", "env_vars", 0, "key"]` with "String should match pattern";
# the pattern itself is inferred (dossier section 5, read 2026-11-24).
KeyName = Annotated[Text, Field(min_length=1, max_length=255, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Name = Annotated[Text, Field(min_length=1, max_length=255, pattern=r"\S")]
Id = Annotated[Text, Field(pattern=f"^{UUID}$", json_schema_extra={"format": "uuid"})]
# "CLI's argument range; the server range is inferred to match" (dossier 3.3).
Instances = Annotated[int, Field(ge=1, le=5)]
Scope = Literal["production", "staging", "development"]


class ProjectCreate(BaseModel):
    """Body of `POST /projects`."""

    model_config = _STRICT

    name: Name
    description: Text | None = None


class EnvVarCreate(BaseModel):
    """Body of `POST .../env`; without `is_secret` the switch `env_is_secret_default` decides."""

    model_config = _STRICT

    key: KeyName
    value: Text
    is_secret: bool | None = None


class EnvVarItem(EnvVarCreate):
    """One item of `PUT .../env/bulk`; `id: null` is refused (vendor's client, types.rs)."""

    id: Id = Field(
        default_factory=str, description="Updates the variable that has it; else one is made."
    )


class EnvVarBulk(BaseModel):
    """Body of `PUT .../env/bulk`."""

    model_config = _STRICT

    variables: list[EnvVarItem] = Field(min_length=1)


class SecretCreate(BaseModel):
    """Body of `POST .../secrets`; without `is_secret` a switch decides."""

    model_config = _STRICT

    key: KeyName
    value: Text
    scope: Scope
    is_secret: bool | None = None


class SecretItem(SecretCreate):
    """One item of `PUT .../secrets/bulk`."""

    id: Id = Field(default_factory=str, description="Updates the secret that has it.")


class SecretBulk(BaseModel):
    """Body of `PUT .../secrets/bulk`."""

    model_config = _STRICT

    secrets: list[SecretItem] = Field(min_length=1)


class DeploymentCreate(BaseModel):
    """Body of `POST .../deployments`; without `branch` it is the one of the service."""

    model_config = _STRICT

    branch: Text | None = Field(None, min_length=1, max_length=255, pattern=r"^\S+$")


class Nothing(BaseModel):
    """Body of a call that needs none: absent, or `{}` as the vendor's client sends."""

    model_config = _STRICT


class WebServiceCreate(BaseModel):
    """Body of `POST /web-services` (public-api.txt; dossier 3.3)."""

    model_config = _STRICT

    name: Name
    project_id: Id | None = None
    project_type: Literal["web_service", "static_site", "worker"] = "web_service"
    source_type: Literal["git", "image"] = "git"
    git_repository_url: Text | None = Field(None, pattern=r"^https?://[^\s/]+/\S+$")
    github_branch: Text | None = Field(None, min_length=1, max_length=255, pattern=r"^\S+$")
    image_ref: Text | None = Field(None, pattern=r"^[A-Za-z0-9]\S*$")
    port: int = Field(8080, ge=1, le=65535)
    build_command: Text | None = None
    start_command: Text | None = None
    pre_deploy_command: Text | None = None
    health_check_path: Text | None = Field(None, pattern=r"^/\S*$")
    dockerfile_path: Text | None = None
    root_directory: Text | None = None
    min_instances: Instances = 1
    max_instances: Instances = 1
    auto_deploy: bool = False
    env_vars: list[EnvVarCreate] = Field(default_factory=list)
