"""Environment variables of a web service. A change does not start a deployment."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Response

from ..openapi.route_responses import route_responses
from ..world.emulator import Emulator
from ..world.records import Variable, timestamp
from .auth import AuthenticatedRoute
from .dependencies import CurrentEmulator
from .errors import ApiError, not_found
from .lookup import VariableId, WebServiceId, find_web_service, visible_rows
from .request_models import EnvVarBulk, EnvVarCreate, EnvVarItem
from .response_models import EnvVarList, EnvVarResponse
from .responses import action_response, created_response, deleted_response, json_response
from .variable_values import (
    check_bulk_fields,
    check_value,
    displayed_value,
    item_id,
    stored_value,
)

router = APIRouter(route_class=AuthenticatedRoute, tags=["environment variables"])
_PATH = "/web-services/{web_service_id}/env"


@router.get(_PATH, operation_id="list_env", **route_responses(200, EnvVarList, 404, 422))
async def list_env(emulator: CurrentEmulator, web_service_id: WebServiceId) -> Response:
    """Return the variables; the values of secret variables are masked."""
    service = find_web_service(emulator, web_service_id)
    return json_response(_list_json(emulator, service.id))


@router.post(
    _PATH,
    operation_id="create_env_var",
    **route_responses(201, EnvVarResponse, 400, 404, 409, 413, 422),
)
async def create_env_var(
    emulator: CurrentEmulator, web_service_id: WebServiceId, body: EnvVarCreate
) -> Response:
    """Create a variable. An existing key returns 409 (switch `duplicate_key`)."""
    service = find_web_service(emulator, web_service_id)
    check_value(emulator, body.value, ["value"])
    existing = _by_key(emulator, service.id).get(body.key)
    if existing is not None and emulator.switches.duplicate_key == "refuse":
        raise _conflict(body.key)
    if existing is not None and emulator.switches.duplicate_key == "upsert":
        variable = _update(emulator, existing, body)
    else:
        variable = add_variable(emulator, service.id, body)
    return created_response(emulator.switches, to_json(emulator, variable))


@router.put(
    _PATH + "/bulk",
    operation_id="put_env_bulk",
    **route_responses(200, EnvVarList, 400, 404, 409, 413, 422),
)
async def put_env_bulk(
    emulator: CurrentEmulator, web_service_id: WebServiceId, body: EnvVarBulk
) -> Response:
    """
    Update the variables whose ids are given and create the others, all or none.

    An item without id whose key exists is a conflict; variables that are not listed are kept
    (Runsite's own CLI).
    """
    service = find_web_service(emulator, web_service_id)
    targets = _match_items(emulator, service.id, body.variables)
    if emulator.switches.bulk == "replace":
        kept = {t.id for t in targets if t is not None}
        for variable in emulator.store.variables.children_of(service.id):
            if variable.id not in kept:
                emulator.store.variables.remove(variable.id)
    for item, target in zip(body.variables, targets, strict=True):
        if target is None:
            add_variable(emulator, service.id, item)
        else:
            _update(emulator, target, item)
    return action_response(emulator.switches, _list_json(emulator, service.id))


@router.delete(_PATH + "/bulk", include_in_schema=False)
async def delete_env_bulk() -> Response:
    """Return 405: `bulk` is not an id."""
    raise HTTPException(405)


@router.delete(
    _PATH + "/{var_id}", operation_id="delete_env_var", **route_responses(204, None, 404, 409, 422)
)
async def delete_env_var(
    emulator: CurrentEmulator, web_service_id: WebServiceId, var_id: VariableId
) -> Response:
    """Delete a variable by its id."""
    service = find_web_service(emulator, web_service_id)
    variable = emulator.store.variables.get(var_id.lower())
    if variable is None or variable.web_service_id != service.id:
        raise not_found("Environment variable")
    emulator.store.variables.remove(variable.id)
    return deleted_response(emulator.switches)


def add_variable(emulator: Emulator, web_service_id: str, body: EnvVarCreate) -> Variable:
    """Create a variable without a check for duplicates."""
    now = emulator.clock.now()
    default = emulator.switches.env_is_secret_default
    return emulator.store.variables.put(
        Variable(
            id=emulator.ids.next_uuid(),
            web_service_id=web_service_id,
            key=body.key,
            value=stored_value(emulator, body.value),
            is_secret=default if body.is_secret is None else body.is_secret,
            created_at=now,
            updated_at=now,
        )
    )


def to_json(emulator: Emulator, variable: Variable) -> dict[str, Any]:
    """Return *variable* as the API returns it."""
    return {
        "id": variable.id,
        "web_service_id": variable.web_service_id,
        "key": variable.key,
        "value": displayed_value(emulator, variable),
        "is_secret": variable.is_secret,
        "created_at": timestamp(variable.created_at),
        "updated_at": timestamp(variable.updated_at),
    }


def _list_json(emulator: Emulator, web_service_id: str) -> dict[str, Any]:
    variables = visible_rows(emulator, emulator.store.variables.children_of(web_service_id))
    return {
        "environment_variables": [to_json(emulator, v) for v in variables],
        "total": len(variables),
    }


def _by_key(emulator: Emulator, web_service_id: str) -> dict[str, Variable]:
    return {v.key: v for v in emulator.store.variables.children_of(web_service_id)}


def _update(emulator: Emulator, variable: Variable, body: EnvVarCreate) -> Variable:
    variable.key = body.key
    variable.value = stored_value(emulator, body.value)
    if body.is_secret is not None:
        variable.is_secret = body.is_secret
    variable.updated_at = emulator.clock.now()
    return emulator.store.variables.put(variable)


def _match_items(
    emulator: Emulator, web_service_id: str, items: list[EnvVarItem]
) -> list[Variable | None]:
    """Return the variable that each item updates, or None for those that create one."""
    check_bulk_fields(emulator, "variables", items)
    by_key = _by_key(emulator, web_service_id)
    targets: list[Variable | None] = []
    for index, item in enumerate(items):
        check_value(emulator, item.value, ["variables", index, "value"])
        targets.append(_match_item(emulator, web_service_id, item, by_key))
    _check_conflicts(items, targets, by_key)
    return targets


def _match_item(
    emulator: Emulator, web_service_id: str, item: EnvVarItem, by_key: dict[str, Variable]
) -> Variable | None:
    if id := item_id(emulator, item):
        variable = emulator.store.variables.get(id)
        if variable is None or variable.web_service_id != web_service_id:
            raise not_found("Environment variable")
        return variable
    existing = by_key.get(item.key)
    if existing is not None and emulator.switches.bulk_env_without_id == "refuse":
        raise _conflict(item.key)
    return existing


def _check_conflicts(
    items: list[EnvVarItem], targets: list[Variable | None], by_key: dict[str, Variable]
) -> None:
    changed = {t.id for t in targets if t is not None}
    taken = {key for key, variable in by_key.items() if variable.id not in changed}
    for item in items:
        if item.key in taken:
            raise _conflict(item.key)
        taken.add(item.key)
    if len(changed) < sum(t is not None for t in targets):
        raise ApiError(409, "An environment variable is listed twice")


def _conflict(key: str) -> ApiError:
    return ApiError(409, f"Environment variable '{key}' already exists")
