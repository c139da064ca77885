"""The application: all routers with the middleware of one emulator."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter

from .api import (
    databases,
    deployments,
    env_vars,
    logs,
    metrics,
    project_secrets,
    projects,
    users,
    web_services,
)
from .api import (
    web_service_actions as actions,
)
from .api.errors import install_error_handlers
from .control import dashboard_changes
from .control import routes as control
from .control.token import CONTROL_PREFIX
from .middleware import EmulatorMiddleware
from .openapi.document import DocumentedApi
from .page import routes as page
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


def create_app(emulator: Emulator) -> EmulatorMiddleware:
    """Return the ASGI application of *emulator*."""
    return EmulatorMiddleware(_api(), emulator)


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI document, as `/openapi.json` returns it."""
    return _api().openapi()


@cache
def _api() -> DocumentedApi:
    """
    Return the API, which all emulators share: the emulator is in the scope of each request.

    The paths are served under `/api`, the prefix of Runsite's public API page, and under `/api/v1`,
    the prefix of Runsite's own CLI, which is not in the OpenAPI document.
    """
    api = DocumentedApi(
        title="Runsite Public API, emulated",
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    install_error_handlers(api)
    for router in ROUTERS:
        api.include_router(router, prefix="/api")
        api.include_router(router, prefix="/api/v1", include_in_schema=False)
    for router in (control.router, dashboard_changes.router):
        api.include_router(router, prefix=CONTROL_PREFIX, include_in_schema=False)
    api.include_router(page.router)
    return api
