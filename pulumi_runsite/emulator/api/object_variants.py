"""One object of a response in the format that the switches select."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from ..world.emulator import Emulator
from ..world.response_switches import ResponseSwitches
from .variable_values import group_id, is_masked

_Object = dict[str, Any]

_MINIMAL_FIELDS = {
    "web_service": {"id", "name", "status", "url"},
    "environment_variable": {"id", "key", "value"},
    "secret": {"id", "key", "scope", "value"},
}
# What the API may fill in for a text field that was not sent.
_DEFAULTS = {
    "description": "", "build_command": "", "start_command": "", "pre_deploy_command": "",
    "health_check_path": "/", "dockerfile_path": "./Dockerfile", "root_directory": ".",
}  # fmt: skip
_NULLABLE_TEXTS = (*_DEFAULTS, "git_repository_url", "image_ref")
_ABSENT_DEPLOYMENT_FIELDS = {
    "all": set[str](),
    "without_status": {"status"},
    "without_is_live": {"is_live"},
    "without_finished_at": {"finished_at"},
    "without_end": {"is_live", "finished_at"},
}
_INFORMATIONAL = {
    "created_at", "updated_at", "started_at", "finished_at", "timestamp", "commit_sha",
    "commit_message", "workspace_id", "trigger_type", "build_logs", "error_message", "subdomain",
    "github_repo_full_name", "service_summary", "web_services_list", "container_id",
}  # fmt: skip
_PARENTS = {
    "web_service": "project_id",
    "deployment": "web_service_id",
    "environment_variable": "web_service_id",
    "secret": "project_id",
}
_OTHER_SCOPE = {"production": "staging", "staging": "development", "development": "production"}
_TIME = "%Y-%m-%dT%H:%M:%S"


def shape_object(emulator: Emulator, noun: str, verb: str, item: _Object) -> _Object:
    """
    Return *item* in the format that the switches select.

    Args:
        noun: The type of *item*, such as `web_service`.
        verb: How it comes to be returned: `create`, `read`, `action` or `list`.
    """
    switches = emulator.switches
    shaped = _with_ids(emulator, noun, verb, dict(item))
    shaped = _with_other_object(emulator, noun, verb, shaped)
    shaped = _with_fields(switches, noun, shaped)
    shaped = _with_informational(switches, shaped)
    return {name: _with_time_format(switches, name, value) for name, value in shaped.items()}


def _with_fields(switches: ResponseSwitches, noun: str, item: _Object) -> _Object:
    if switches.mask_style == "absent" and _is_masked(switches, noun, item):
        del item["value"]
    is_minimal = (switches.echo if noun == "web_service" else switches.variable_fields) == "minimal"
    if is_minimal and noun in _MINIMAL_FIELDS:
        item = {k: v for k, v in item.items() if k in _MINIMAL_FIELDS[noun]}
    if noun in ("project", "web_service") and switches.echo in ("defaults", "empty"):
        texts = _DEFAULTS if switches.echo == "defaults" else dict.fromkeys(_NULLABLE_TEXTS, "")
        item |= {name: texts[name] for name in texts if name in item and item[name] is None}
    if noun == "deployment":
        absent = _ABSENT_DEPLOYMENT_FIELDS[switches.deployment_fields]
        item = {k: v for k, v in item.items() if k not in absent}
    return item


def _is_masked(switches: ResponseSwitches, noun: str, item: _Object) -> bool:
    return "value" in item and is_masked(
        switches, is_secret=item["is_secret"], is_project_secret=noun == "secret"
    )


def _with_other_object(emulator: Emulator, noun: str, verb: str, item: _Object) -> _Object:
    switches = emulator.switches
    other = emulator.ids.fixed_uuid("another object")
    if switches.mismatch == "id" and verb in ("read", "action") and "id" in item:
        item["id"] = other
    elif switches.mismatch == "name" and verb == "create" and "name" in item:
        item["name"] = "another"
    elif switches.mismatch == "key" and verb == "create" and "key" in item:
        item["key"] = "ANOTHER"
    elif switches.mismatch == "scope" and verb == "create" and "scope" in item:
        item["scope"] = _OTHER_SCOPE[item["scope"]]
    elif switches.mismatch == "parent" and _shows_parent(noun, verb):
        item[_PARENTS[noun]] = other
    return item


def _shows_parent(noun: str, verb: str) -> bool:
    # A web service that moved to another project is drift, not a wrong response.
    return noun in _PARENTS and (noun != "web_service" or verb == "create")


def _with_ids(emulator: Emulator, noun: str, verb: str, item: _Object) -> _Object:
    switches = emulator.switches
    where = {"environment_variable": switches.env_ids, "secret": switches.secret_ids}.get(noun)
    if where == "none" or (where == "only_on_create" and verb != "create"):
        item.pop("id", None)
    elif where == "group":
        item["id"] = group_id(emulator, item["project_id"], item["key"])
    form = {"create": switches.created_id, "action": "correct"}.get(verb, switches.read_id)
    if form == "missing":
        item.pop("id", None)
    elif form != "correct" and "id" in item:
        invalid = {"null": None, "empty": "", "slash": f"{item['id']}/restart", "dots": ".."}
        item["id"] = invalid[form]
    return item


def _with_informational(switches: ResponseSwitches, item: _Object) -> _Object:
    if switches.informational == "documented":
        return item
    shaped: _Object = {}
    for name, value in item.items():
        # `finished_at` shows the end of a deployment; its absence is `deployment_fields`.
        is_absent = name in _INFORMATIONAL - {"finished_at"}
        if switches.informational == "missing" and is_absent:
            continue
        if switches.informational == "null" and is_absent:
            shaped[name] = None
        elif name in _INFORMATIONAL and value is not None:
            shaped[name] = _with_type(switches.informational, name, value)
        else:
            shaped[name] = value
    return shaped


def _with_type(informational: str, name: str, value: Any) -> Any:
    if informational == "objects":
        return {"value": value}
    if informational == "numbers":
        return int(_parse_time(value).timestamp()) if _is_time(name, value) else 7
    return value


def _is_time(name: str, value: Any) -> bool:
    return isinstance(value, str) and (name.endswith("_at") or name == "timestamp")


def _parse_time(text: str) -> datetime:
    return datetime.strptime(text, _TIME + "Z").replace(tzinfo=timezone.utc)


def _with_time_format(switches: ResponseSwitches, name: str, value: Any) -> Any:
    if switches.time_format == "seconds" or not _is_time(name, value):
        return value
    at = _parse_time(value)
    formats = {"fraction": _TIME + ".000000Z", "offset": _TIME + "+00:00", "naive": _TIME}
    if switches.time_format in formats:
        return at.strftime(formats[switches.time_format])
    return int(at.timestamp()) * (1000 if switches.time_format == "epoch_ms" else 1)
