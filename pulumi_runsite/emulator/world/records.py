"""The only place that says what the emulator remembers of each thing; times are epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone


def stamp(at: float) -> str:
    """Return *at* (epoch seconds) as the API writes times, `2026-01-01T00:00:00Z`."""
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Project:
    """A project of one account."""

    id: str
    name: str
    description: str | None
    workspace_id: str
    created_at: float
    updated_at: float
    owner: str = "self"


@dataclass
class WebService:
    """
    A web service, with everything that was asked for when it was made.

    `next_status` and `next_status_at` are the transition that is under way, if one is.
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
    created_at: float
    updated_at: float
    owner: str = "self"
    next_status: str | None = None
    next_status_at: float = 0.0


@dataclass
class Deployment:
    """
    One deployment and the statuses that lie before it.

    `ahead` holds `[status, epoch seconds]` pairs, soonest first; a finished deployment has none.
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
    created_at: float
    is_live: bool = False
    error_message: str | None = None
    started_at: float | None = None
    finished_at: float | None = None
    flaw: str | None = None
    log: list[str] = field(default_factory=list)
    ahead: list[tuple[str, float]] = field(default_factory=list)


@dataclass
class Variable:
    """An environment variable of one web service."""

    id: str
    web_service_id: str
    key: str
    value: str
    is_secret: bool
    created_at: float
    updated_at: float


@dataclass
class Secret:
    """A project secret in one scope."""

    id: str
    project_id: str
    key: str
    scope: str
    value: str
    is_secret: bool
    created_at: float
    updated_at: float
