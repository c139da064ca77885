"""The only place that puts the API together: every router under both prefixes, behind one door."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter

from . import (
    account,
    actions,
    control,
    dashboard,
    databases,
    deployments,
    env,
    logs,
    metrics,
    page,
    project_secrets,
    projects,
    refusals,
    web_services,
)
from .emulator import Emulator
from .front import Front
from .openapi import Api

ROUTERS: tuple[APIRouter, ...] = (
    projects.router,
    web_services.router,
    actions.router,
    deployments.router,
    env.router,
    project_secrets.router,
    logs.router,
    metrics.router,
    account.router,
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
    refusals.install(api)
    for router in ROUTERS:
        api.include_router(router, prefix="/api")
        api.include_router(router, prefix="/api/v1", include_in_schema=False)
    for room in (control.router, dashboard.router):
        api.include_router(room, prefix="/_emulator", include_in_schema=False)
    api.include_router(page.router)
    return api
