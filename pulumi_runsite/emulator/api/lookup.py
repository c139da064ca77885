"""Lookup of resources by id, limited to those that are visible to the caller."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Annotated, Any, TypeVar

from fastapi import Path

from ..world.api_keys import OWN_ACCOUNT
from ..world.emulator import Emulator
from ..world.records import Deployment, Project, WebService
from .errors import ApiError, not_found

UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
SERVICE_ID = rf"^({UUID}|srv-[a-z0-9]{{20}})$"

_uuid = {"json_schema_extra": {"format": "uuid"}}
ProjectId = Annotated[str, Path(pattern=f"^{UUID}$", **_uuid)]
WebServiceId = Annotated[str, Path(pattern=SERVICE_ID)]
DeploymentId = Annotated[str, Path(pattern=f"^{UUID}$", **_uuid)]
VariableId = Annotated[str, Path(pattern=f"^{UUID}$", **_uuid)]
SecretId = Annotated[str, Path(pattern=f"^{UUID}$", **_uuid)]

RowT = TypeVar("RowT")

caller_account: ContextVar[str] = ContextVar("caller_account", default=OWN_ACCOUNT)
"""The account of the API key of the current request."""


def name_in_account(name: str) -> str:
    """Return *name* as what it is unique by in the account of the caller."""
    account = caller_account.get()
    return name if account == OWN_ACCOUNT else f"{name} of {account}"


def find_project(emulator: Emulator, id: str) -> Project:
    """
    Return the caller's project with this id.

    Raises:
        ApiError: 404 when there is none; for another account the switch `foreign` decides.
    """
    project = emulator.store.projects.get(id.lower())
    if project is None:
        raise not_found("Project")
    _check_owner(emulator, project.owner, "Project")
    return project


def find_web_service(emulator: Emulator, id: str) -> WebService:
    """
    Return the caller's web service with this id.

    Raises:
        ApiError: 404 when there is none, or its status is `pending_deletion`: all operations on
            such a service return 404 (Runsite's own CLI).
    """
    service = emulator.store.web_services.get(id.lower())
    if service is None or service.status == "pending_deletion":
        raise not_found("Web service")
    _check_owner(emulator, service.owner, "Web service")
    return service


def find_deployment(emulator: Emulator, service: WebService, id: str) -> Deployment:
    """
    Return the deployment of *service* with this id.

    Raises:
        ApiError: 404 when *service* has none.
    """
    deployment = emulator.store.deployments.get(id.lower())
    if deployment is None or deployment.web_service_id != service.id:
        raise not_found("Deployment")
    return deployment


def check_read_lag(emulator: Emulator, row: Any, name: str) -> None:
    """Raise the 404 for a resource that is newer than the switch `read_lag_seconds`."""
    if row.created_at > emulator.clock.now() - emulator.switches.read_lag_seconds:
        raise not_found(name)


def visible_rows(emulator: Emulator, rows: Iterable[RowT]) -> list[RowT]:
    """Return the rows of the caller, in the order and after the lag that the switches set."""
    account = caller_account.get()
    newest = emulator.clock.now() - emulator.switches.list_lag_seconds
    visible = [
        row
        for row in rows
        if getattr(row, "owner", account) == account and getattr(row, "created_at", 0.0) <= newest
    ]
    return visible[::-1] if emulator.switches.list_order == "reversed" else visible


def _check_owner(emulator: Emulator, owner: str, name: str) -> None:
    if owner != caller_account.get():
        if emulator.switches.foreign == 403:
            raise ApiError(403, f"You do not have access to this {name.lower()}")
        raise not_found(name)
