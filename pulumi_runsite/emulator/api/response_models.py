"""The response bodies of the API."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ..openapi.base_models import ResponseModel
from ..openapi.provenance import INFERRED, PAGE, x_source
from ..world.switches import ServiceStatus

Uuid = Annotated[str, Field(json_schema_extra={"format": "uuid"})]
Time = Annotated[
    str,
    Field(
        json_schema_extra={"format": "date-time", "examples": ["2026-01-01T00:00:00Z"]},
        description="RFC 3339, in UTC, to the second.",
    ),
]
DeploymentStatus = Literal[
    "pending", "cloning", "building", "deploying", "rolling_back", "running", "failed", "cancelled"
]
ProjectType = Literal["web_service", "static_site", "worker"]
SecretScope = Literal["production", "staging", "development"]


class ServiceSummary(ResponseModel):
    """The number of resources of a project by type; only web services are modelled."""

    web_services: int
    postgresql: int
    redis: int
    object_storage: int
    email: int


class ProjectResponse(ResponseModel):
    """A project in lists and in the response to POST."""

    id: Uuid
    name: str = Field(json_schema_extra=x_source(PAGE))
    description: str | None = Field(json_schema_extra=x_source(PAGE))
    workspace_id: Uuid
    service_summary: ServiceSummary | None = Field(
        None, description="Returned in lists; after POST only with the switch `service_summary`."
    )
    created_at: Time
    updated_at: Time


class ProjectList(ResponseModel):
    """`GET /projects`."""

    projects: list[ProjectResponse]
    total: int


class ServiceInProject(ResponseModel):
    """A web service of a project."""

    id: str
    name: str
    status: ServiceStatus
    url: str | None
    project_id: Uuid | None
    project_type: ProjectType
    source_type: Literal["git", "image"]
    image_ref: str | None
    github_branch: str | None
    min_instances: int
    max_instances: int


class DatabaseInProject(ResponseModel):
    """A database of a project; the emulator has none."""

    id: Uuid
    name: str
    status: str


class ProjectDetail(ResponseModel):
    """`GET /projects/{project_id}`."""

    id: Uuid
    name: str = Field(json_schema_extra=x_source(PAGE))
    description: str | None = Field(json_schema_extra=x_source(PAGE))
    workspace_id: Uuid
    created_at: Time
    updated_at: Time
    web_services_list: list[ServiceInProject]
    databases_list: list[DatabaseInProject]
    redis_list: list[DatabaseInProject]


class WebServiceResponse(ResponseModel):
    """
    A web service.

    The optional fields are returned only with the switch `echo` set to `all`: no source shows them
    in a response.
    """

    id: str
    name: str = Field(json_schema_extra=x_source(PAGE))
    status: ServiceStatus
    url: str | None = Field(description="Null for a worker, and until it runs (switch `url_when`).")
    subdomain: str | None
    project_id: Uuid | None = Field(json_schema_extra=x_source(PAGE))
    project_type: ProjectType | None
    source_type: Literal["git", "image"] | None
    github_repo_full_name: str | None
    github_branch: str | None
    image_ref: str | None
    min_instances: int | None = Field(json_schema_extra=x_source(PAGE))
    max_instances: int | None = Field(json_schema_extra=x_source(PAGE))
    updated_at: Time | None
    git_repository_url: str | None = Field(None, json_schema_extra=x_source(INFERRED))
    auto_deploy: bool = Field(default_factory=bool, json_schema_extra=x_source(INFERRED))
    port: int = Field(default_factory=int, json_schema_extra=x_source(INFERRED))
    build_command: str | None = Field(None, json_schema_extra=x_source(INFERRED))
    start_command: str | None = Field(None, json_schema_extra=x_source(INFERRED))
    pre_deploy_command: str | None = Field(None, json_schema_extra=x_source(INFERRED))
    health_check_path: str | None = Field(None, json_schema_extra=x_source(INFERRED))
    dockerfile_path: str | None = Field(None, json_schema_extra=x_source(INFERRED))
    root_directory: str | None = Field(None, json_schema_extra=x_source(INFERRED))
    created_at: Time | None = Field(None, json_schema_extra=x_source(INFERRED))


class WebServiceList(ResponseModel):
    """`GET /web-services`."""

    web_services: list[WebServiceResponse]
    total: int


class DeploymentResponse(ResponseModel):
    """A deployment."""

    id: Uuid
    web_service_id: str
    commit_sha: str | None = Field(description="Known once the repository is cloned.")
    commit_message: str | None
    branch: str | None = Field(json_schema_extra=x_source(PAGE), description="Null for an image.")
    image_ref: str | None
    status: DeploymentStatus = Field(
        description="`running` means success, and remains when a later deployment is live."
    )
    is_live: bool = Field(description="Whether it serves the web service.")
    build_logs: str | None
    error_message: str | None
    started_at: Time | None
    finished_at: Time | None
    trigger_type: Literal["manual", "rollback"] = Field(
        description="`manual` is in the tests of Runsite's own CLI, `rollback` is inferred."
    )
    rollback_from_deployment_id: Uuid | None
    created_at: Time


class DeploymentList(ResponseModel):
    """`GET .../deployments`, newest first."""

    deployments: list[DeploymentResponse]
    total: int = Field(description="The number of deployments on all pages.")


class EnvVarResponse(ResponseModel):
    """An environment variable; a secret value is masked."""

    id: Uuid
    web_service_id: str
    key: str = Field(json_schema_extra=x_source(PAGE))
    value: str | None = Field(
        json_schema_extra=x_source(PAGE), description="`***` if `is_secret` (switch `mask`)."
    )
    is_secret: bool = Field(json_schema_extra=x_source(PAGE))
    created_at: Time
    updated_at: Time


class EnvVarList(ResponseModel):
    """`GET .../env`."""

    environment_variables: list[EnvVarResponse]
    total: int


class SecretResponse(ResponseModel):
    """A project secret in one scope (inferred)."""

    SOURCE: ClassVar[str] = INFERRED

    id: Uuid
    project_id: Uuid
    key: str = Field(json_schema_extra=x_source(PAGE))
    scope: SecretScope = Field(json_schema_extra=x_source(PAGE))
    value: str | None = Field(description="`***` if `is_secret` (switch `mask`).")
    is_secret: bool = Field(json_schema_extra=x_source(PAGE))
    created_at: Time
    updated_at: Time


class SecretGroup(ResponseModel):
    """The secrets with one key."""

    SOURCE: ClassVar[str] = INFERRED

    key: str = Field(json_schema_extra=x_source(PAGE))
    values: list[SecretResponse]


class SecretList(ResponseModel):
    """`GET .../secrets`: grouped by key, in the format of the switch `secrets_shape`."""

    SOURCE: ClassVar[str] = INFERRED

    secrets: list[SecretGroup] = Field(json_schema_extra=x_source(PAGE))
    total: int


class LogsResponse(ResponseModel):
    """`GET .../logs`: one string of lines, each with a time, a space and text."""

    logs: str
    container_id: str | None
    timestamp: Time
