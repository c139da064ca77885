"""The only place that puts the API together: every router under both prefixes, behind one door."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter

from .api import (
    actions,
    databases,
    deployments,
    env_vars,
    errors,
    logs,
    metrics,
    project_secrets,
    projects,
    users,
    web_services,
)
from .control import dashboard
from .control import routes as control_routes
from .middleware import Front
from .openapi.document import Api
from .page import routes as page_routes
from .world.emulator import Emulator

ROUTERS: tuple[APIRouter, ...] = (
    projects.router,
    web_services.router,
    actions.router,
    deployments.router,
    env_vars.router,
    project_secrets.router,
    logs.router,
    metrics.router,
    users.router,
    databases.router,
)


def create_app(emulator: Emulator) -> Front:
    """Return *emulator* as an ASGI application."""
    return Front(_api(), emulator)


def document() -> dict[str, Any]:
    """Return the OpenAPI document, which `/openapi.json` serves."""
    return _api().openapi()


@cache
def _api() -> Api:
    """
    Return the API, which is the same for every emulator: each request brings its own.

    The paths of public-api.txt are under `/api`; the vendor's own client knows them under
    `/api/v1` (dossier 1), where they are served as well and left out of the OpenAPI document.
    """
    api = Api(
        title="Runsite Public API, emulated",
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    errors.install(api)
    for router in ROUTERS:
        api.include_router(router, prefix="/api")
        api.include_router(router, prefix="/api/v1", include_in_schema=False)
    for room in (control_routes.router, dashboard.router):
        api.include_router(room, prefix="/_emulator", include_in_schema=False)
    api.include_router(page_routes.router)
    return api
