"""A request to create a web service, as the switches accept, complete and normalize it."""

from __future__ import annotations

import re
from typing import Any

from ..world.emulator import Emulator
from .errors import ApiError
from .request_models import WebServiceCreate
from .variable_values import unknown_field

# The fields in the example of Runsite's public API page.
_DOCUMENTED_FIELDS = {
    "name", "project_id", "git_repository_url", "port", "build_command", "min_instances",
    "max_instances",
}  # fmt: skip
_OTHER_DEFAULTS: dict[str, Any] = {
    "port": 3000, "github_branch": "master", "min_instances": 2, "max_instances": 2,
    "auto_deploy": True,
}  # fmt: skip
_TEXTS = (
    "name", "build_command", "start_command", "pre_deploy_command", "dockerfile_path",
    "root_directory",
)  # fmt: skip
_PLAN_LIMIT = 2


def prepare_service(emulator: Emulator, body: WebServiceCreate) -> WebServiceCreate:
    """
    Return *body* after the switches `service_fields`, `service_defaults` and `normalize`.

    Raises:
        ApiError: 422 with every field that is not accepted.
    """
    _check_fields(emulator, body)
    changes: dict[str, Any] = {}
    if emulator.switches.service_fields != "all":
        changes["source_type"] = "git" if body.image_ref is None else "image"
    is_image = changes.get("source_type", body.source_type) == "image"
    if emulator.switches.service_defaults == "other":
        changes |= _other_defaults(body, is_image=is_image)
    changed = body.model_copy(update=changes)
    return changed.model_copy(update=_normalized(emulator.switches.normalize, changed))


def _check_fields(emulator: Emulator, body: WebServiceCreate) -> None:
    rejected = {
        "all": set[str](),
        "without_source_type": {"source_type"},
        "documented": set(WebServiceCreate.model_fields) - _DOCUMENTED_FIELDS,
    }[emulator.switches.service_fields]
    entries = [unknown_field(["body", name]) for name in sorted(body.model_fields_set & rejected)]
    if entries:
        raise ApiError(422, entries)


def _other_defaults(body: WebServiceCreate, *, is_image: bool) -> dict[str, Any]:
    excluded = {"github_branch", "auto_deploy"} if is_image else set()
    defaults = {
        name: value
        for name, value in _OTHER_DEFAULTS.items()
        if name not in body.model_fields_set | excluded
    }
    # A default does not contradict what was sent.
    if "min_instances" in defaults:
        defaults["min_instances"] = min(2, defaults.get("max_instances", body.max_instances))
    if "max_instances" in defaults:
        defaults["max_instances"] = max(2, defaults.get("min_instances", body.min_instances))
    return defaults


def _normalized(rule: str, body: WebServiceCreate) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if rule in ("whitespace", "all"):
        texts = {name: getattr(body, name) for name in _TEXTS}
        changes |= {name: text.strip() for name, text in texts.items() if text is not None}
    if rule in ("git_suffix", "all") and body.git_repository_url is not None:
        changes["git_repository_url"] = body.git_repository_url.removesuffix(".git") + ".git"
    if rule in ("image_registry", "all") and body.image_ref is not None:
        changes["image_ref"] = _with_registry(body.image_ref)
    if rule in ("paths", "all"):
        for name in ("dockerfile_path", "root_directory"):
            path = changes.get(name, getattr(body, name))
            if path is not None:
                changes[name] = re.sub(r"^(\./)+(?=.)|(?<=.)/+$", "", path)
    if rule in ("plan_limit", "all"):
        for name in ("min_instances", "max_instances"):
            changes[name] = min(_PLAN_LIMIT, getattr(body, name))
    return changes


def _with_registry(image_ref: str) -> str:
    first, slash, _ = image_ref.partition("/")
    if not slash:
        return f"docker.io/library/{image_ref}"
    has_registry = "." in first or ":" in first or first == "localhost"
    return image_ref if has_registry else f"docker.io/{image_ref}"
