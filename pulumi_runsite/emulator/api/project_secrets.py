"""Project secrets: one value for each key and scope (public-api.txt; dossier 6.5)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Response

from ..openapi.route_responses import answers
from ..world.emulator import Emulator, Here
from ..world.records import Secret, stamp
from .auth import GuardedRoute
from .errors import Refusal, not_found
from .lookup import ProjectId, SecretId, find_project, listed
from .request_models import SecretBulk, SecretCreate, SecretItem
from .response_models import SecretAnswer, SecretList
from .responses import acted, created, deleted, json_answer
from .secret_values import masked, refuse_value

router = APIRouter(route_class=GuardedRoute, tags=["project secrets"])
_PATH = "/projects/{project_id}/secrets"
_Pair = tuple[str, str]


@router.get(_PATH, operation_id="list_secrets", **answers(200, SecretList, 404, 422))
async def list_secrets(here: Here, project_id: ProjectId) -> Response:
    """Return the secrets grouped by key, values masked."""
    project = find_project(here, project_id)
    return json_answer(_grouped(here, project.id))


@router.post(
    _PATH, operation_id="create_secret", **answers(201, SecretAnswer, 400, 404, 409, 413, 422)
)
async def create_secret(here: Here, project_id: ProjectId, body: SecretCreate) -> Response:
    """Make a secret; a key that the scope has is refused with 409 (switch `duplicate_key`)."""
    project = find_project(here, project_id)
    refuse_value(here, body.value, ["value"])
    there = _by_pair(here, project.id).get((body.key, body.scope))
    if there is not None and here.switches.duplicate_key == "refuse":
        raise _conflict(body)
    if there is not None and here.switches.duplicate_key == "upsert":
        secret = _change(here, there, body)
    else:
        secret = _add(here, project.id, body)
    return created(here.switches, _shown(here, secret))


@router.put(
    _PATH + "/bulk",
    operation_id="put_secrets_bulk",
    **answers(200, SecretList, 400, 404, 409, 413, 422),
)
async def put_secrets_bulk(here: Here, project_id: ProjectId, body: SecretBulk) -> Response:
    """Change the secrets whose id, or key and scope, is given and make the others; all or none."""
    project = find_project(here, project_id)
    targets = _targets(here, project.id, body.secrets)
    if here.switches.bulk == "replace":
        kept = {t.id for t in targets if t is not None}
        for secret in here.store.secrets.of(project.id):
            if secret.id not in kept:
                here.store.secrets.remove(secret.id)
    for item, target in zip(body.secrets, targets, strict=True):
        if target is None:
            _add(here, project.id, item)
        else:
            _change(here, target, item)
    return acted(here.switches, _grouped(here, project.id))


@router.delete(_PATH + "/bulk", include_in_schema=False)
async def delete_secrets_bulk() -> Response:
    """Answer 405: `bulk` is a place of its own, not an id."""
    raise HTTPException(405)


@router.delete(_PATH + "/{secret_id}", operation_id="delete_secret", **answers(204, None, 404, 422))
async def delete_secret(here: Here, project_id: ProjectId, secret_id: SecretId) -> Response:
    """Delete a secret by its id."""
    project = find_project(here, project_id)
    secret = here.store.secrets.get(secret_id.lower())
    if secret is None or secret.project_id != project.id:
        raise not_found("Secret")
    here.store.secrets.remove(secret.id)
    return deleted(here.switches)


def _add(here: Emulator, project_id: str, body: SecretCreate) -> Secret:
    now = here.clock.now()
    default = here.switches.secret_is_secret_default
    return here.store.secrets.put(
        Secret(
            id=here.ids.next_uuid(),
            project_id=project_id,
            key=body.key,
            scope=body.scope,
            value=body.value,
            is_secret=default if body.is_secret is None else body.is_secret,
            created_at=now,
            updated_at=now,
        )
    )


def _change(here: Emulator, secret: Secret, body: SecretCreate) -> Secret:
    secret.key, secret.scope, secret.value = body.key, body.scope, body.value
    if body.is_secret is not None:
        secret.is_secret = body.is_secret
    secret.updated_at = here.clock.now()
    return here.store.secrets.put(secret)


def _shown(here: Emulator, secret: Secret) -> dict[str, Any]:
    return {
        "id": secret.id,
        "project_id": secret.project_id,
        "key": secret.key,
        "scope": secret.scope,
        "value": masked(here, secret),
        "is_secret": secret.is_secret,
        "created_at": stamp(secret.created_at),
        "updated_at": stamp(secret.updated_at),
    }


def _grouped(here: Emulator, project_id: str) -> dict[str, Any]:
    secrets = listed(here, here.store.secrets.of(project_id))
    groups: dict[str, list[dict[str, Any]]] = {}
    for secret in secrets:
        groups.setdefault(secret.key, []).append(_shown(here, secret))
    if here.switches.secrets_shape == "by_key":
        return groups
    if here.switches.secrets_shape == "by_scope":
        return {"secrets": {key: {s["scope"]: s for s in group} for key, group in groups.items()}}
    shown = [{"key": key, "values": group} for key, group in groups.items()]
    return {"secrets": shown, "total": len(shown)}


def _by_pair(here: Emulator, project_id: str) -> dict[_Pair, Secret]:
    return {(s.key, s.scope): s for s in here.store.secrets.of(project_id)}


def _targets(here: Emulator, project_id: str, items: list[SecretItem]) -> list[Secret | None]:
    """Return the secret that each item changes, or None where it makes one."""
    by_pair = _by_pair(here, project_id)
    targets: list[Secret | None] = []
    for place, item in enumerate(items):
        refuse_value(here, item.value, ["secrets", place, "value"])
        targets.append(_target(here, project_id, item, by_pair))
    _refuse_clashes(items, targets, by_pair)
    return targets


def _target(
    here: Emulator, project_id: str, item: SecretItem, by_pair: dict[_Pair, Secret]
) -> Secret | None:
    if item.id:
        secret = here.store.secrets.get(item.id.lower())
        if secret is None or secret.project_id != project_id:
            raise not_found("Secret")
        return secret
    there = by_pair.get((item.key, item.scope))
    if there is not None and here.switches.bulk_secret_without_id == "refuse":  # noqa: S105 - a reading
        raise _conflict(item)
    return there


def _refuse_clashes(
    items: list[SecretItem], targets: list[Secret | None], by_pair: dict[_Pair, Secret]
) -> None:
    changed = {t.id for t in targets if t is not None}
    taken = {pair for pair, secret in by_pair.items() if secret.id not in changed}
    for item in items:
        if (item.key, item.scope) in taken:
            raise _conflict(item)
        taken.add((item.key, item.scope))
    if len(changed) < sum(t is not None for t in targets):
        raise Refusal(409, "A secret is listed twice")


def _conflict(body: SecretCreate) -> Refusal:
    return Refusal(409, f"Secret '{body.key}' already exists in scope {body.scope}")
