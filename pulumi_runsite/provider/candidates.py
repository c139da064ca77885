"""Which of the listed objects a request has created: the evidence, and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .attempt import Attempt, as_reported
from .collection import Collection, is_same
from .context import Context
from .create_request import CreateRequest, object_path
from .fields import Props
from .server_time import epoch_s

_LEAST_TRUNCATED_NAME = 16
"""Characters of a name that Runsite may have shortened: less is another name."""

_NO_EVIDENCE = frozenset({"source_type"})
"""Fields of a request that the API page does not name: Runsite may report them in its own words."""


class Evidence(NamedTuple):
    """What is known of the object that a request may have created."""

    excluded_ids: frozenset[str]
    """The ids of objects that existed before, or that are known to be another resource."""
    may_be_reported: Callable[[str, Any], bool]
    """Returns whether a field may be reported with a value after what was sent."""
    since: float | None = None
    """The time on Runsite before the request was sent, None if it is unknown."""
    until: float | None = None
    """The time on Runsite by which the object was created, None if it is unknown."""

    @classmethod
    def of_request(
        cls, request: CreateRequest, excluded_ids: frozenset[str], until: float | None = None
    ) -> Evidence:
        """Return the evidence for a request of this process, which was given up by *until*."""
        return cls(excluded_ids, Sent(request.body).may_be_reported, until=until)

    @classmethod
    def of_attempt(cls, attempt: Attempt, known_ids: frozenset[str]) -> Evidence:
        """Return the evidence for a request of an earlier process."""
        excluded_ids = attempt.existing_ids | known_ids
        return cls(excluded_ids, attempt.may_be_reported, attempt.since, attempt.until)


class Sent(NamedTuple):
    """The body of a request."""

    body: Props

    def may_be_reported(self, name: str, value: Any) -> bool:
        """Return whether an API may report what was sent as *name* as *value*."""
        return name not in self.body or as_reported(self.body[name]) == as_reported(value)


class Candidates(NamedTuple):
    """The objects that the request may have created."""

    created: list[Props]
    """By all evidence it is one of these."""
    mistimed: list[Props]
    """Only their time of creation contradicts it: a clock or a time zone may be wrong."""
    differing: list[Props]
    """They differ from what was requested."""

    @property
    def unclear(self) -> list[Props]:
        """The candidates whose evidence is contradictory."""
        return self.mistimed + self.differing

    @classmethod
    def among(cls, items: Iterable[Props], request: CreateRequest, by: Evidence) -> Candidates:
        """Return the candidates among *items* by the evidence."""
        new = [item for item in items if str(item.get("id")) not in by.excluded_ids]
        found = cls([], [], [])
        for item in new:
            if request.is_other(item):
                continue
            if not _differs(item, request, by):
                is_mistimed = is_late(item, by) or is_early(item, by)
                (found.mistimed if is_mistimed else found.created).append(item)
            elif not is_late(item, by):
                found.differing.append(item)
        return found


def is_late(item: Props, by: Evidence) -> bool:
    """Return whether *item* was created later than by the request."""
    created_at = epoch_s(item.get("created_at"))
    return created_at is not None and by.until is not None and created_at > by.until


def is_early(item: Props, by: Evidence) -> bool:
    """Return whether *item* was created earlier than by the request."""
    created_at = epoch_s(item.get("created_at"))
    return created_at is not None and by.since is not None and created_at < by.since


def _differs(item: Props, request: CreateRequest, by: Evidence) -> bool:
    no_evidence = _NO_EVIDENCE | request.match.keys()  # a candidate has these
    if item.get("is_secret") is not False:
        no_evidence |= {"value"}  # a masked value shows nothing
    return any(
        not by.may_be_reported(name, value)
        for name, value in item.items()
        if name not in no_evidence and isinstance(value, (str, int, float))
    )


async def resembling(ctx: Context, request: CreateRequest, listed: list[Props]) -> list[Props]:
    """Return the items that may be the created object, also if Runsite changed its name."""
    found = await request.collection.matching(ctx, listed, request.match)
    name = request.match.get("name")
    for item in listed if name else ():
        if _is_near(item.get("name"), name):
            match = request.match | {"name": item["name"]}
            found += await request.collection.matching(ctx, [item], match)
    return found


def _is_near(reported: Any, name: Any) -> bool:
    if not isinstance(reported, str) or not isinstance(name, str) or reported == name:
        return False
    is_truncated = len(reported) >= _LEAST_TRUNCATED_NAME
    return is_same("name", reported, name) or (
        is_truncated and is_same("name", reported, name[: len(reported)])
    )


def ids_of(items: Iterable[Props]) -> frozenset[str]:
    """Return the ids of *items*."""
    return frozenset(str(item.get("id")) for item in items)


def ids_in_state(ctx: Context, collection: Collection, items: Iterable[Props]) -> frozenset[str]:
    """Return the ids of the *items* that are in the state, or that this run created."""
    return ids_of(item for item in items if object_path(collection, item) in ctx.known_paths)
