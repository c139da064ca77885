"""Reads what an account holds. Sends only GET requests, and keeps no masked value."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ..api import RunsiteError
from ..provider.collection import PROJECTS, WEB_SERVICES
from ..provider.context import Context
from ..provider.fields import Props
from ..provider.functions.by_name import WEB_SERVICE_LOOKUP
from ..provider.functions.deployments import get_live
from ..provider.functions.env_vars import get_env_vars
from ..provider.resources import ProjectSecret
from . import messages

T = TypeVar("T")

MAX_CONCURRENT_READS = 8


@dataclass(frozen=True)
class AccountWebService:
    """A web service as the API returns it, with its variables and its live deployment."""

    body: Props
    variables: Sequence[Props] = ()
    live_deployment: Props | None = None


@dataclass(frozen=True)
class AccountProject:
    """A project as the API returns it, with its secrets and its web services."""

    body: Props
    secrets: Sequence[Props] = ()
    web_services: Sequence[AccountWebService] = ()


@dataclass(frozen=True)
class Account:
    """What an account holds, sorted by name and id, so that the same account reads the same."""

    projects: Sequence[AccountProject]
    web_services_without_project: Sequence[AccountWebService] = field(default=())


async def read_account(ctx: Context, project_ids: Sequence[str]) -> Account:
    """
    Return what the account holds, or only what the projects with *project_ids* hold, if any.

    Raises:
        RunsiteError: a project does not exist, the account is empty, or a request failed.
    """
    projects = _sorted(await PROJECTS.fetch(ctx))
    if missing := set(project_ids) - {str(each.get("id")) for each in projects}:
        raise RunsiteError(messages.project_not_found(min(missing)))
    projects = [each for each in projects if not project_ids or each.get("id") in project_ids]
    ids = {each.get("id") for each in projects}
    # The items of a list may lack fields, the project id among them.
    listed = await WEB_SERVICES.fetch(ctx)
    bodies = _sorted(await _map_concurrently(listed, lambda each: _web_service_body(ctx, each)))
    bodies = [each for each in bodies if not project_ids or _project_of(each) in ids]
    if not projects and not bodies:
        raise RunsiteError(messages.account_is_empty())
    services = await _map_concurrently(bodies, lambda body: _web_service(ctx, body))
    secrets = await _map_concurrently(projects, lambda body: _secrets(ctx, str(body["id"])))
    return Account(
        [
            AccountProject(
                body,
                secrets_of_project,
                [each for each in services if _project_of(each.body) == body["id"]],
            )
            for body, secrets_of_project in zip(projects, secrets, strict=True)
        ],
        [each for each in services if _project_of(each.body) not in ids],
    )


def _project_of(web_service: Props) -> str | None:
    id = web_service.get("project_id")
    return id if isinstance(id, str) else None


async def _map_concurrently(
    items: Iterable[Props], read: Callable[[Props], Awaitable[T]]
) -> list[T]:
    limit = asyncio.Semaphore(MAX_CONCURRENT_READS)

    async def read_one(item: Props) -> T:
        async with limit:
            return await read(item)

    return await asyncio.gather(*(read_one(item) for item in items))


async def _web_service_body(ctx: Context, listed: Props) -> Props:
    if is_being_deleted(listed):
        return listed
    return await WEB_SERVICE_LOOKUP.get(ctx, str(listed.get("id")))


def is_being_deleted(service: Props) -> bool:
    """Return whether Runsite is deleting *service*: every read of it returns 404."""
    return str(service.get("status")).lower() == "pending_deletion"


async def _web_service(ctx: Context, body: Props) -> AccountWebService:
    if is_being_deleted(body):
        return AccountWebService(body)
    id = str(body.get("id"))
    variables = sorted(_without_masked_values(await get_env_vars(ctx, id)), key=_sort_key)
    return AccountWebService(body, variables, await get_live(ctx, id))


async def _secrets(ctx: Context, project: str) -> list[Props]:
    secrets = await ProjectSecret.siblings(project).fetch(ctx)
    return sorted(_without_masked_values(secrets), key=_sort_key)


def _without_masked_values(items: Iterable[Props]) -> list[Props]:
    """Return *items* without the values that Runsite masks, or may mask."""
    return [
        item if item.get("is_secret") is False else {k: v for k, v in item.items() if k != "value"}
        for item in items
    ]


def _sorted(bodies: list[Props]) -> list[Props]:
    return sorted(bodies, key=lambda body: (str(body.get("name")), str(body.get("id"))))


def _sort_key(item: Props) -> tuple[str, str, str]:
    return str(item.get("key")), str(item.get("scope")), str(item.get("id"))
