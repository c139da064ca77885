"""The only place that says what an answer looks like: the models that OpenAPI shows."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ..openapi.provenance import GUIDE, INFERRED, MADE_UP, PAGE, Answered, source
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


class ServiceSummary(Answered):
    """How many things of each kind a project has; here only web services are ever more than 0."""

    web_services: int
    postgresql: int
    redis: int
    object_storage: int
    email: int


class ProjectAnswer(Answered):
    """A project as POST returns it and lists show it (dossier 3.1)."""

    id: Uuid
    name: str = Field(json_schema_extra=source(PAGE))
    description: str | None = Field(json_schema_extra=source(PAGE))
    workspace_id: Uuid
    service_summary: ServiceSummary | None = Field(
        None, description="In lists; after POST the switch `service_summary` decides."
    )
    created_at: Time
    updated_at: Time


class ProjectList(Answered):
    """`GET /projects`."""

    projects: list[ProjectAnswer]
    total: int


class ServiceInProject(Answered):
    """A web service inside a project's detail."""

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


class DatabaseInProject(Answered):
    """A database inside a project's detail; here there are none."""

    id: Uuid
    name: str
    status: str


class ProjectDetail(Answered):
    """`GET /projects/{project_id}`."""

    id: Uuid
    name: str = Field(json_schema_extra=source(PAGE))
    description: str | None = Field(json_schema_extra=source(PAGE))
    workspace_id: Uuid
    created_at: Time
    updated_at: Time
    web_services_list: list[ServiceInProject]
    databases_list: list[DatabaseInProject]
    redis_list: list[DatabaseInProject]


class WebServiceAnswer(Answered):
    """
    A web service.

    The fields that need not be there are shown only when the switch `echo` is `all`: no source
    has seen them in an answer (dossier 3.2).
    """

    id: str
    name: str = Field(json_schema_extra=source(PAGE))
    status: ServiceStatus
    url: str | None = Field(description="Null for a worker, and (switch `url_when`) until it runs.")
    subdomain: str | None
    project_id: Uuid | None = Field(json_schema_extra=source(PAGE))
    project_type: ProjectType | None
    source_type: Literal["git", "image"] | None
    github_repo_full_name: str | None
    github_branch: str | None
    image_ref: str | None
    min_instances: int | None = Field(json_schema_extra=source(PAGE))
    max_instances: int | None = Field(json_schema_extra=source(PAGE))
    updated_at: Time | None
    git_repository_url: str | None = Field(None, json_schema_extra=source(INFERRED))
    auto_deploy: bool = Field(default_factory=bool, json_schema_extra=source(INFERRED))
    port: int = Field(default_factory=int, json_schema_extra=source(INFERRED))
    build_command: str | None = Field(None, json_schema_extra=source(INFERRED))
    start_command: str | None = Field(None, json_schema_extra=source(INFERRED))
    pre_deploy_command: str | None = Field(None, json_schema_extra=source(INFERRED))
    health_check_path: str | None = Field(None, json_schema_extra=source(INFERRED))
    dockerfile_path: str | None = Field(None, json_schema_extra=source(INFERRED))
    root_directory: str | None = Field(None, json_schema_extra=source(INFERRED))
    created_at: Time | None = Field(None, json_schema_extra=source(INFERRED))


class WebServiceList(Answered):
    """`GET /web-services`."""

    web_services: list[WebServiceAnswer]
    total: int


class DeploymentAnswer(Answered):
    """A deployment (dossier 3.4)."""

    id: Uuid
    web_service_id: str
    commit_sha: str | None = Field(description="Known once the repository is cloned.")
    commit_message: str | None
    branch: str | None = Field(json_schema_extra=source(PAGE), description="Null for an image.")
    image_ref: str | None
    status: DeploymentStatus = Field(
        description="`running` is success, and stays when a later deployment is live."
    )
    is_live: bool = Field(description="True for the one that serves.")
    build_logs: str | None
    error_message: str | None
    started_at: Time | None
    finished_at: Time | None
    trigger_type: Literal["manual", "rollback"] = Field(
        description="`manual` is seen in the vendor's tests, `rollback` is inferred."
    )
    rollback_from_deployment_id: Uuid | None
    created_at: Time


class DeploymentList(Answered):
    """`GET .../deployments`, newest first."""

    deployments: list[DeploymentAnswer]
    total: int = Field(description="Of all pages.")


class EnvVarAnswer(Answered):
    """An environment variable; the value of a secret one is masked (dossier 3.5)."""

    id: Uuid
    web_service_id: str
    key: str = Field(json_schema_extra=source(PAGE))
    value: str | None = Field(
        json_schema_extra=source(PAGE), description="`***` for a secret one (switch `mask`)."
    )
    is_secret: bool = Field(json_schema_extra=source(PAGE))
    created_at: Time
    updated_at: Time


class EnvVarList(Answered):
    """`GET .../env`."""

    environment_variables: list[EnvVarAnswer]
    total: int


class SecretAnswer(Answered):
    """A project secret in one scope (dossier 6.5, inferred)."""

    SOURCE: ClassVar[str] = INFERRED

    id: Uuid
    project_id: Uuid
    key: str = Field(json_schema_extra=source(PAGE))
    scope: SecretScope = Field(json_schema_extra=source(PAGE))
    value: str | None = Field(description="`***` for a secret one (switch `mask`).")
    is_secret: bool = Field(json_schema_extra=source(PAGE))
    created_at: Time
    updated_at: Time


class SecretGroup(Answered):
    """The secrets that share a key."""

    SOURCE: ClassVar[str] = INFERRED

    key: str = Field(json_schema_extra=source(PAGE))
    values: list[SecretAnswer]


class SecretList(Answered):
    """`GET .../secrets`: "Returns secrets grouped by key"; how, the switch `secrets_shape` says."""

    SOURCE: ClassVar[str] = INFERRED

    secrets: list[SecretGroup] = Field(json_schema_extra=source(PAGE))
    total: int


class LogsAnswer(Answered):
    """`GET .../logs`: one string, each line a time, a space and text (dossier 3.6)."""

    logs: str
    container_id: str | None
    timestamp: Time


class UserAnswer(Answered):
    """`GET /users/me`: whose key it is."""

    SOURCE: ClassVar[str] = MADE_UP

    id: Uuid
    email: str
    name: str
    active_workspace_name: str | None = Field(description="Null for API keys.")
    created_at: Time


class ApiKeyAnswer(Answered):
    """`GET /users/me/api-key`: the key that asks, without the key."""

    id: Uuid
    name: str
    key_prefix: str = Field(json_schema_extra=source(GUIDE))
    scope: Literal["read", "write", "admin"] = Field(json_schema_extra=source(GUIDE))
    expires_at: Time | None = Field(json_schema_extra=source(GUIDE))
    last_used_at: Time | None = Field(json_schema_extra=source(GUIDE))
