"""The records of the emulator, one class per resource type; times are epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Annotated

from pydantic import Field

from .clock import END

Time = Annotated[float, Field(ge=0, le=END, allow_inf_nan=False)]
"""Epoch seconds that `timestamp` can format."""


def timestamp(at: float) -> str:
    """Return *at* (epoch seconds) in the format of the API, `2026-01-01T00:00:00Z`."""
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Project:
    """A project."""

    id: str
    name: str
    description: str | None
    workspace_id: str
    created_at: Time
    updated_at: Time
    owner: str = "self"


@dataclass
class WebService:
    """
    A web service, with every field of its creation request.

    `next_status` and `next_status_at` describe the transition in progress, if there is one.
    """

    id: str
    name: str
    status: str
    subdomain: str
    project_id: str | None
    project_type: str
    source_type: str
    git_repository_url: str | None
    github_branch: str
    image_ref: str | None
    auto_deploy: bool
    port: int
    build_command: str | None
    start_command: str | None
    pre_deploy_command: str | None
    health_check_path: str | None
    dockerfile_path: str | None
    root_directory: str | None
    min_instances: int
    max_instances: int
    created_at: Time
    updated_at: Time
    owner: str = "self"
    next_status: str | None = None
    next_status_at: Time = 0.0


@dataclass
class Deployment:
    """
    A deployment with its future statuses.

    `ahead` has `[status, epoch seconds]` pairs, soonest first; it is empty once the deployment is
    finished. `flaw` is the planned failure, `build` or `health`.
    """

    id: str
    web_service_id: str
    status: str
    branch: str | None
    image_ref: str | None
    commit_sha: str | None
    commit_message: str | None
    trigger_type: str
    rollback_from_deployment_id: str | None
    created_at: Time
    is_live: bool = False
    error_message: str | None = None
    started_at: Time | None = None
    finished_at: Time | None = None
    flaw: str | None = None
    log: list[str] = field(default_factory=list)
    ahead: list[tuple[str, Time]] = field(default_factory=list)


@dataclass
class Variable:
    """An environment variable of one web service."""

    id: str
    web_service_id: str
    key: str
    value: str
    is_secret: bool
    created_at: Time
    updated_at: Time


@dataclass
class Secret:
    """A project secret in one scope."""

    id: str
    project_id: str
    key: str
    scope: str
    value: str
    is_secret: bool
    created_at: Time
    updated_at: Time
