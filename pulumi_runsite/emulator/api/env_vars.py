"""Environment variables of a web service. Changing one deploys nothing (dossier 6.4)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Response

from ..openapi.route_responses import answers
from ..world.emulator import Emulator, Here
from ..world.records import Variable, stamp
from .auth import GuardedRoute
from .errors import Refusal, not_found
from .lookup import VariableId, WebServiceId, find_web_service, listed
from .request_models import EnvVarBulk, EnvVarCreate, EnvVarItem
from .response_models import EnvVarAnswer, EnvVarList
from .responses import acted, created, deleted, json_answer
from .secret_values import masked, refuse_value

router = APIRouter(route_class=GuardedRoute, tags=["environment variables"])
_PATH = "/web-services/{web_service_id}/env"


@router.get(_PATH, operation_id="list_env", **answers(200, EnvVarList, 404, 422))
async def list_env(here: Here, web_service_id: WebServiceId) -> Response:
    """Return the variables; values of secret ones are masked."""
    service = find_web_service(here, web_service_id)
    return json_answer(_list(here, service.id))


@router.post(
    _PATH, operation_id="create_env_var", **answers(201, EnvVarAnswer, 400, 404, 409, 413, 422)
)
async def create_env_var(here: Here, web_service_id: WebServiceId, body: EnvVarCreate) -> Response:
    """Make a variable; a key that is there is refused with 409 (switch `duplicate_key`)."""
    service = find_web_service(here, web_service_id)
    refuse_value(here, body.value, ["value"])
    there = _by_key(here, service.id).get(body.key)
    if there is not None and here.switches.duplicate_key == "refuse":
        raise _conflict(body.key)
    if there is not None and here.switches.duplicate_key == "upsert":
        variable = _change(here, there, body)
    else:
        variable = add_variable(here, service.id, body)
    return created(here.switches, shown(here, variable))


@router.put(
    _PATH + "/bulk",
    operation_id="put_env_bulk",
    **answers(200, EnvVarList, 400, 404, 409, 413, 422),
)
async def put_env_bulk(here: Here, web_service_id: WebServiceId, body: EnvVarBulk) -> Response:
    """
    Change the variables whose ids are given and make the others; all or none.

    An item without id whose key is there is a conflict; what is not listed stays (vendor's
    client, dossier 6.4).
    """
    service = find_web_service(here, web_service_id)
    targets = _targets(here, service.id, body.variables)
    if here.switches.bulk == "replace":
        kept = {t.id for t in targets if t is not None}
        for variable in here.store.variables.of(service.id):
            if variable.id not in kept:
                here.store.variables.remove(variable.id)
    for item, target in zip(body.variables, targets, strict=True):
        if target is None:
            add_variable(here, service.id, item)
        else:
            _change(here, target, item)
    return acted(here.switches, _list(here, service.id))


@router.delete(_PATH + "/bulk", include_in_schema=False)
async def delete_env_bulk() -> Response:
    """Answer 405: `bulk` is a place of its own, not an id."""
    raise HTTPException(405)


@router.delete(
    _PATH + "/{var_id}", operation_id="delete_env_var", **answers(204, None, 404, 409, 422)
)
async def delete_env_var(here: Here, web_service_id: WebServiceId, var_id: VariableId) -> Response:
    """Delete a variable by its id."""
    service = find_web_service(here, web_service_id)
    variable = here.store.variables.get(var_id.lower())
    if variable is None or variable.web_service_id != service.id:
        raise not_found("Environment variable")
    here.store.variables.remove(variable.id)
    return deleted(here.switches)


def add_variable(here: Emulator, web_service_id: str, body: EnvVarCreate) -> Variable:
    """Make a variable as *body* says, whatever is there."""
    now = here.clock.now()
    default = here.switches.env_is_secret_default
    return here.store.variables.put(
        Variable(
            id=here.ids.next_uuid(),
            web_service_id=web_service_id,
            key=body.key,
            value=body.value,
            is_secret=default if body.is_secret is None else body.is_secret,
            created_at=now,
            updated_at=now,
        )
    )


def shown(here: Emulator, variable: Variable) -> dict[str, Any]:
    """Return *variable* as answers show it."""
    return {
        "id": variable.id,
        "web_service_id": variable.web_service_id,
        "key": variable.key,
        "value": masked(here, variable),
        "is_secret": variable.is_secret,
        "created_at": stamp(variable.created_at),
        "updated_at": stamp(variable.updated_at),
    }


def _list(here: Emulator, web_service_id: str) -> dict[str, Any]:
    variables = listed(here, here.store.variables.of(web_service_id))
    return {
        "environment_variables": [shown(here, v) for v in variables],
        "total": len(variables),
    }


def _by_key(here: Emulator, web_service_id: str) -> dict[str, Variable]:
    return {v.key: v for v in here.store.variables.of(web_service_id)}


def _change(here: Emulator, variable: Variable, body: EnvVarCreate) -> Variable:
    variable.key = body.key
    variable.value = body.value
    if body.is_secret is not None:
        variable.is_secret = body.is_secret
    variable.updated_at = here.clock.now()
    return here.store.variables.put(variable)


def _targets(here: Emulator, web_service_id: str, items: list[EnvVarItem]) -> list[Variable | None]:
    """Return the variable that each item changes, or None where it makes one."""
    by_key = _by_key(here, web_service_id)
    targets: list[Variable | None] = []
    for place, item in enumerate(items):
        refuse_value(here, item.value, ["variables", place, "value"])
        targets.append(_target(here, web_service_id, item, by_key))
    _refuse_clashes(items, targets, by_key)
    return targets


def _target(
    here: Emulator, web_service_id: str, item: EnvVarItem, by_key: dict[str, Variable]
) -> Variable | None:
    if item.id:
        variable = here.store.variables.get(item.id.lower())
        if variable is None or variable.web_service_id != web_service_id:
            raise not_found("Environment variable")
        return variable
    there = by_key.get(item.key)
    if there is not None and here.switches.bulk_env_without_id == "refuse":
        raise _conflict(item.key)
    return there


def _refuse_clashes(
    items: list[EnvVarItem], targets: list[Variable | None], by_key: dict[str, Variable]
) -> None:
    changed = {t.id for t in targets if t is not None}
    taken = {key for key, variable in by_key.items() if variable.id not in changed}
    for item in items:
        if item.key in taken:
            raise _conflict(item.key)
        taken.add(item.key)
    if len(changed) < sum(t is not None for t in targets):
        raise Refusal(409, "An environment variable is listed twice")


def _conflict(key: str) -> Refusal:
    return Refusal(409, f"Environment variable '{key}' already exists")
