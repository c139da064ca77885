"""Reads some objects of each type; the readings describe their form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..api import is_id
from ..provider.envelope import list_in, object_in, total_in
from ..provider.fields import Props
from ..provider.secret_groups import NotUnderstoodError, secrets_in
from .session import Answer, Session

MAX_SAMPLES = 3
"""The projects and the web services of the account that are looked into, each."""

NO_ID = "00000000-0000-4000-8000-000000000000"
NOT_AN_ID = "pulumi-runsite-doctor"


@dataclass(frozen=True)
class Sent:
    """What was written to a variable that the command created."""

    value: str
    is_secret: bool | None


@dataclass
class Samples:
    """The answers to GET requests, by what they return."""

    lists: dict[str, list[tuple[str, Answer]]] = field(default_factory=dict)
    """By the documented field of the list; each with the id of the parent, if there is one."""
    objects: dict[str, list[tuple[str, Answer]]] = field(default_factory=dict)
    """By the type of the object; each with the requested id."""
    sent: dict[tuple[str, str, str], Sent] = field(default_factory=dict)
    """What the command wrote, by list field, key and scope."""
    next_pages: dict[tuple[str, str], Answer] = field(default_factory=dict)
    """What an `offset` returns of a list that is incomplete, by list field and parent."""
    unknown_id: Answer | None = None
    invalid_id: Answer | None = None

    def add_list(self, name: str, answer: Answer, parent: str = "") -> list[Props]:
        """Add the answer to a GET of a list, and return its items."""
        self.lists.setdefault(name, []).append((parent, answer))
        return items_in(name, answer.body)

    def add_object(self, name: str, requested: str, answer: Answer) -> None:
        """Add the answer to a GET of one object."""
        self.objects.setdefault(name, []).append((requested, answer))

    def successes(self, name: str) -> list[Answer]:
        """Return the answers with a list *name* that the API sent."""
        return [answer for _, answer in self.lists.get(name, []) if answer.is_from_api]

    def items(self, name: str) -> Iterator[Props]:
        """Yield every item of the lists *name*."""
        for answer in self.successes(name):
            yield from items_in(name, answer.body)

    def all_objects(self, name: str, list_field: str) -> Iterator[Props]:
        """Yield every object *name*, those of lists included."""
        yield from self.items(list_field)
        for _, answer in self.objects.get(name, []):
            found = object_in(answer.body)
            if found is not None and answer.is_success:
                yield found


def items_in(name: str, body: Any) -> list[Props]:
    """Return the items of a list *name* that are objects; of secrets, one for each scope."""
    if name == "secrets":
        try:
            return secrets_in(body)
        except NotUnderstoodError:
            return []
    return [item for item in list_in(body, name) or [] if isinstance(item, dict)]


def path_ids(items: list[Props]) -> list[str]:
    """Return the ids of some *items* that a path may contain."""
    ids = [str(item["id"]) for item in items if isinstance(item.get("id"), (int, str))]
    return [each for each in ids if is_id(each)][:MAX_SAMPLES]


async def read_samples(session: Session, samples: Samples) -> None:
    """Add what a few GET requests return; an answer that is an error is kept as well."""
    projects = await _read_list(session, samples, "projects", ("projects",))
    services = await _read_list(session, samples, "web_services", ("web-services",))
    for project in path_ids(projects):
        await read_project(session, samples, project)
    for service in path_ids(services):
        await read_service(session, samples, service)
    samples.unknown_id = await session.get("projects", NO_ID)
    samples.invalid_id = await session.get("projects", NOT_AN_ID)


async def _read_list(
    session: Session, samples: Samples, name: str, path: tuple[str, ...], parent: str = ""
) -> list[Props]:
    answer = await session.get(*path)
    items = samples.add_list(name, answer, parent)
    if total_in(answer.body) > len(items) > 0:
        samples.next_pages[name, parent] = await session.get(*path, offset=len(items))
    return items


async def read_project(session: Session, samples: Samples, project: str) -> None:
    """Add one project and its secrets."""
    samples.add_object("project", project, await session.get("projects", project))
    samples.add_list("secrets", await session.get("projects", project, "secrets"), project)


async def read_service(session: Session, samples: Samples, service: str) -> None:
    """Add one web service with its variables and deployments, and one of these."""
    path = ("web-services", service)
    samples.add_object("web service", service, await session.get(*path))
    await _read_list(session, samples, "environment_variables", (*path, "env"), service)
    answer = await session.get(*path, "deployments", limit=MAX_SAMPLES)
    for deployment in path_ids(samples.add_list("deployments", answer, service))[:1]:
        one = await session.get(*path, "deployments", deployment)
        samples.add_object("deployment", deployment, one)
