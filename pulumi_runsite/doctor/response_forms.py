"""Describes the structure of a response: only with names that are the API's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..provider.fields import Props
from ..provider.secret_groups import SCOPES

_LIST_FIELDS = frozenset(
    {"projects", "web_services", "environment_variables", "variables", "secrets", "deployments"}
)
_OBJECTS = frozenset(
    {"project", "web_service", "environment_variable", "variable", "secret", "deployment"}
)
_COUNTS = frozenset({"total", "count", "limit", "offset", "page", "per_page", "next", "has_more"})
_WRAPPERS = frozenset({"data", "items", "results", "values", "scopes", "entries", "environments"})
_SECRET_FIELDS = frozenset(
    {"id", "key", "scope", "value", "is_secret", "project_id", "environment", "created_at",
     "updated_at"}
)  # fmt: skip
_MARKS = frozenset({"id", "name", "key", "status", "value", "created_at", "web_service_id"})


def envelope(response: Any, field: str) -> str:
    """Return what the list of *response* is wrapped in, the documented field being `<list>`."""
    if isinstance(response, list):
        return "`[...]`"
    if not isinstance(response, dict):
        return "no list"
    parts = []
    for name, value in response.items():
        shown = "<list>" if name == field else _known(name)
        if isinstance(value, list):
            parts.append(f"{shown}: [...]")
        elif isinstance(value, dict):
            parts.append(f"{shown}: {envelope(value, field).strip('`')}")
        elif name in _COUNTS:
            parts.append(name)
    return f"`{{{', '.join(dict.fromkeys(parts))}}}`"


def object_envelope(response: Any) -> str:
    """Return what the object of *response* is wrapped in."""
    if not isinstance(response, dict):
        return "no object"
    wrapped = [name for name, value in response.items() if isinstance(value, dict)]
    if "id" in response or "name" in response or len(wrapped) != 1:
        return "`{...}`"
    name = wrapped[0]
    return f"`{{{'<type>' if name in _OBJECTS else _known(name)}: {{...}}}}`"


def secrets_shape(response: Any) -> str:
    """Return the structure of a list of secrets, their keys being `KEY`."""
    return f"`{_structure(response)}`"


def _structure(value: Any) -> str:
    if isinstance(value, list):
        return "[" + " or ".join(dict.fromkeys(map(_structure, value))) + "]"
    if not isinstance(value, dict):
        return f"<{'null' if value is None else type(value).__name__}>"
    if _is_secret(value):
        return "{...}"
    parts = []
    for name, item in value.items():
        if isinstance(item, (dict, list)):
            shown = "<scope>" if name.lower() in SCOPES else _known(name, "KEY")
            parts.append(f"{shown}: {_structure(item)}")
        elif name in {"id", "key", "scope"} | _COUNTS:
            parts.append(name)
    return "{" + ", ".join(dict.fromkeys(parts)) + "}"


def _is_secret(value: Props) -> bool:
    if value.keys() & {"value", "is_secret"}:
        return True
    return "scope" in value and not any(isinstance(item, (dict, list)) for item in value.values())


def secret_fields(response: Any) -> list[str]:
    """Return the fields that the secrets of *response* have, those unknown to this package not."""
    found = {name: None for secret in _secrets(response) for name in secret}
    return [name for name in found if name in _SECRET_FIELDS]


def _secrets(value: Any) -> Iterator[Props]:
    if isinstance(value, dict) and _is_secret(value):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _secrets(item)


def field_names(item: Props) -> list[str]:
    """Return the fields of an object of the API, none if *item* does not look like one."""
    if len(item.keys() & _MARKS) < 2:
        return []
    return [name for name in item if re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name)]


def _known(name: str, other: str = "<other>") -> str:
    return name if name in _LIST_FIELDS | _OBJECTS | _WRAPPERS else other
