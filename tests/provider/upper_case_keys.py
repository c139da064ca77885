"""A Runsite that stores the keys of environment variables in upper case."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.emulator.api import env_vars, web_services


class _ByUpperKey(dict[str, Any]):
    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key.upper(), default)


def store_keys_in_upper_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the emulator store and compare keys in upper case."""
    add, match, by_key = env_vars.add_variable, env_vars._match_items, env_vars._by_key

    def upper(body: Any) -> Any:
        body.key = body.key.upper()
        return body

    for module in (env_vars, web_services):
        monkeypatch.setattr(module, "add_variable", lambda e, web, body: add(e, web, upper(body)))
    monkeypatch.setattr(
        env_vars, "_match_items", lambda e, web, items: match(e, web, [upper(i) for i in items])
    )
    monkeypatch.setattr(env_vars, "_by_key", lambda e, web: _ByUpperKey(by_key(e, web)))
