"""A Runsite that stores the keys of environment variables and secrets in upper case."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.emulator.api import env_vars, project_secrets, web_services


class _ByUpperKey(dict[str, Any]):
    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key.upper(), default)


class _ByUpperKeyAndScope(dict[tuple[str, str], Any]):
    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        return super().get((key[0].upper(), key[1]), default)


def _upper(body: Any) -> Any:
    body.key = body.key.upper()
    return body


def store_keys_in_upper_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the emulator store and compare keys in upper case."""
    for module, adds, lookup, by_key in (
        (env_vars, "add_variable", "_by_key", _ByUpperKey),
        (project_secrets, "_add", "_by_key_and_scope", _ByUpperKeyAndScope),
    ):
        _patch(monkeypatch, module, adds, lookup, by_key)
    monkeypatch.setattr(web_services, "add_variable", env_vars.add_variable)


def _patch(
    monkeypatch: pytest.MonkeyPatch, module: Any, adds: str, lookup: str, by_key: type[Any]
) -> None:
    add, match, found = getattr(module, adds), module._match_items, getattr(module, lookup)
    monkeypatch.setattr(module, adds, lambda e, parent, body: add(e, parent, _upper(body)))
    monkeypatch.setattr(
        module, "_match_items", lambda e, parent, items: match(e, parent, list(map(_upper, items)))
    )
    monkeypatch.setattr(module, lookup, lambda e, parent: by_key(found(e, parent)))
