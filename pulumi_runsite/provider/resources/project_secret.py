"""Project secrets."""

from __future__ import annotations

from typing import Any

from ...api import InvalidResponse, NotFound, RunsiteError, is_id, shape_of
from .. import drift
from ..collection import PROJECTS, Collection
from ..context import Context
from ..fields import Props
from ..messages import responses as messages
from ..messages import variables as variable_messages
from ..models.project_secret import ProjectSecretInputs, ProjectSecretOutputs
from ..pages import Pages
from ..secret_groups import NotUnderstoodError, secrets_in
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
    bulk_groupings = ("scope", "key")  # the API page lists secrets grouped by key
    unique_by = ("project_id", "key", "scope")

    @classmethod
    def siblings(cls, parent_id: str) -> Collection:
        """Return the secrets of a project."""
        path = cls._path(parent_id)
        return SecretCollection(path, "secrets", parent=("project_id", parent_id))

    @classmethod
    def import_name(cls, item: Props) -> str:
        """Return scope and key: one key may have a value in each scope."""
        return f"{item.get('scope')}/{item.get('key')}"

    @classmethod
    async def deletable_id(cls, ctx: Context, id: str, state: Props) -> str | None:
        """Return the secret's own id, which may be another one than in the state."""
        parent_id, own_id = cls._split(id)[0], drift.own_id(state, cls._split(id)[1])
        have_ids = f"the secrets of {parent_id} have ids"
        if ctx.client.observations.get(have_ids) and is_id(own_id):
            return own_id
        item = await cls.current(ctx, id, state)
        try:
            items = await cls.siblings(parent_id).fetch_cached(ctx)
        except NotFound:
            return None
        name = cls.import_name(item or state)
        others = [each for each in items if cls.import_name(each) != name]
        is_shared = any(own_id in (each["id"], each.get("group_id")) for each in others)
        if item is None:
            return own_id if is_id(own_id) and not is_shared else None
        if is_shared:
            raise RunsiteError(variable_messages.secret_id_is_shared(cls.display_name(item)))
        # The id of a group is also that of each scope that its key has by the next delete.
        ctx.client.observations[have_ids] = all(
            is_id(each["id"]) and each["id"] != each.get("group_id") for each in items
        )
        if is_id(own_id):
            return own_id
        if not is_id(item["id"]):
            raise RunsiteError(variable_messages.secret_without_id(cls.display_name(item)))
        return str(item["id"])

    @classmethod
    def is_by_id(cls, item: Props, name: str) -> bool:
        """Return whether *item* has an id of its own, or is the secret *name*."""
        return item["id"] != item.get("group_id") or cls.import_name(item) == name


class SecretCollection(Collection):
    """The secrets of a project. One without an id has `<scope>/<KEY>` as its `id`."""

    async def _read(self, pages: Pages) -> tuple[list[Props], bool]:
        return await pages.read_groups()

    def page(self, request: str, response: Any) -> list[Props]:
        """
        Return every secret in *response*.

        Raises:
            InvalidResponse: there is anything in the response that is not understood.
        """
        try:
            found = secrets_in(response)
        except NotUnderstoodError:
            actual = shape_of(response)
            raise InvalidResponse(messages.secrets_not_understood(request, actual)) from None
        return [self._with_id(request, item) for item in found]

    def object(self, request: str, response: Any, expected: Props) -> Props:
        """Return the secret in *response*, which may be a group like those of the list."""
        try:
            found = secrets_in(response)
        except NotUnderstoodError:
            found = []
        matches = [each for each in found if expected.items() <= each.items()]
        return super().object(request, matches[0] if len(matches) == 1 else response, expected)

    def _with_id(self, request: str, item: Props) -> Props:
        if item.get("id") is None:
            return item | {"id": f"{item['scope']}/{item['key']}"}
        self.check(request, item, {})
        return item
