"""The page's view of what there is: projects, services, deployments, variables, secrets."""

from __future__ import annotations

from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.records import Deployment, Project, WebService, stamp
from .html import Markup, joined, tag

_SHOWN_DEPLOYMENTS = 3
_LOG_LINES = 8


def things(here: Emulator) -> Markup:
    """Return every project with what is in it, and the services of none."""
    projects = [_project(here, project) for project in here.store.projects.all()]
    loose = [_service(here, service) for service in here.store.web_services.of(None)]
    if loose:
        projects.append(tag("section", tag("h2", "No project"), *loose))
    if not projects:
        return tag("p", "There are no projects yet.", class_="dim")
    return joined(*projects)


def status(word: str) -> Markup:
    """Return a status, coloured."""
    return tag("span", word, class_=f"status {word}")


def _project(here: Emulator, project: Project) -> Markup:
    services = [_service(here, s) for s in here.store.web_services.of(project.id)]
    secrets = here.store.secrets.of(project.id)
    return tag(
        "section",
        tag("h2", "Project ", project.name, " ", tag("span", project.id, class_="id")),
        tag("p", project.description or "", class_="dim") if project.description else "",
        *services,
        _values("Secrets", [(s.key, s.scope, s.is_secret) for s in secrets]),
    )


def _service(here: Emulator, service: WebService) -> Markup:
    rows = list(reversed(here.store.deployments.of(service.id)))
    variables = here.store.variables.of(service.id)
    source = service.image_ref or f"{service.git_repository_url} ({service.github_branch})"
    return tag(
        "article",
        tag("h3", service.name, " ", status(service.status)),
        tag("div", source, f", port {service.port}", class_="dim"),
        tag("div", service.id, class_="id"),
        *[_deployment(row) for row in rows[:_SHOWN_DEPLOYMENTS]],
        _more(len(rows) - _SHOWN_DEPLOYMENTS),
        _values("Variables", [(v.key, "", v.is_secret) for v in variables]),
    )


def _more(count: int) -> str:
    return tag("div", f"and {count} older ones", class_="dim") if count > 0 else ""


def _deployment(deployment: Deployment) -> Markup:
    is_moving = deployment.status in lifecycle.IN_PROGRESS
    kind = "Rollback" if deployment.trigger_type == "rollback" else "Deployment"
    what = deployment.branch or deployment.image_ref or ""
    log = "\n".join(deployment.log[-_LOG_LINES:])
    return tag(
        "div",
        tag(
            "div",
            f"{kind} of ",
            tag("code", what),
            " ",
            status(deployment.status),
            " live" if deployment.is_live else "",
            tag("span", f" {stamp(deployment.created_at)}", class_="dim"),
        ),
        _phases(deployment) if is_moving else "",
        tag("pre", log) if is_moving or deployment.status == "failed" else "",
        tag("div", deployment.error_message, class_="dim") if deployment.error_message else "",
        class_="deployment",
    )


def _phases(deployment: Deployment) -> Markup:
    """Return the phases that *deployment* has behind it, is in, and has ahead."""
    whole = lifecycle.phases(deployment)
    at = whole.index(deployment.status)
    items = [
        tag("li", word, class_="done" if place < at else "now" if place == at else None)
        for place, word in enumerate(whole)
    ]
    return tag("ol", *items, class_="phases")


def _values(title: str, rows: list[tuple[str, str, bool]]) -> str:
    """Return keys without their values: the page needs no key and no token."""
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
