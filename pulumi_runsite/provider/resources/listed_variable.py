"""Where a variable is, and how it is found: only in the list of its parent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar

from ...api import Client, NotFound, RunsiteError, api_path, is_id
from .. import drift
from ..collection import Collection
from ..context import Context
from ..create_request import CreateRequest
from ..field_types import is_mask
from ..fields import UNKNOWN, Props, Rule
from ..messages import accounts as account_messages
from ..messages import adoption as messages
from ..messages import existing as existing_messages
from ..messages import variables as variable_messages
from ..previewed_create import NotAdoptableError
from ..resource import Resource
from ..server_time import is_time
from .bulk_observations import BulkWrites
from .confirm_deleted import current_object

CHANGED_WITH_ALL = "changed with all others"
"""A field that is added to a listed variable, which the API does not report."""

MAY_BE_ANOTHER = "may be another"
"""A field that is added to one that only a time to the second shows to be the same variable."""

_BULK_WRITES = "bulk_writes"


class ListedVariable(Resource):
    """A key and a value in a list that belongs to a parent; the ID is `<parent>/<id>`."""

    written_in_place = MappingProxyType({"revision": ("value",)})
    parent: ClassVar[str]
    """The input with the id of the parent."""
    parents: ClassVar[Collection]
    """The list of all parents."""
    path_segment: ClassVar[str]
    """The path of the list below the parent."""
    bulk_groupings: ClassVar[tuple[str, ...]] = ()
    """The fields by which a bulk PUT may replace: see `BulkWrite`."""

    @classmethod
    def path_of(cls, id: str, state: Props) -> str:
        """Return the path of the variable, under the id that it has now."""
        parent_id, _, own_id = id.partition("/")
        id_now = drift.own_id(state, own_id)
        return f"{cls.parents.path}/{parent_id}/{cls.path_segment}/{id_now}"

    @classmethod
    def siblings(cls, parent_id: str) -> Collection:
        """Return all variables of a parent."""
        raise NotImplementedError

    @classmethod
    def sent_writes(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return `revision`, if a value or a flag is written."""
        return frozenset({"revision"} if cls.changes_on_runsite(state, inputs) else ())

    @classmethod
    def facts(cls, client: Client) -> Props:
        """Return what runs have observed bulk writes do to what they do not list, if they do."""
        observed = BulkWrites.of(client, cls.noun)
        return {_BULK_WRITES: observed.recorded} if observed.recorded else {}

    @classmethod
    def recall(cls, client: Client, facts: Mapping[str, Any]) -> None:
        """Have the run of *client* know what an earlier one has observed."""
        if (recorded := facts.get(_BULK_WRITES)) in ("replace", "suspected"):
            BulkWrites.of(client, cls.noun).recall(recorded)

    @classmethod
    async def confirm_changes(
        cls,
        ctx: Context,  # noqa: ARG003
        id: str,  # noqa: ARG003
        state: Props,
        inputs: Props,
        masked: frozenset[str],  # noqa: ARG003
    ) -> None:
        """Raise an error if an update would write a value that is not known."""
        cls.refuse_unknown_value(state, inputs)

    @classmethod
    def refuse_unknown_value(cls, state: Props, inputs: Props) -> None:
        """Raise an error for an update without value, or with the empty one of `pulumi import`."""
        name = f"{cls.noun} {cls.display_name(inputs)}"
        if inputs.get("value") == "" and drift.is_unread(state, "value"):
            raise RunsiteError(variable_messages.masked_value_not_imported(name))
        changed = cls.changes_on_runsite(state, inputs)
        if changed and not changed & cls.Inputs.fields_with(Rule.REPLACE):
            cls.refuse_no_value(inputs)

    @classmethod
    def refuse_no_value(cls, inputs: Props) -> None:
        """Raise an error for a write without value."""
        if "value" not in inputs:
            name = f"{cls.noun} {cls.display_name(inputs)}"
            raise RunsiteError(variable_messages.ignored_value_unknown(name))

    @classmethod
    def optional_inputs(cls) -> frozenset[str]:
        """Return the names of the inputs for which Runsite may keep what it has."""
        return super().optional_inputs() | {"value"}

    @classmethod
    def normalize_inputs(cls, props: Props) -> Props:
        """Return inputs with defaults, without `value` where Runsite keeps the one that it has."""
        inputs = super().normalize_inputs({"value": UNKNOWN} | props)
        return {k: v for k, v in inputs.items() if (k, v) != ("value", UNKNOWN)}

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
    def readable_value(cls, item: Props) -> str | None:
        """Return the value, None where Runsite masks it."""
        value: Any = item.get("value")
        if item.get("is_secret") is False and isinstance(value, str) and not is_mask(value):
            return value
        return None

    @classmethod
    def _split(cls, id: str) -> tuple[str, str]:
        parent_id, slash, own_id = id.partition("/")
        if not slash:
            raise RunsiteError(messages.not_an_id_in_parent(cls.noun, repr(id), cls.parent))
        return parent_id, own_id

    @classmethod
    def _item_body(cls, inputs: Props) -> Props:
        return {k: v for k, v in cls.request_body(inputs).items() if k != cls.parent}

    @classmethod
    async def find_own_id(cls, ctx: Context, inputs: Props, id: str | None) -> str | None:
        """Return the id of the only variable with this key, and with *id* if it is set."""
        parent_id = inputs[cls.parent]
        found = await cls.siblings(parent_id).find(ctx, cls._identity(inputs))
        ids = [f"{parent_id}/{item['id']}" for item in found]
        return ids[0] if len(ids) == 1 and id in (None, ids[0]) else None

    @classmethod
    async def adoptable(cls, ctx: Context, id: str, inputs: Props) -> Props:
        """Return the variable with this id and the declared key."""
        parent_id, name = inputs[cls.parent], cls.display_name(inputs)
        for item in await cls.siblings(parent_id).find(ctx, cls._identity(inputs)):
            if id in (item["id"], f"{parent_id}/{item['id']}"):
                return item
        raise NotAdoptableError(messages.adopted_variable_not_found(cls.noun, name, id))

    @classmethod
    def previewed_request(cls, ctx: Context, inputs: Props) -> CreateRequest:  # noqa: ARG003
        """Return what `create` would request."""
        return cls._create_request(inputs)

    @classmethod
    def _create_request(cls, inputs: Props) -> CreateRequest:
        siblings = cls.siblings(inputs[cls.parent])
        return CreateRequest(
            description=f"{cls.noun} {cls.display_name(inputs)}",
            path=siblings.path,
            body=cls._item_body(inputs),
            fingerprint={name: inputs[name] for name in cls.unique_by},
            collection=siblings,
            match=cls._identity(inputs),
            duplicates="refused",
            on_destroy=existing_messages.deleted_on_destroy(),
            late_s=0.0,  # a later one may be somebody else's, and this one can be adopted
        )

    @classmethod
    async def deletable_id(cls, ctx: Context, id: str, state: Props) -> str | None:  # noqa: ARG003
        """Return the id that DELETE takes, None if the variable is confirmed deleted."""
        return drift.own_id(state, cls._split(id)[1])

    @classmethod
    async def current(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the variable as the list has it, None once it is confirmed deleted."""
        parent_id, own_id = cls._split(id)
        siblings = cls.siblings(parent_id)
        find = partial(cls._find, own_id, state)
        try:
            if item := find(await siblings.fetch_cached(ctx)):
                return item
            # Another account may have an empty list for a parent that it does not see.
            await cls.parents.confirm_exists(ctx, parent_id)
        except NotFound:
            if await current_object(ctx, cls.parents, parent_id) is None:
                return None
            raise
        request = ctx.client.request_name("GET", siblings.path)
        reason = account_messages.not_in_list(f"`{cls.import_name(state)}`", request)
        ctx.account.confirm_address(reason)
        found = await siblings.find_twice(ctx, find)
        if found is None:
            siblings.confirm_whole(ctx, f"`{cls.import_name(state)}`")
        return found

    @classmethod
    def _find(cls, own_id: str, state: Props, items: list[Props]) -> Props | None:
        """Return the variable with this id, or the same one under the id that it has now."""
        ids = {own_id, drift.own_id(state, own_id)}
        name = cls.import_name(state)
        with_id = (item for item in items if item["id"] in ids and cls.is_by_id(item, name))
        found = next(with_id, None) or cls._find_by_time(own_id, state, items)
        if found and drift.changed_with_all(found, items):
            return found | {CHANGED_WITH_ALL: True}
        return found

    @classmethod
    def is_by_id(cls, item: Props, name: str) -> bool:  # noqa: ARG003
        """Return whether *item*, which has the id of the variable *name*, is that one."""
        return True

    @classmethod
    def _find_by_time(cls, own_id: str, state: Props, items: list[Props]) -> Props | None:
        created_at = state.get("created_at")
        for item in items:
            if cls.import_name(item) != cls.import_name(state):
                continue
            if not is_id(item["id"]) or not is_id(own_id):
                return item
            if is_time(created_at) and item.get("created_at") == created_at:
                # Somebody may have deleted it, and created it again within this second.
                return item if "." in str(created_at) else item | {MAY_BE_ANOTHER: True}
        return None
