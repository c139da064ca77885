"""Secrets that the web services of a project share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from ..field_types import Id, SecretScope
from ..fields import Props, Rule
from .variable import Variable, VariableInputs, VariableOutputs


class ProjectSecretInputs(VariableInputs):
    """The inputs of a project secret."""

    project_id: Annotated[Id, Rule.REPLACE]
    """The ID of the project that the secret belongs to."""

    scope: Annotated[SecretScope, Rule.REPLACE]
    """The scope of deployments that get the secret: `production`, `staging` or `development`."""


class ProjectSecretOutputs(ProjectSecretInputs, VariableOutputs):
    """The outputs of a project secret."""


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
    parents = ("projects", "projects")
    collection = "secrets"
    import_forms = "<project>/<scope>/<KEY> or <project>/<secret id>"
    sent_as = "secrets"
    unique = ("project_id", "key", "scope")

    @classmethod
    def called(cls, item: Props) -> str:
        """Return its scope and its key: one key may have a value for each scope."""
        return f"{item.get('scope')}/{item.get('key')}"

    @classmethod
    def items(cls, listed: Props) -> Iterator[Props]:
        """
        Yield every entry with an id, whatever the list is grouped by.

        The API says "grouped by key" and no more (runsite-api.md §6.5), so the key and the scope
        are taken from the entry, or else from the groups it lies in.
        """
        yield from _entries(listed, ())


def _entries(value: Any, words: tuple[str, ...]) -> Iterator[Props]:
    if isinstance(value, list):
        for item in value:
            yield from _entries(item, words)
    elif isinstance(value, dict) and "id" in value:
        yield {"key": _first_key(words), "scope": words[-1] if words else None} | value
    elif isinstance(value, dict):
        inner = (value["key"],) if isinstance(value.get("key"), str) else ()
        for word, item in value.items():
            yield from _entries(item, (*words, *inner, word))


def _first_key(words: tuple[str, ...]) -> str | None:
    named = [word for word in words if word not in {"secrets", "values"}]
    return named[0] if named else None
