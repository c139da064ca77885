"""Writes variables or secrets by bulk, and watches what changes."""

from __future__ import annotations

from ...provider.fields import Props
from ..messages import writes as messages
from ..session import Answer
from .own_objects import ids_of
from .variables import PLAIN, Listing, OwnVariables

_NEW, _RENAMED = "DOCTOR_NEW", "DOCTOR_RENAMED"
_CHANGED = "doctor changed"


async def watch_bulk_writes(own: OwnVariables) -> None:
    """Write by bulk what is new, what exists, and what has an id."""
    before = await own.list()
    if not before.keys:
        own.own.findings.unknown(f"{own.noun}_bulk", "no variable was created")
        return
    is_replacing = await _watch_new(own, before)
    if is_replacing and PLAIN in before.keys:
        await own.create(PLAIN, "doctor plain", is_secret=False)
    await _watch_existing(own)
    await _watch_id(own)


async def _write(own: OwnVariables, item: Props) -> Answer:
    body = {own.bulk_field: [item | own.scope]}
    return await own.own.session.put(*own.path, "bulk", body=body)


async def _watch_new(own: OwnVariables, before: Listing) -> bool:
    item: Props = {"key": _NEW, "value": "doctor new", "is_secret": False}
    answer = await _write(own, item)
    suffix = ""
    if "is_secret" in answer.unknown_fields:
        suffix = "; `is_secret` is refused"
        del item["is_secret"]
        answer = await _write(own, item)
    own.add("bulk_answer", answer.outcome)
    if not answer.is_success:
        own.warn("bulk", answer.outcome + suffix, messages.not_written())
        return False
    after = await own.list_with([_NEW])
    if not (before.is_complete and after.is_complete):
        own.own.findings.unknown(f"{own.noun}_bulk", "the list is incomplete")
        return False
    if _NEW not in after.keys:
        own.warn("bulk", "has no effect" + suffix, messages.not_written())
        return False
    if set(before.keys) <= set(after.keys):
        own.add("bulk", "keeps what it does not list" + suffix)
        return False
    own.warn("bulk", "removes what it does not list" + suffix, messages.bulk_replaces())
    return True


async def _watch_existing(own: OwnVariables) -> None:
    answer = await _write(own, {"key": PLAIN, "value": _CHANGED})
    after = await own.list()
    if not answer.is_success:
        own.add("bulk_existing", answer.outcome)
    elif after.keys.count(PLAIN) > 1:
        own.warn("bulk_existing", "a duplicate is created", messages.duplicates_possible())
    elif after.item(PLAIN).get("value") == _CHANGED:
        own.add("bulk_existing", "it is updated")
    else:
        own.add("bulk_existing", "accepted; whether it is updated is not visible")


async def _watch_id(own: OwnVariables) -> None:
    before = await own.list()
    ids = ids_of([before.item(PLAIN)]) or own.ids_by_key.get(PLAIN, [])
    if not ids:
        own.own.findings.unknown(f"{own.noun}_bulk_id", "no id is known")
        return
    answer = await _write(own, {"id": ids[-1], "key": _RENAMED, "value": "doctor"})
    after = await own.list_with([_RENAMED]) if answer.is_success else before
    if not answer.is_success:
        own.add("bulk_id", answer.outcome)
    elif _RENAMED not in after.keys:
        own.add("bulk_id", "accepted; whether it has an effect is not visible")
    elif PLAIN in after.keys:
        own.add("bulk_id", "`id` is ignored")
    else:
        own.add("bulk_id", "`id` is used")
