"""Reads from responses in which form this Runsite returns statuses, times and values."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..provider.deployments.status import is_known
from ..provider.fields import Props
from .findings import Findings
from .messages import responses as messages
from .readings import LISTS, add_forms
from .samples import Samples, Sent
from .value_forms import is_word, json_type, one_of, time_form, value_form

_KNOWN_SERVICE_STATUSES = frozenset(
    {"running", "stopped", "sleeping", "failed", "deploying", "starting", "stopping", "restarting",
     "blocked", "pending_deletion"}
)  # fmt: skip
_INFORMATIONAL = (
    "created_at", "updated_at", "started_at", "finished_at", "commit_sha", "commit_message",
    "workspace_id", "trigger_type", "build_logs", "error_message", "subdomain",
    "github_repo_full_name",
)  # fmt: skip


def add_value_readings(findings: Findings, samples: Samples) -> None:
    """Add the findings about single values."""
    _add_types(findings, samples)
    _add_times(findings, samples)
    _add_values(findings, samples)
    _add_statuses(
        findings, samples, "web service", "service_statuses", _KNOWN_SERVICE_STATUSES.__contains__
    )
    _add_statuses(findings, samples, "deployment", "deployment_statuses", is_known)


def _add_types(findings: Findings, samples: Samples) -> None:
    types: dict[str, str] = {}
    for noun, name in LISTS.items():
        items = list(samples.all_objects(noun, name))
        found = {field: _types_of(items, field) for field in _INFORMATIONAL}
        described = [f"`{field}` {type}" for field, type in found.items() if type]
        if items:
            types[noun] = ", ".join(described) or "none"
    add_forms(findings, "types", types, "the account has no objects")


def _types_of(items: list[Props], field: str) -> str:
    types = {json_type(item[field]) for item in items if field in item}
    return one_of(sorted(types - {"null"} or types))


def _add_times(findings: Findings, samples: Samples) -> None:
    forms = {
        time_form(value)
        for noun, name in LISTS.items()
        for item in samples.all_objects(noun, name)
        for field, value in item.items()
        if field in ("created_at", "updated_at", "finished_at") and value is not None
    }
    if forms:
        findings.add("times", one_of(sorted(forms)))
    else:
        findings.unknown("times", "no object has a time")


def _add_values(findings: Findings, samples: Samples) -> None:
    found = [
        (noun, item, samples.sent.get((name, str(item.get("key")), str(item.get("scope", "")))))
        for noun, name in (("variable", "environment_variables"), ("secret", "secrets"))
        for item in samples.items(name)
    ]
    # Only of a value that the command wrote is it certain whether it is masked.
    known = [each for each in found if each[2] is not None and each[2].value] or found
    forms: dict[str, set[str]] = {}
    for noun, item, sent in known:
        kind = f"{noun} with `is_secret` {_mark(item, sent)}"
        forms.setdefault(kind, set()).add(value_form(item, sent.value if sent else None))
    described = {kind: one_of(sorted(forms[kind])) for kind in sorted(forms)}
    add_forms(findings, "values", described, "there are no variables and no secrets")


def _mark(item: Props, sent: Sent | None) -> str:
    mark = sent.is_secret if sent else item.get("is_secret")
    return "unset" if mark is None else str(mark).lower()


def _add_statuses(
    findings: Findings, samples: Samples, noun: str, id: str, is_known_status: Callable[[str], bool]
) -> None:
    items = list(samples.all_objects(noun, LISTS[noun]))
    words = {str(item["status"]) for item in items if is_word(item.get("status"))}
    if not items:
        findings.unknown(id, f"no {noun} was returned")
    elif not words:
        findings.warn(id, "none", messages.statuses_missing())
    elif unknown := sorted(word for word in words if not is_known_status(word.lower())):
        others = f"{_list(words)}; not known: {_list(unknown)}"
        findings.warn(id, others, messages.statuses_unknown())
    else:
        findings.add(id, _list(words))


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))
