"""The list of project secrets, grouped by key in the format of the switch `secrets_shape`."""

from __future__ import annotations

from typing import Any

from ..world.response_switches import ResponseSwitches

_Secret = dict[str, Any]


def group_secrets(secrets: list[_Secret], switches: ResponseSwitches) -> Any:
    """Return *secrets* grouped by key: a list of groups, a map by key, or a flat list."""
    groups: dict[str, list[_Secret]] = {}
    for secret in secrets:
        groups.setdefault(secret["key"], []).append(secret)
    if switches.secrets_shape == "flat":
        return [secret for group in groups.values() for secret in group]
    shaped = {key: _shape_group(group, switches) for key, group in groups.items()}
    if switches.secrets_shape in ("values", "scopes"):
        return [
            {"key": key, **_group_id(groups[key], switches), switches.secrets_shape: group}
            for key, group in shaped.items()
        ]
    return {key: _with_group_id(groups[key], shaped[key], switches) for key in groups}


def _shape_group(group: list[_Secret], switches: ResponseSwitches) -> Any:
    """Return the secrets of one key as a list, or as a map by scope."""
    by_scope = switches.secrets_shape in ("scopes", "by_scope")
    dropped = {"id"} if switches.has_group_ids else set()
    if switches.secret_fields == "not_repeated":  # noqa: S105 - a switch
        dropped |= {"key", "scope"} if by_scope else {"key"}
    items = [{k: v for k, v in secret.items() if k not in dropped} for secret in group]
    if not by_scope:
        return items
    return {secret["scope"]: item for secret, item in zip(group, items, strict=True)}


def _group_id(group: list[_Secret], switches: ResponseSwitches) -> dict[str, Any]:
    has_id = switches.has_group_ids and "id" in group[0]
    return {"id": group[0]["id"]} if has_id else {}


def _with_group_id(group: list[_Secret], shaped: Any, switches: ResponseSwitches) -> Any:
    group_id = _group_id(group, switches)
    if not group_id:
        return shaped
    return group_id | (shaped if isinstance(shaped, dict) else {"values": shaped})
