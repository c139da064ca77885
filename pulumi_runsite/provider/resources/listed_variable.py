"""Where a variable is, and how it is found: only in the list of its parent."""

from __future__ import annotations

from typing import ClassVar

from ...api import NotFound, RunsiteError, api_path, is_id
from ..collection import Collection
from ..context import Context
from ..fields import Props
from ..messages import adoption as messages
from ..resource import Resource
from .confirm_deleted import confirm_deleted


class ListedVariable(Resource):
    """A key and a value in a list that belongs to a parent; the ID is `<parent>/<id>`."""

    parent: ClassVar[str]
    """The input with the id of the parent."""
    parents: ClassVar[Collection]
    """The list of all parents."""
    path_segment: ClassVar[str]
    """The path of the list below the parent."""

    @classmethod
    def siblings(cls, parent_id: str) -> Collection:
        """Return all variables of a parent."""
        raise NotImplementedError

    @classmethod
    def _path(cls, parent_id: str, *rest: str) -> str:
        return cls.parents.path + api_path(parent_id, cls.path_segment, *rest)

    @classmethod
    def _identity(cls, inputs: Props) -> Props:
        return {name: inputs[name] for name in cls.unique_by if name != cls.parent}

    @classmethod
    def display_name(cls, inputs: Props) -> str:
        """Return the key, and the scope if there is one, for messages."""
        return " ".join(map(repr, cls._identity(inputs).values()))

    @classmethod
    def import_name(cls, item: Props) -> str:
        """Return the part of an import id that names *item* below its parent."""
        return str(item.get("key"))

    @classmethod
    def _split(cls, id: str) -> tuple[str, str]:
        parent_id, slash, own_id = id.partition("/")
        if not slash:
            raise RunsiteError(messages.not_an_id_in_parent(cls.noun, repr(id), cls.parent))
        return parent_id, own_id

    @classmethod
    async def current(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the variable as the list has it, None once it is confirmed deleted."""
        parent_id, own_id = cls._split(id)
        siblings = cls.siblings(parent_id)
        try:
            item = cls._find(await siblings.fetch_cached(ctx), own_id, state)
            # A list without it is the only evidence of a deletion, so it is read twice.
            return item or cls._find(await siblings.fetch(ctx), own_id, state)
        except NotFound:
            if await cls._parent_is_deleted(ctx, parent_id):
                return None
            raise

    @classmethod
    def _find(cls, items: list[Props], own_id: str, state: Props) -> Props | None:
        """Return the variable with this id, or the same one under the id that it has now."""
        found = next((item for item in items if item["id"] == own_id), None)
        name, created_at = cls.import_name(state), state.get("created_at")
        for item in items:
            is_same = not is_id(item["id"]) or not is_id(own_id)
            is_same |= created_at is not None and item.get("created_at") == created_at
            if found is None and is_same and cls.import_name(item) == name:
                found = item
        return found

    @classmethod
    async def _parent_is_deleted(cls, ctx: Context, parent_id: str) -> bool:
        ids = [str(item.get("id")) for item in await cls.parents.fetch_cached(ctx)]
        path = cls.parents.path + api_path(parent_id)
        return await confirm_deleted(ctx.client, path, ids, parent_id)
