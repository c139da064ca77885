"""Reads all that an account holds. Sends nothing but GETs, and keeps no value that is masked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ..api import RunsiteError
from ..provider.context import Context
from ..provider.fields import Props
from ..provider.functions.by_name import PROJECTS, WEB_SERVICES, get_from_web_service
from ..provider.functions.deployments import get_live
from ..provider.resources import EnvVar, ProjectSecret

T = TypeVar("T")

AT_ONCE = 8
"""Things that are asked about at once."""


@dataclass(frozen=True)
class FoundService:
    """A web service as Runsite shows it, and what hangs on it."""

    body: Props
    variables: Sequence[Props] = ()
    live: Props | None = None
    """The deployment that serves."""


@dataclass(frozen=True)
class FoundProject:
    """A project as Runsite shows it, and what is in it."""

    body: Props
    secrets: Sequence[Props] = ()
    services: Sequence[FoundService] = ()


@dataclass(frozen=True)
class Account:
    """What is there, in an order of its own: the same account is always told the same way."""

    projects: Sequence[FoundProject]
    unassigned: Sequence[FoundService] = field(default=())
    """Web services of no project."""


async def read(ctx: Context, only: Sequence[str]) -> Account:
    """
    Return what the account holds, or else only what the projects of these ids hold.

    Raises:
        RunsiteError: a project is not there, nothing is, or Runsite cannot be read.
    """
    projects = _sorted(await PROJECTS.all(ctx))
    if missing := set(only) - {str(each.get("id")) for each in projects}:
        raise RunsiteError(f"--project: there is no project {min(missing)} on Runsite")
    projects = [each for each in projects if not only or each.get("id") in only]
    ids = {each.get("id") for each in projects}
    # The list may tell less, the project among it (runsite-api.md §3.2).
    bodies = _sorted(await _each(await WEB_SERVICES.all(ctx), lambda each: _body(ctx, each)))
    bodies = [each for each in bodies if not only or each.get("project_id") in ids]
    if not projects and not bodies:
        raise RunsiteError("there is nothing on this Runsite account; nothing was written")
    services = await _each(bodies, lambda body: _service(ctx, body))
    secrets = await _each(projects, lambda body: _secrets(ctx, str(body["id"])))
    return Account(
        [
            FoundProject(
                body, own, [s for s in services if s.body.get("project_id") == body.get("id")]
            )
            for body, own in zip(projects, secrets, strict=True)
        ],
        [s for s in services if s.body.get("project_id") not in ids],
    )


async def _each(things: Iterable[Props], ask: Callable[[Props], Awaitable[T]]) -> list[T]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(thing: Props) -> T:
        async with gate:
            return await ask(thing)

    return await asyncio.gather(*(one(thing) for thing in things))


async def _body(ctx: Context, listed: Props) -> Props:
    return listed if is_going(listed) else await WEB_SERVICES.get(ctx, str(listed.get("id")))


def is_going(service: Props) -> bool:
    """Say whether Runsite is deleting *service*: whatever is asked about it answers 404."""
    return str(service.get("status")).lower() == "pending_deletion"


async def _service(ctx: Context, body: Props) -> FoundService:
    if is_going(body):
        return FoundService(body)
    id = str(body.get("id"))
    variables = _unmasked(EnvVar.siblings(id).items(await get_from_web_service(ctx, id, "env")))
    return FoundService(body, sorted(variables, key=_by_key), await get_live(ctx, id))


async def _secrets(ctx: Context, project: str) -> list[Props]:
    secrets = await ProjectSecret.siblings(project).fetch(ctx)
    return sorted(_unmasked(secrets), key=_by_key)


def _unmasked(items: Iterable[Props]) -> list[Props]:
    """Return *items*, without what stands in the place of a value that Runsite masks."""
    return [
        item if item.get("is_secret") is False else {k: v for k, v in item.items() if k != "value"}
        for item in items
    ]


def _sorted(bodies: list[Props]) -> list[Props]:
    return sorted(bodies, key=lambda body: (str(body.get("name")), str(body.get("id"))))


def _by_key(item: Props) -> tuple[str, str, str]:
    return str(item.get("key")), str(item.get("scope")), str(item.get("id"))
