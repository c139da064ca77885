"""Variables and secrets: masked in responses, checked in requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..world.emulator import Emulator
from ..world.records import Secret, Variable
from ..world.response_switches import ResponseSwitches
from .errors import ApiError, validation_error
from .request_models import EnvVarItem, SecretItem


def is_masked(switches: ResponseSwitches, *, is_secret: bool, is_project_secret: bool) -> bool:
    """Return whether a value is masked in responses (switch `masked`)."""
    if switches.masked == "all":
        return True
    return is_secret and not (is_project_secret and switches.masked == "secret_variables")


def displayed_value(emulator: Emulator, row: Variable | Secret) -> str | None:
    """Return the value of *row* in a response: the mask if it is secret."""
    switches = emulator.switches
    if not is_masked(switches, is_secret=row.is_secret, is_project_secret=isinstance(row, Secret)):
        return row.value
    if switches.mask_style == "same_length":
        return "*" * len(row.value)
    if switches.mask_style == "last_4":
        return "****" + row.value[-4:]
    return switches.mask


def stored_value(emulator: Emulator, value: str) -> str:
    """Return *value* as it is stored (switch `normalize`)."""
    return value.strip() if emulator.switches.normalize in ("whitespace", "all") else value


def check_value(emulator: Emulator, value: str, loc: list[str | int]) -> None:
    """
    Check that *value* is neither empty nor the mask (switches `empty_value`, `accept_mask`).

    Not documented: a client that writes the mask back would overwrite the real value, and is to be
    detected.

    Raises:
        ApiError: 422 with *loc*.
    """
    if not value and emulator.switches.empty_value == "refuse":
        raise validation_error(loc, "String should have at least 1 character", "string_too_short")
    if value and value == emulator.switches.mask and not emulator.switches.accept_mask:
        raise validation_error(loc, "Value is the mask that stands for a secret value")


def check_bulk_fields(
    emulator: Emulator, name: str, items: Sequence[EnvVarItem | SecretItem]
) -> None:
    """
    Check that the items of a bulk call have no field that the switch `bulk_fields` rejects.

    Raises:
        ApiError: 422 with every such field.
    """
    documented = {"id", "is_secret"} if name == "secrets" else {"id"}
    rejected = {"id_rejected": {"id"}, "documented": documented}.get(
        emulator.switches.bulk_fields, set()
    )
    entries = [
        unknown_field(["body", name, index, field])
        for index, item in enumerate(items)
        for field in sorted(item.model_fields_set & rejected)
    ]
    if entries:
        raise ApiError(422, entries)


def unknown_field(loc: list[str | int]) -> dict[str, Any]:
    """Return the entry of a 422 for a field that is not accepted, in FastAPI's format."""
    return {"loc": loc, "msg": "Extra inputs are not permitted", "type": "extra_forbidden"}


def item_id(emulator: Emulator, item: EnvVarItem | SecretItem) -> str:
    """Return the id of a bulk item, or an empty text if it has none or it is ignored."""
    return "" if emulator.switches.bulk_fields == "id_ignored" else item.id.lower()


def group_id(emulator: Emulator, project_id: str, key: str) -> str:
    """Return the id of all secrets of a project with this key (switch `secret_ids`)."""
    return emulator.ids.fixed_uuid(f"secrets {project_id} {key}")
