"""Creates the project and the web service, and compares them with what was sent."""

from __future__ import annotations

import json
import re
from typing import Any

from ...provider.envelope import object_in
from ...provider.fields import Props
from ..messages import writes as messages
from ..readings import joined
from ..session import Answer
from ..value_forms import is_word, json_type
from .own_objects import PATHS, OwnObjects
from .service_variables import BORN

_DESCRIPTION = "Created by python -m pulumi_runsite.doctor --write "
"""It ends with a space, to see whether that is removed."""
_IMAGE = "nginx:1.27"
_REPOSITORY = "https://github.com/docker/welcome-to-docker"
"""The source where the API refuses `image_ref`, which its documentation does not name."""
_MAX_INSTANCES = 3
_MAX_ATTEMPTS = 7
_COMPARED_ELSEWHERE = ("name", "project_id", "env_vars")
_UNSENT = (
    "project_type", "git_repository_url", "github_branch", "build_command", "start_command",
    "pre_deploy_command", "health_check_path", "dockerfile_path", "root_directory",
    "min_instances", "auto_deploy",
)  # fmt: skip


async def create_project(own: OwnObjects) -> bool:
    """Create the project, and return whether it is there and known."""
    body = {"name": own.name, "description": _DESCRIPTION}
    own.findings.remaining.append(_name(own, "project"))  # true even if the response is lost
    answer = await own.session.post("projects", body=body)
    if not await _is_created(own, "project", answer, body):
        return False
    own.findings.add("normalization", _changes(_read(own, "project"), body) or "none")
    return True


async def _is_created(own: OwnObjects, noun: str, answer: Answer, body: Props) -> bool:
    if 400 <= answer.status < 500 or not answer.was_sent:
        own.findings.remaining.remove(_name(own, noun))
        own.findings.fail("create", f"{noun}: {answer.outcome}", messages.nothing_created(noun))
        return False
    own.note_created(noun, answer, {"name": own.name} | _parent(body))
    outcomes = {each: own.created[each].outcome for each in PATHS if each in own.created}
    if await own.confirm(noun):
        own.findings.add("create", joined(outcomes))
        return True
    own.findings.fail("create", f"{noun}: {answer.outcome}", messages.created_not_found(noun))
    return False


def _name(own: OwnObjects, noun: str) -> str:
    return f"the {noun} `{own.name}`"


def _parent(body: Props) -> Props:
    return {"project_id": body["project_id"]} if "project_id" in body else {}


def _read(own: OwnObjects, noun: str) -> Props:
    """Return the object as the GET reported it that confirmed its name."""
    return object_in(own.samples.objects[noun][-1][1].body) or {}


def _changes(found: Props, sent: Props) -> str:
    changed = [
        f"`{name}` {_shown(value)} to {_shown(found[name])}"
        for name, value in sent.items()
        if name in found and found[name] not in (value, None) and name not in _COMPARED_ELSEWHERE
    ]
    return ", ".join(changed)


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return f"`{text}`" if len(text) < 80 else json_type(value)


async def create_service(own: OwnObjects) -> bool:
    """Create the web service, never deployed, and return whether it is there and known."""
    body: Props = {
        "name": own.name,
        "project_id": own.ids["project"],
        "source_type": "image",
        "image_ref": _IMAGE,
        "port": 80,
        "min_instances": 2,
        "max_instances": 1,
        "env_vars": BORN,
    }
    refused: dict[str, None] = {}
    own.findings.remaining.append(_name(own, "web service"))
    for _ in range(_MAX_ATTEMPTS):
        answer = await own.session.post("web-services", body=body)
        unknown = answer.unknown_fields & body.keys()
        if unknown:
            refused |= dict.fromkeys(sorted(unknown))
            body = {name: value for name, value in body.items() if name not in unknown}
            if "image_ref" in unknown:
                body |= {"git_repository_url": _REPOSITORY}
        elif answer.status in (400, 409, 422) and "min_instances" in body:
            own.findings.add("contradiction", answer.outcome)
            del body["min_instances"]
            body["max_instances"] = _MAX_INSTANCES
        elif answer.status in (400, 409, 422) and "env_vars" in body:
            del body["env_vars"]
        else:
            break
    status = (object_in(answer.body) or {}).get("status")
    own.findings.add("initial_status", f"`{status}`" if is_word(status) else json_type(status))
    if not await _is_created(own, "web service", answer, body):
        if "env_vars" in body and _name(own, "web service") in own.findings.remaining:
            own.findings.remaining.append(f"{len(BORN)} variables without any use")
        return False
    _add_service_findings(own, body, list(refused))
    own.sends_variables = "env_vars" in body
    return True


def _add_service_findings(own: OwnObjects, body: Props, refused: list[str]) -> None:
    findings, found = own.findings, _read(own, "web service")
    if "min_instances" in body:
        findings.add("contradiction", "accepted")
    names = ", ".join(f"`{name}`" for name in refused)
    findings.add("service_fields", f"refused: {names}" if names else "all that were sent")
    changes = _changes(found, body)
    if changes:
        before = findings.by_id["normalization"].answer.replace("none", "")
        findings.add("normalization", ", ".join(filter(None, (before, changes))))
    unsent = [name for name in _UNSENT if name not in body and name in found]
    missing = [f"`{name}`" for name in _UNSENT if name not in body and name not in found]
    defaults = ", ".join(f"`{name}` {_shown(found[name])}" for name in unsent) or "none"
    not_returned = f"; not returned: {', '.join(missing)}" if missing else ""
    findings.add("service_defaults", defaults + not_returned)
    url = found.get("url")
    is_url = isinstance(url, str) and re.match("https?://", url)
    findings.add("new_url", "a URL" if is_url else json_type(url) if "url" in found else "missing")
