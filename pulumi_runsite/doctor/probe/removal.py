"""Removes what can be removed of the command's own objects, and names what stays."""

from __future__ import annotations

from ...provider.fields import Props
from ..messages import writes as messages
from .own_objects import ids_of
from .variables import SECRET, OwnVariables, own_items


async def remove_variables(own: OwnVariables) -> None:
    """Delete each of the variables, and note the responses and what stays."""
    notes: list[str] = []
    tried: set[str] = set()
    # A list may be limited: the next items are in it when the first are deleted.
    while targets := await _targets(own, tried):
        for key, id in targets:
            answer = await own.own.session.delete(*own.path, id)
            tried.add(id)
            if not notes:
                notes = [answer.outcome, *await _effects(own, key)]
    left = own_items(await own.list())
    if not left and notes:
        own.add("delete", "; ".join(notes))
    elif left:
        own.own.findings.remaining.append(f"{len(left)} {own.noun}s without any use")
        without_id = sum(not set(_ids(own, item)) for item in left)
        suffix = f", {without_id} without a known id" if without_id else ""
        notes.append(f"{len(left)} stay{suffix}")
        own.warn("delete", "; ".join(notes), messages.not_deleted())


async def _targets(own: OwnVariables, tried: set[str]) -> list[tuple[str, str]]:
    found = [
        (str(item["key"]), id)
        for item in own_items(await own.list())
        for id in _ids(own, item)
        if id not in tried
    ]
    return sorted(dict.fromkeys(found), key=lambda each: each[0] != SECRET)


def _ids(own: OwnVariables, item: Props) -> list[str]:
    shared = [{"id": item["group_id"]}] if "group_id" in item else []
    return ids_of([item, *shared]) or own.ids_by_key.get(str(item["key"]), [])


async def _effects(own: OwnVariables, key: str) -> list[str]:
    """Return what the deletion of the first secret, which has two scopes, did to the other one."""
    if not own.scope or key != SECRET or SECRET in (await own.list()).keys:
        return []
    return ["deletes all scopes of the key"]
