"""Creates variables or secrets of the command's own objects, and watches what changes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ...provider.envelope import object_in, total_in
from ...provider.fields import Props
from ..messages import writes as messages
from ..samples import Sent, items_in
from ..session import Answer
from ..value_forms import value_form
from .own_objects import OwnObjects

SECRET, PLAIN, DEFAULT, EMPTY = "DOCTOR_SECRET", "DOCTOR_PLAIN", "DOCTOR_DEFAULT", "DOCTOR_EMPTY"
_MASK = "DOCTOR_MASK"
_PLAIN_VALUE = "doctor plain "
"""It ends with a space, to see whether that is removed."""
_WAIT_S = 10.0
_PAUSE_S = 1.0


@dataclass(frozen=True)
class Listing:
    """A list of variables."""

    items: list[Props]
    answer: Answer

    @property
    def is_complete(self) -> bool:
        """Whether the API reports to have no more items."""
        return self.answer.is_success and total_in(self.answer.body) <= len(self.items)

    @property
    def keys(self) -> list[str]:
        """The keys, in the order of the list."""
        return [str(item.get("key")) for item in self.items]

    def item(self, key: str) -> Props:
        """Return the item with this key, an empty one if there is none."""
        return next((item for item in self.items if item.get("key") == key), {})


@dataclass
class OwnVariables:
    """The variables of the command's web service, or the secrets of its project."""

    own: OwnObjects
    noun: str
    """`variable` or `secret`, which the ids of the findings begin with."""
    path: tuple[str, ...]
    list_field: str
    bulk_field: str
    parent: Props
    scope: Props = field(default_factory=dict)
    ids_by_key: dict[str, list[str]] = field(default_factory=dict, init=False)
    """The ids in responses to POST."""

    async def create(self, key: str, value: str, **fields: Any) -> Answer:
        """Create a variable with these *fields*, and note what the response contains."""
        body = {"key": key, "value": value} | self.scope | fields
        answer = await self.own.session.post(*self.path, body=body)
        if answer.is_success:
            place = (self.list_field, key, str(body.get("scope", "")))
            self.own.samples.sent.setdefault(place, Sent(value, body.get("is_secret")))
            expected = {name: body[name] for name in ("key", "scope") if name in body} | self.parent
            ids = self.own.note_created(self.noun, answer, expected)
            self.ids_by_key.setdefault(key, []).extend(ids)
        return answer

    async def list(self) -> Listing:
        """Return the list as it is now."""
        answer = await self.own.session.get(*self.path)
        return Listing(items_in(self.list_field, answer.body), answer)

    async def list_with(self, keys: Iterable[str]) -> Listing:
        """Return the list as soon as it has *keys*, or is incomplete, or after some seconds."""
        clock, started = self.own.session.clock, self.own.session.clock.now()
        while True:
            listing = await self.list()
            lag_s = clock.now() - started
            has_all = set(keys) <= set(listing.keys)
            if has_all:
                lags_s = self.own.lags_s["list_lag"]
                lags_s[self.noun] = max(lag_s, lags_s.get(self.noun, 0.0))
            if has_all or not listing.is_complete or lag_s > _WAIT_S:
                return listing
            await clock.sleep(_PAUSE_S)

    def add(self, question: str, answer: str) -> None:
        """Add a finding about these variables."""
        self.own.findings.add(f"{self.noun}_{question}", answer)

    def warn(self, question: str, answer: str, advice: str) -> None:
        """Add a warning about these variables."""
        self.own.findings.warn(f"{self.noun}_{question}", answer, advice)


async def watch_creates(own: OwnVariables) -> None:
    """Create variables in every way, and read them."""
    token = secrets.token_hex(16)
    first = await own.create(SECRET, token, is_secret=True)
    own.add("create", first.outcome)
    if not first.is_success:
        own.warn("create", first.outcome, messages.not_written())
        return
    if own.scope:
        await own.create(SECRET, token, is_secret=True, scope="staging")
    plain = await own.create(PLAIN, _PLAIN_VALUE, is_secret=False)
    default = await own.create(DEFAULT, "doctor")
    empty = await own.create(EMPTY, "")
    own.add("empty", "accepted" if empty.is_success else empty.outcome)
    answers = {PLAIN: plain, DEFAULT: default, EMPTY: empty}
    created = [SECRET, *(key for key, answer in answers.items() if answer.is_success)]
    listing = await own.list_with(created)
    own.own.samples.add_list(own.list_field, listing.answer, next(iter(own.parent.values())))
    _add_default(own, listing.item(DEFAULT) or object_in(default.body) or {})
    _add_normalization(own, listing.item(PLAIN) or object_in(plain.body) or {})
    await _watch_existing(own)
    await _watch_mask(own, listing.item(SECRET), token)


def _add_default(own: OwnVariables, item: Props) -> None:
    if "is_secret" in item:
        own.add("default", str(item["is_secret"]).lower())
    elif "value" in item:
        own.add("default", "false" if value_form(item, "doctor") == "in clear" else "masked")


def _add_normalization(own: OwnVariables, item: Props) -> None:
    findings = own.own.findings
    value, before = item.get("value"), findings.by_id["normalization"].answer
    if value == _PLAIN_VALUE.strip() and "`value`" not in before:
        others = [] if before == "none" else [before]
        findings.add("normalization", ", ".join([*others, "`value`: whitespace is removed"]))


async def _watch_existing(own: OwnVariables) -> None:
    answer = await own.create(SECRET, secrets.token_hex(16), is_secret=True)
    if not answer.is_success:
        own.add("existing", answer.outcome)
        return
    listing = await own.list()
    scope = own.scope.get("scope")
    same = [item for item in listing.items if item.get("key") == SECRET and _is_in(item, scope)]
    if len(same) > 1:
        own.warn("existing", "a duplicate is created", messages.duplicates_possible())
    else:
        own.add("existing", "it is updated" if listing.is_complete else "accepted")


def _is_in(item: Props, scope: Any) -> bool:
    return scope is None or item.get("scope") == scope


async def _watch_mask(own: OwnVariables, item: Props, token: str) -> None:
    mask = item.get("value")
    if not isinstance(mask, str) or not mask or mask == token:
        own.own.findings.unknown(f"{own.noun}_mask", "no value was masked with a text")
        return
    answer = await own.create(_MASK, mask, is_secret=True)
    if answer.is_success:
        own.warn("mask", "accepted", messages.mask_accepted())
    else:
        own.add("mask", answer.outcome)


def own_items(listing: Listing) -> list[Props]:
    """Return the variables of *listing*, all of which the command created."""
    return [item for item in listing.items if str(item.get("key", "")).startswith("DOCTOR_")]
