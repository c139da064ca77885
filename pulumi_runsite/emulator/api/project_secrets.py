"""Project secrets: one value per key and scope."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Response

from ..openapi.route_responses import route_responses
from ..world.emulator import Emulator
from ..world.records import Secret, timestamp
from .auth import AuthenticatedRoute
from .dependencies import CurrentEmulator
from .errors import ApiError, not_found
from .lookup import ProjectId, SecretId, find_project, visible_rows
from .request_models import SecretBulk, SecretCreate, SecretItem
from .response_models import SecretList, SecretResponse
from .responses import action_response, created_response, deleted_response, json_response
from .variable_values import (
    check_bulk_fields,
    check_value,
    displayed_value,
    group_id,
    item_id,
    stored_value,
)

router = APIRouter(route_class=AuthenticatedRoute, tags=["project secrets"])
_PATH = "/projects/{project_id}/secrets"
_KeyAndScope = tuple[str, str]


@router.get(_PATH, operation_id="list_secrets", **route_responses(200, SecretList, 404, 422))
async def list_secrets(emulator: CurrentEmulator, project_id: ProjectId) -> Response:
    """Return the secrets grouped by key; their values are masked."""
    project = find_project(emulator, project_id)
    return json_response(_grouped_json(emulator, project.id))


@router.post(
    _PATH,
    operation_id="create_secret",
    **route_responses(201, SecretResponse, 400, 404, 409, 413, 422),
)
async def create_secret(
    emulator: CurrentEmulator, project_id: ProjectId, body: SecretCreate
) -> Response:
    """Create a secret. An existing key and scope return 409 (switch `duplicate_key`)."""
    project = find_project(emulator, project_id)
    check_value(emulator, body.value, ["value"])
    existing = _by_key_and_scope(emulator, project.id).get((body.key, body.scope))
    if existing is not None and emulator.switches.duplicate_key == "refuse":
        raise _conflict(body)
    if existing is not None and emulator.switches.duplicate_key == "upsert":
        secret = _update(emulator, existing, body)
    else:
        secret = _add(emulator, project.id, body)
    return created_response(emulator.switches, _to_json(emulator, secret))


@router.put(
    _PATH + "/bulk",
    operation_id="put_secrets_bulk",
    **route_responses(200, SecretList, 400, 404, 409, 413, 422),
)
async def put_secrets_bulk(
    emulator: CurrentEmulator, project_id: ProjectId, body: SecretBulk
) -> Response:
    """Update secrets by id, or by key and scope, and create the others, all or none."""
    project = find_project(emulator, project_id)
    targets = _match_items(emulator, project.id, body.secrets)
    if emulator.switches.bulk == "replace":
        kept = {t.id for t in targets if t is not None}
        for secret in emulator.store.secrets.children_of(project.id):
            if secret.id not in kept:
                emulator.store.secrets.remove(secret.id)
    for item, target in zip(body.secrets, targets, strict=True):
        if target is None:
            _add(emulator, project.id, item)
        else:
            _update(emulator, target, item)
    return action_response(emulator.switches, _grouped_json(emulator, project.id))


@router.delete(_PATH + "/bulk", include_in_schema=False)
async def delete_secrets_bulk() -> Response:
    """Return 405: `bulk` is not an id."""
    raise HTTPException(405)


@router.delete(
    _PATH + "/{secret_id}", operation_id="delete_secret", **route_responses(204, None, 404, 422)
)
async def delete_secret(
    emulator: CurrentEmulator, project_id: ProjectId, secret_id: SecretId
) -> Response:
    """Delete a secret by its id."""
    project = find_project(emulator, project_id)
    secrets = _by_id(emulator, project.id, secret_id.lower())
    if not secrets:
        raise not_found("Secret")
    # The id of a group deletes all its scopes (switch `secret_ids`).
    for secret in secrets:
        emulator.store.secrets.remove(secret.id)
    return deleted_response(emulator.switches)


def _add(emulator: Emulator, project_id: str, body: SecretCreate) -> Secret:
    now = emulator.clock.now()
    default = emulator.switches.secret_is_secret_default
    return emulator.store.secrets.put(
        Secret(
            id=emulator.ids.next_uuid(),
            project_id=project_id,
            key=body.key,
            scope=body.scope,
            value=stored_value(emulator, body.value),
            is_secret=default if body.is_secret is None else body.is_secret,
            created_at=now,
            updated_at=now,
        )
    )


def _update(emulator: Emulator, secret: Secret, body: SecretCreate) -> Secret:
    secret.key, secret.scope = body.key, body.scope
    secret.value = stored_value(emulator, body.value)
    if body.is_secret is not None:
        secret.is_secret = body.is_secret
    secret.updated_at = emulator.clock.now()
    return emulator.store.secrets.put(secret)


def _to_json(emulator: Emulator, secret: Secret) -> dict[str, Any]:
    return {
        "id": secret.id,
        "project_id": secret.project_id,
        "key": secret.key,
        "scope": secret.scope,
        "value": displayed_value(emulator, secret),
        "is_secret": secret.is_secret,
        "created_at": timestamp(secret.created_at),
        "updated_at": timestamp(secret.updated_at),
    }


def _grouped_json(emulator: Emulator, project_id: str) -> dict[str, Any]:
    secrets = visible_rows(emulator, emulator.store.secrets.children_of(project_id))
    groups: dict[str, list[dict[str, Any]]] = {}
    for secret in secrets:
        groups.setdefault(secret.key, []).append(_to_json(emulator, secret))
    items = [{"key": key, "values": group} for key, group in groups.items()]
    return {"secrets": items, "total": len(items)}


def _by_id(emulator: Emulator, project_id: str, id: str) -> list[Secret]:
    """Return the secret with this id, or those of the group with this id."""
    secrets = emulator.store.secrets.children_of(project_id)
    if emulator.switches.has_group_ids:
        return [s for s in secrets if group_id(emulator, project_id, s.key) == id]
    return [s for s in secrets if s.id == id]


def _by_key_and_scope(emulator: Emulator, project_id: str) -> dict[_KeyAndScope, Secret]:
    return {(s.key, s.scope): s for s in emulator.store.secrets.children_of(project_id)}


def _match_items(
    emulator: Emulator, project_id: str, items: list[SecretItem]
) -> list[Secret | None]:
    """Return the secret that each item updates, or None for those that create one."""
    check_bulk_fields(emulator, "secrets", items)
    by_key_and_scope = _by_key_and_scope(emulator, project_id)
    targets: list[Secret | None] = []
    for index, item in enumerate(items):
        check_value(emulator, item.value, ["secrets", index, "value"])
        targets.append(_match_item(emulator, project_id, item, by_key_and_scope))
    _check_conflicts(items, targets, by_key_and_scope)
    return targets


def _match_item(
    emulator: Emulator,
    project_id: str,
    item: SecretItem,
    by_key_and_scope: dict[_KeyAndScope, Secret],
) -> Secret | None:
    existing = by_key_and_scope.get((item.key, item.scope))
    if id := item_id(emulator, item):
        secrets = _by_id(emulator, project_id, id)
        if not secrets:
            raise not_found("Secret")
        # A group has one secret for each scope, and gets one for another scope.
        return existing if emulator.switches.has_group_ids else secrets[0]
    if existing is not None and emulator.switches.bulk_secret_without_id == "refuse":  # noqa: S105 - a switch
        raise _conflict(item)
    return existing


def _check_conflicts(
    items: list[SecretItem],
    targets: list[Secret | None],
    by_key_and_scope: dict[_KeyAndScope, Secret],
) -> None:
    changed = {t.id for t in targets if t is not None}
    taken = {
        key_and_scope
        for key_and_scope, secret in by_key_and_scope.items()
        if secret.id not in changed
    }
    for item in items:
        if (item.key, item.scope) in taken:
            raise _conflict(item)
        taken.add((item.key, item.scope))
    if len(changed) < sum(t is not None for t in targets):
        raise ApiError(409, "A secret is listed twice")


def _conflict(body: SecretCreate) -> ApiError:
    return ApiError(409, f"Secret '{body.key}' already exists in scope {body.scope}")
