"""The only place that says what an answer looks like: the models that OpenAPI shows."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ProjectAnswer(BaseModel):
    """A project as POST returns it and lists show it (dossier 3.1)."""

    id: str
    name: str
    description: str | None
    workspace_id: str
    service_summary: dict[str, int] | None = None
    created_at: str
    updated_at: str


class ProjectList(BaseModel):
    """`GET /projects`."""

    projects: list[ProjectAnswer]
    total: int


class ServiceInProject(BaseModel):
    """A web service inside a project's detail."""

    id: str
    name: str
    status: str
    url: str | None
    project_id: str | None
    project_type: str
    source_type: str
    image_ref: str | None
    github_branch: str | None
    min_instances: int
    max_instances: int


class ProjectDetail(BaseModel):
    """`GET /projects/{project_id}`."""

    id: str
    name: str
    description: str | None
    workspace_id: str
    created_at: str
    updated_at: str
    web_services_list: list[ServiceInProject]
    databases_list: list[dict[str, Any]]
    redis_list: list[dict[str, Any]]


class WebServiceAnswer(BaseModel):
    """
    A web service.

    Fields with a default are shown only when the switch `echo` is `all`: no source has seen them
    in an answer (dossier 3.2).
    """

    id: str
    name: str
    status: str
    url: str | None
    subdomain: str | None
    project_id: str | None
    project_type: str | None
    source_type: str | None
    github_repo_full_name: str | None
    github_branch: str | None
    image_ref: str | None
    min_instances: int | None
    max_instances: int | None
    updated_at: str | None
    git_repository_url: str | None = None
    auto_deploy: bool = Field(default_factory=bool)
    port: int = Field(default_factory=int)
    build_command: str | None = None
    start_command: str | None = None
    pre_deploy_command: str | None = None
    health_check_path: str | None = None
    dockerfile_path: str | None = None
    root_directory: str | None = None
    created_at: str | None = None


class WebServiceList(BaseModel):
    """`GET /web-services`."""

    web_services: list[WebServiceAnswer]
    total: int


class DeploymentAnswer(BaseModel):
    """A deployment (dossier 3.4)."""

    id: str
    web_service_id: str
    commit_sha: str | None
    commit_message: str | None
    branch: str | None
    image_ref: str | None
    status: str
    is_live: bool
    build_logs: str | None
    error_message: str | None
    started_at: str | None
    finished_at: str | None
    trigger_type: str
    rollback_from_deployment_id: str | None
    created_at: str


class DeploymentList(BaseModel):
    """`GET .../deployments`, newest first."""

    deployments: list[DeploymentAnswer]
    total: int


class EnvVarAnswer(BaseModel):
    """An environment variable; the value of a secret one is masked (dossier 3.5)."""

    id: str
    web_service_id: str
    key: str
    value: str | None
    is_secret: bool
    created_at: str
    updated_at: str


class EnvVarList(BaseModel):
    """`GET .../env`."""

    environment_variables: list[EnvVarAnswer]
    total: int


class SecretAnswer(BaseModel):
    """A project secret in one scope (dossier 6.5, inferred)."""

    id: str
    project_id: str
    key: str
    scope: str
    value: str | None
    is_secret: bool
    created_at: str
    updated_at: str


class SecretGroup(BaseModel):
    """The secrets that share a key."""

    key: str
    values: list[SecretAnswer]


class SecretList(BaseModel):
    """`GET .../secrets`: "Returns secrets grouped by key" (public-api.txt)."""

    secrets: list[SecretGroup]
    total: int


class LogsAnswer(BaseModel):
    """`GET .../logs`: one string, each line a time, a space and text (dossier 3.6)."""

    logs: str
    container_id: str | None
    timestamp: str


class Problem(BaseModel):
    """One entry of a 422."""

    loc: list[str | int]
    msg: str
    type: str


class Sentence(BaseModel):
    """An error that is a sentence."""

    detail: str


class Problems(BaseModel):
    """An error that is a list, for 422."""

    detail: list[Problem]


class Coded(BaseModel):
    """A 403: `insufficient_scope`, `user_blocked` or `registration_review_required`."""

    detail: dict[str, str] | str


_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Sentence, "description": "Bad request: invalid input"},
    401: {"model": Sentence, "description": "Unauthorized: invalid or missing credentials"},
    403: {"model": Coded, "description": "Forbidden: insufficient scope, or a blocked account"},
    404: {"model": Sentence, "description": "Resource not found"},
    409: {"model": Sentence, "description": "Conflict with what is there"},
    413: {"model": Sentence, "description": "The request body is larger than 8 MiB"},
    422: {"model": Problems, "description": "Input that breaks the schema"},
    429: {"model": Sentence, "description": "Rate limit exceeded"},
}


def answers(status: int, model: type[BaseModel] | None, *errors: int) -> dict[str, Any]:
    """Return the arguments that declare what a route answers, with the errors all routes have."""
    success: dict[str, Any] = {"description": "Successful response"}
    if model is not None:
        success["model"] = model
    declared = {code: _ERRORS[code] for code in sorted({401, 403, 429, *errors})}
    return {"status_code": status, "responses": {status: success, **declared}}
