"""Project secrets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..collection import PROJECTS, Collection
from ..fields import Props
from ..models.project_secret import ProjectSecretInputs, ProjectSecretOutputs
from .variable import Variable


class ProjectSecret(Variable):
    """
    A secret of a project, shared by its web services in one scope of deployments.

    The value is written in place. Running containers receive it with the next deployment or
    restart, not before: use `revision` as a trigger of one.
    """

    noun = "project secret"
    Inputs = ProjectSecretInputs
    Outputs = ProjectSecretOutputs
    parent = "project_id"
    parents = PROJECTS
    path_segment = "secrets"
    import_forms = "`<project id>/<scope>/<KEY>` or `<project id>/<secret id>`"
    bulk_field = "secrets"
    unique_by = ("project_id", "key", "scope")

    @classmethod
    def siblings(cls, parent_id: str) -> Collection:
        """Return the secrets of a project."""
        return SecretCollection(cls._path(parent_id), "secrets")

    @classmethod
    def import_name(cls, item: Props) -> str:
        """Return scope and key: one key may have a value in each scope."""
        return f"{item.get('scope')}/{item.get('key')}"


@dataclass(frozen=True)
class SecretCollection(Collection):
    """The secrets of a project, which the API groups by key, in a shape it does not document."""

    def items(self, response: Props) -> list[Props]:
        """Return every entry with an id; its key and scope may be those of its groups."""
        return list(_entries(response, ()))


def _entries(value: Any, path: tuple[str, ...]) -> Iterator[Props]:
    if isinstance(value, list):
        for item in value:
            yield from _entries(item, path)
    elif isinstance(value, dict) and "id" in value:
        yield {"key": _first_key(path), "scope": path[-1] if path else None} | value
    elif isinstance(value, dict):
        group = (value["key"],) if isinstance(value.get("key"), str) else ()
        for name, item in value.items():
            yield from _entries(item, (*path, *group, name))


def _first_key(path: tuple[str, ...]) -> str | None:
    names = [name for name in path if name not in {"secrets", "values"}]
    return names[0] if names else None
