"""Reads from responses in which form this Runsite returns lists, objects and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..provider.envelope import object_in, total_in
from ..provider.fields import Props
from .findings import Findings
from .messages import responses as messages
from .response_forms import (
    envelope,
    field_names,
    object_envelope,
    secret_fields,
    secrets_shape,
)
from .samples import NOT_AN_ID, Samples, items_in
from .session import Answer, Session
from .value_forms import id_form, json_type, one_of

LISTS = {
    "project": "projects",
    "web service": "web_services",
    "variable": "environment_variables",
    "secret": "secrets",
    "deployment": "deployments",
}
"""The types of objects, each with the field that their list has."""
_PARENTS = {
    "environment_variables": "web_service_id",
    "deployments": "web_service_id",
    "secrets": "project_id",
}
_UNPAGED = ("projects", "web_services", "environment_variables")


def joined(forms: dict[str, str]) -> str:
    """Return *forms* as a text, what is the same of all of them once."""
    if len(set(forms.values())) == 1:
        return next(iter(forms.values()))
    return "; ".join(f"{name}: {form}" for name, form in forms.items())


def add_readings(findings: Findings, samples: Samples, session: Session) -> None:
    """Add the findings about the structure of the responses."""
    _add_envelopes(findings, samples)
    _add_paging(findings, samples)
    _add_order(findings, samples)
    _add_ids(findings, samples)
    _add_matching(findings, samples)
    _add_fields(findings, samples)
    _add_secrets(findings, samples)
    _add_names(findings, samples)
    _add_errors(findings, samples)
    _add_rate_limits(findings, session)


def _add_envelopes(findings: Findings, samples: Samples) -> None:
    lists = {
        noun: one_of(envelope(answer.body, name) for answer in answers)
        for noun, name in LISTS.items()
        if noun != "secret" and (answers := samples.successes(name))
    }
    add_forms(findings, "list_envelope", lists, "no list was returned")
    objects = {
        noun: one_of(object_envelope(answer.body) for _, answer in answers)
        for noun, answers in samples.objects.items()
        if any(answer.is_success for _, answer in answers)
    }
    add_forms(findings, "object_envelope", objects, "the account has no object to read")


def add_forms(findings: Findings, id: str, forms: dict[str, str], why_none: str) -> None:
    """Add *forms* as the answer to the question *id*, or that there are none."""
    if forms:
        findings.add(id, joined(forms))
    else:
        findings.unknown(id, why_none)


def _add_paging(findings: Findings, samples: Samples) -> None:
    counts: dict[str, str] = {}
    for name in _UNPAGED:
        for parent, answer in samples.lists.get(name, []):
            count, total = len(items_in(name, answer.body)), total_in(answer.body)
            page = samples.next_pages.get((name, parent))
            if not answer.is_from_api:
                continue
            if total > count and page is not None and _is_another(name, page, answer):
                counts[name] = f"{count} of {total} items; `offset` returns others"
            elif total > count:
                text = f"{count} of {total} items; `offset` does not return others"
                findings.warn("paging", text, messages.list_is_paged())
                return
            else:
                counts[name] = "as many items as `total`" if total == count else "no `total`"
    add_forms(findings, "paging", counts, "no list was returned")


def _is_another(name: str, page: Answer, first: Answer) -> bool:
    return page.is_from_api and items_in(name, page.body) != items_in(name, first.body)


def _add_order(findings: Findings, samples: Samples) -> None:
    orders: dict[str, str] = {}
    for noun, name in LISTS.items():
        for answer in samples.successes(name):
            order = _order([item.get("created_at") for item in items_in(name, answer.body)])
            if order:
                orders[noun] = order
    add_forms(findings, "list_order", orders, "no list has two objects of different ages")


def _order(times: list[Any]) -> str:
    if len({json_type(time) for time in times}) != 1 or json_type(times[0]) not in _SORTABLE:
        return ""
    if len(set(times)) < 2:
        return ""
    if times == sorted(times):
        return "oldest first"
    return "newest first" if times == sorted(times, reverse=True) else "not by age"


_SORTABLE = ("text", "number")


def _add_ids(findings: Findings, samples: Samples) -> None:
    forms = {}
    for noun, name in LISTS.items():
        items = list(samples.items(name))
        items += [body for _, answer in samples.objects.get(noun, []) for body in _object(answer)]
        if items:
            forms[noun] = one_of(sorted({_own_id_form(item) for item in items}))
    if any(word in form for form in forms.values() for word in _UNUSABLE):
        findings.warn("ids", joined(forms), messages.ids_unusable())
    else:
        add_forms(findings, "ids", forms, "the account has no objects")


_UNUSABLE = ("missing", "null", "empty", "with ", "`..`")


def _own_id_form(item: Props) -> str:
    if "group_id" in item:
        return f"{id_form({'id': item['group_id']})} of all scopes together"
    return id_form(item)


def _object(answer: Answer) -> Iterator[Props]:
    found = object_in(answer.body) if answer.is_success else None
    if found is not None:
        yield found


def _add_matching(findings: Findings, samples: Samples) -> None:
    others = [
        f"`id` of a {noun}"
        for noun, answers in samples.objects.items()
        for requested, answer in answers
        for found in _object(answer)
        if "id" in found and str(found["id"]) not in (requested, "None", "")
    ]
    others += [
        f"`{field}` in the list of {name.replace('_', ' ')}"
        for name, field in _PARENTS.items()
        for parent, answer in samples.lists.get(name, [])
        for item in items_in(name, answer.body)
        if str(item.get(field) or parent) != parent
    ]
    if others:
        answer_text = f"other {', '.join(dict.fromkeys(others))}"
        findings.warn("matching", answer_text, messages.responses_do_not_match())
    elif samples.objects:
        findings.add("matching", "yes")
    else:
        findings.unknown("matching", "the account has no object to read")


def _add_fields(findings: Findings, samples: Samples) -> None:
    fields: dict[str, str] = {}
    for noun, name in LISTS.items():
        if noun != "secret":
            names = _names(field_names(item) for item in samples.all_objects(noun, name))
            if names:
                fields[noun] = names
    add_forms(findings, "fields", fields, "the account has no objects")


def _names(lists: Iterable[list[str]]) -> str:
    return ", ".join(dict.fromkeys(f"`{name}`" for names in lists for name in names))


def _add_secrets(findings: Findings, samples: Samples) -> None:
    full = [answer for answer in samples.successes("secrets") if answer.body]
    with_items = [answer for answer in full if items_in("secrets", answer.body)]
    read: tuple[tuple[str, Callable[[Answer], str]], ...] = (
        ("secrets_shape", lambda answer: secrets_shape(answer.body)),
        ("secret_fields", lambda answer: _names([secret_fields(answer.body)]) or "none"),
    )
    for id, describe in read:
        if with_items:
            findings.add(id, one_of(map(describe, with_items)))
        elif any(total_in(answer.body) for answer in full):
            findings.warn(id, "not understood", messages.secrets_not_understood())
        else:
            findings.unknown(id, "no project that was read has secrets")


def _add_names(findings: Findings, samples: Samples) -> None:
    for name in ("projects", "web_services"):
        found = [item.get("name") for item in samples.items(name)]
        if len(found) != len(set(map(str, found))) and len(samples.successes(name)) == 1:
            findings.add("names", "no: two objects have the same name")
            return
    findings.unknown("names", "no two objects have the same name")


def _add_errors(findings: Findings, samples: Samples) -> None:
    forms: dict[str, str] = {}
    for name, answer in (
        ("unknown id", samples.unknown_id),
        ("invalid id", samples.invalid_id),
    ):
        if answer is not None:
            repeated = ", which repeats what was sent" if answer.repeats(NOT_AN_ID) else ""
            detail = f"`detail` as {json_type(answer.detail)}" if answer.body else answer.form
            forms[name] = f"{answer.status} with {detail}{repeated}"
    add_forms(findings, "errors", forms, "no request was sent")


def _add_rate_limits(findings: Findings, session: Session) -> None:
    limited = [answer for answer in session.answers if answer.status == 429]
    if not limited:
        findings.add("rate_limits", f"none within {len(session.answers)} requests")
        return
    first = limited[0]
    before = session.answers[: session.answers.index(first)]
    same = sum(answer.request == first.request for answer in before)
    header = "with" if "retry-after" in first.headers else "without"
    answer_text = f"429 {header} Retry-After after {len(before)} requests, {same} of them alike"
    findings.add("rate_limits", answer_text, first.request)
