"""
The environment variables that a web service declares in two maps, by key.

The state keeps each as that of an `EnvVar`, so that drift is the same; only the writes are shared.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ...api import RunsiteError
from .. import drift
from ..context import Context
from ..fields import UNKNOWN, Props, Rule
from ..messages import accounts as account_messages
from ..messages import env_var_maps as messages
from ..models.web_service import WebServiceInputs
from .created_within import CREATED_WITHIN, is_refuted_by
from .env_var import EnvVar
from .listed_variable import CHANGED_WITH_ALL
from .stored_keys import IsNew, as_declared, is_of_new_service, is_of_others

MAPS = {
    name: name in WebServiceInputs.fields_with(Rule.MASKED)
    for name in sorted(WebServiceInputs.fields_with(Rule.SECRET_VALUES))
}
"""The inputs of a web service, and whether Runsite masks the values in each."""

Variables = dict[str, Props]
"""Variables by key: each as the state of an `EnvVar`, without `value` where that is unknown."""

_IDENTITY = frozenset({"web_service_id", "key", "is_secret"})
UNREAD = "unread"
"""
Marks a variable whose value a refresh has removed from inputs and state: it was changed on Runsite,
or deleted. With `ignore_changes` the program's value is then removed as well, so that the variable
looks like one that the program no longer declares.
"""
_RECORDED = frozenset({"id", "is_secret", drift.WRITTEN, UNREAD, CREATED_WITHIN})
"""What the state has of a variable beside its value."""


def declared(props: Props, service_id: str = "") -> Variables:
    """Return the variables in the maps of inputs or state *props*."""
    return {
        key: {"web_service_id": service_id, "key": key, "value": value, "is_secret": is_secret}
        for name, is_secret in MAPS.items()
        for key, value in sorted(_map(props, name).items())
    }


def managed(state: Props, service_id: str = "") -> Variables:
    """Return the variables that *state* has: in its maps, or written with an unknown outcome."""
    records, in_maps = drift.variables(state), declared(state, service_id)
    return {
        key: unknown(service_id, key) | records.get(key, {}) | in_maps.get(key, {})
        for key in sorted(in_maps.keys() | records.keys())
    }


def unknown(service_id: str, key: str) -> Props:
    """Return a variable of which only the key is known."""
    return {"web_service_id": service_id, "key": key, "is_secret": True}


def with_variables(state: Props, variables: Variables) -> Props:
    """Return *state* with *variables* as those that it manages."""
    values: Props = {name: {} for name in MAPS}
    for key, each in variables.items():
        if "value" in each:
            values[_map_of(each)][key] = each["value"]
    maps = {name: found for name, found in values.items() if found or name in state}
    records = {
        key: {name: each[name] for name in _recorded(each)} for key, each in variables.items()
    }
    return drift.with_variables({k: v for k, v in state.items() if k not in MAPS} | maps, records)


def as_created(variable: Props, inputs: Props) -> Props:
    """Return a new *variable* with the value that it was created with, however that is reported."""
    if drift.reported_value(variable, "is_secret") is not inputs["is_secret"]:
        return variable
    return drift.with_declared_as(variable, {n: inputs[n] for n in ("is_secret", "value")})


def changed_maps(state: Props, inputs: Props) -> frozenset[str]:
    """Return the names of the maps in which *inputs* differ from *state*."""
    before, now = managed(state), declared(inputs)
    changed = {name for name in MAPS if inputs.get(name) == UNKNOWN}
    for key in before.keys() | now.keys():
        old, new = before.get(key), now.get(key)
        if not old or not new or MappedEnvVar.changed_inputs(old, new):
            changed |= {_map_of(each) for each in (old, new) if each}
    return frozenset(changed)


def request_items(inputs: Props) -> list[Props]:
    """Return the variables of *inputs* as the request that creates a web service has them."""
    variables = sorted(declared(inputs).items())
    return [{name: each[name] for name in ("key", "value", "is_secret")} for _, each in variables]


def of_earlier_version(props: Props) -> Props:
    """Return inputs or state *props* with maps, where a version before 0.1.0 has a list."""
    listed = props.get("env_vars")
    if not isinstance(listed, list):
        return props
    maps: Props = {"env_vars": {}, "secret_env_vars": {}}
    for each in listed:
        maps[_map_of(each)][each["key"]] = each["value"]
    others = {name: value for name, value in props.items() if name not in MAPS}
    return others | {name: values for name, values in maps.items() if values}


def _recorded(variable: Props) -> frozenset[str]:
    known = {UNREAD} if "value" in variable else set()
    return _RECORDED & variable.keys() - known - ({CREATED_WITHIN} if "id" in variable else set())


def _map(props: Props, name: str) -> dict[str, str]:
    value = props.get(name)
    return value if isinstance(value, dict) else {}


def _map_of(variable: Props) -> str:
    return "env_vars" if variable.get("is_secret") is False else "secret_env_vars"


class MappedEnvVar(EnvVar):
    """An environment variable of a map, in which its key identifies it."""

    @classmethod
    def tracked_inputs(cls) -> frozenset[str]:
        """Return what may drift: the key identifies the variable, and its parent is the service."""
        return frozenset({"is_secret"})

    @classmethod
    def _find(cls, own_id: str, state: Props, items: list[Props]) -> Props | None:  # noqa: ARG003
        item = cls.by_key(as_declared(items, {state["key"]: state})).get(state["key"])
        return item if item and state.get("id") in (None, item["id"]) else None

    @classmethod
    def by_key(cls, items: Iterable[Props]) -> Variables:
        """Return the *items* of the list by their keys."""
        return {cls.import_name(item): item for item in items}

    @classmethod
    def written(cls, item: Props, before: Props, inputs: Props) -> Props:
        """Return the variable *before* once *inputs* are written, and *item* is reported of it."""
        after = cls._state(item, drift.without_written(cls.with_inputs(before, inputs)))
        id = item.get("id", before.get("id"))
        return after if id is None else after | {"id": id}

    @classmethod
    def observed(cls, items: list[Props], previous: Variables) -> Variables:
        """Return those of *previous* that are among *items*, as Runsite reports them now."""
        by_key, found = cls.by_key(as_declared(items, previous)), {}
        is_with_all = bool(items) and drift.changed_with_all(items[0], items)
        mark = {CHANGED_WITH_ALL: True} if is_with_all else {}
        for key, before in previous.items():
            item = by_key.get(key)
            if item is None or is_refuted_by(before, item):
                continue
            is_same = before.get("id") in (None, item["id"])  # else somebody has created it again
            last = before if is_same else {name: before[name] for name in _IDENTITY}
            found[key] = cls._state(item | mark, last) | {"id": item["id"]}
        return found

    @classmethod
    async def write_one(cls, ctx: Context, before: Props, inputs: Props) -> Props:
        """Write one variable that exists; return what Runsite then reports of it."""
        return await cls._write(ctx, before, inputs)

    @classmethod
    async def create_one(cls, ctx: Context, inputs: Props) -> Props:
        """Create one variable, exactly once; return what Runsite reports of it."""
        return await cls._create_once(ctx, inputs)

    @classmethod
    async def settled(
        cls, ctx: Context, service_id: str, declared: Variables, is_new: IsNew = is_of_others
    ) -> list[Props]:
        """Return the list; one that lacks any of *declared* is read again, since it may lag."""
        siblings = cls.siblings(service_id)
        find = partial(_first_if_complete, declared, is_new)
        found = await siblings.find_twice(ctx, find)
        items = as_declared(await siblings.fetch_cached(ctx), declared, is_new)
        if found is None and (missing := declared.keys() - cls.by_key(items).keys()):
            siblings.confirm_whole(ctx, f"`{min(missing)}`")
        return items

    @classmethod
    async def of_new_service(cls, ctx: Context, service_id: str, wanted: Variables) -> Variables:
        """Return those of *wanted* that the create of the web service has created."""
        return cls.existing(await cls.settled(ctx, service_id, wanted, is_of_new_service), wanted)

    @classmethod
    async def of_adopted_service(
        cls, ctx: Context, service_id: str, wanted: Variables
    ) -> Variables:
        """
        Return those of *wanted* that an adopted web service has.

        Raises:
            RunsiteError: it has several of one key.
        """
        items = await cls.siblings(service_id).fetch_cached(ctx)
        for key in sorted(wanted):
            ids = [f"`{item['id']}`" for item in items if cls.import_name(item) == key]
            if len(ids) > 1:
                raise RunsiteError(messages.key_is_twice(key, " or ".join(ids), service_id))
        return cls.existing(items, wanted)

    @classmethod
    def existing(cls, items: list[Props], wanted: Variables) -> Variables:
        """Return those of *wanted* that are among *items*, as Runsite reports them."""
        bare = {key: unknown(each["web_service_id"], key) for key, each in wanted.items()}
        found = cls.observed(items, bare)
        for key, item in cls.by_key(items).items():
            # Masked where it is declared as readable, or the other way round: written again.
            if key in found and item.get("is_secret") is (not wanted[key]["is_secret"]):
                flag = {"id": item["id"], "is_secret": item["is_secret"]}
                found[key] = bare[key] | flag
        return found

    @classmethod
    async def refreshed(cls, ctx: Context, service_id: str, variables: Variables) -> Variables:
        """
        Return *variables* as Runsite reports them now; of one that is confirmed deleted, only the
        key, so that it is known where the list has lagged for longer.
        """
        items = await cls.settled(ctx, service_id, variables)
        if missing := variables.keys() - cls.by_key(items).keys():
            request = f"GET {cls.siblings(service_id).path}"
            reason = account_messages.not_in_list(f"`{min(missing)}`", request)
            ctx.account.confirm_address(reason)
        kept = _IDENTITY | {CREATED_WITHIN}
        bare = {
            key: {n: variables[key][n] for n in kept & variables[key].keys()} for key in missing
        }
        refreshed = cls.observed(items, variables) | bare
        return {k: v if "value" in v else v | {UNREAD: True} for k, v in refreshed.items()}


def _first_if_complete(declared: Variables, is_new: IsNew, items: list[Props]) -> Props | None:
    by_key = MappedEnvVar.by_key(as_declared(items, declared, is_new))
    return items[0] if items and declared.keys() <= by_key.keys() else None
