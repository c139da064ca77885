"""The part of the page for resources: projects, web services, deployments, variables, secrets."""

from __future__ import annotations

from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.records import Deployment, Project, WebService, timestamp
from .html import Html, concat, tag

_MAX_DEPLOYMENTS = 3
_MAX_LOG_LINES = 8


def render_resources(emulator: Emulator) -> Html:
    """Return every project with its resources, and the web services without a project."""
    projects = [_project(emulator, project) for project in emulator.store.projects.all()]
    orphans = [_service(emulator, s) for s in emulator.store.web_services.children_of(None)]
    if orphans:
        projects.append(tag("section", tag("h2", "No project"), *orphans))
    if not projects:
        return tag("p", "There are no projects yet.", class_="dim")
    return concat(*projects)


def _status(status: str) -> Html:
    return tag("span", status, class_=f"status {status}")


def _project(emulator: Emulator, project: Project) -> Html:
    services = [_service(emulator, s) for s in emulator.store.web_services.children_of(project.id)]
    secrets = emulator.store.secrets.children_of(project.id)
    return tag(
        "section",
        tag("h2", "Project ", project.name, " ", tag("span", project.id, class_="id")),
        tag("p", project.description or "", class_="dim") if project.description else "",
        *services,
        _masked_values("Secrets", [(s.key, s.scope, s.is_secret) for s in secrets]),
    )


def _service(emulator: Emulator, service: WebService) -> Html:
    rows = list(reversed(emulator.store.deployments.children_of(service.id)))
    variables = emulator.store.variables.children_of(service.id)
    source = service.image_ref or f"{service.git_repository_url} ({service.github_branch})"
    return tag(
        "article",
        tag("h3", service.name, " ", _status(service.status)),
        tag("div", source, f", port {service.port}", class_="dim"),
        tag("div", service.id, class_="id"),
        *[_deployment(row) for row in rows[:_MAX_DEPLOYMENTS]],
        _older_deployments(len(rows) - _MAX_DEPLOYMENTS),
        _masked_values("Variables", [(v.key, "", v.is_secret) for v in variables]),
    )


def _older_deployments(count: int) -> str:
    return tag("div", f"and {count} older deployments", class_="dim") if count > 0 else ""


def _deployment(deployment: Deployment) -> Html:
    is_in_progress = deployment.status in lifecycle.IN_PROGRESS
    noun = "Rollback to" if deployment.trigger_type == "rollback" else "Deployment of"
    source = deployment.branch or deployment.image_ref or ""
    log = "\n".join(deployment.log[-_MAX_LOG_LINES:])
    return tag(
        "div",
        tag(
            "div",
            f"{noun} ",
            tag("code", source),
            " ",
            _status(deployment.status),
            " live" if deployment.is_live else "",
            tag("span", f" {timestamp(deployment.created_at)}", class_="dim"),
        ),
        _phases(deployment) if is_in_progress else "",
        tag("pre", log) if is_in_progress or deployment.status == "failed" else "",
        tag("div", deployment.error_message, class_="dim") if deployment.error_message else "",
        class_="deployment",
    )


def _phases(deployment: Deployment) -> Html:
    """Return the past, the current and the future phases of *deployment*."""
    phases = lifecycle.deployment_phases(deployment)
    current = phases.index(deployment.status)
    items = [
        tag("li", phase, class_="done" if i < current else "now" if i == current else None)
        for i, phase in enumerate(phases)
    ]
    return tag("ol", *items, class_="phases")


def _masked_values(title: str, rows: list[tuple[str, str, bool]]) -> str:
    """Return keys without values: the page requires no API key."""
    if not rows:
        return ""
    lines = [
        tag(
            "tr",
            tag("td", tag("code", key)),
            tag("td", scope, class_="dim"),
            tag("td", "***"),
            tag("td", "secret" if is_secret else "", class_="dim"),
        )
        for key, scope, is_secret in rows
    ]
    summary = tag("summary", f"{title} ({len(rows)})")
    return tag("details", summary, tag("table", tag("tbody", *lines)), open="open")
