"""The only place that says where a fact about Runsite is from, and what that makes of it."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

PAGE = "page"
CLIENT = "client"
GUIDE = "guide"
INFERRED = "inferred"
MADE_UP = "client, values made up"

EXPLAINED = {
    PAGE: "Runsite's page Public API",
    CLIENT: "code and tests of the vendor's own command line client",
    GUIDE: "other pages of Runsite's documentation",
    INFERRED: "our conclusion; no source says it",
    MADE_UP: "the names are from the vendor's client, the values are nobody's",
}

_APPROXIMATED = {INFERRED, MADE_UP}


def fidelity(source: str) -> str:
    """Return `modelled` for what a source says, `approximated` for what none says."""
    return "approximated" if source in _APPROXIMATED else "modelled"


def source(name: str, **more: Any) -> dict[str, Any]:
    """Return the `json_schema_extra` of a field whose source is not the one of its model."""
    return {"x-source": name, **more}


def _said(schema: dict[str, Any], model: type[Any]) -> None:
    for field in schema.get("properties", {}).values():
        field.setdefault("x-source", model.SOURCE)


def _answered(schema: dict[str, Any], model: type[Any]) -> None:
    _said(schema, model)
    for field in schema.get("properties", {}).values():
        # A field that may be missing from an answer stands for nothing then.
        field.pop("default", None)


class Asked(BaseModel):
    """
    What a client sends. Every field says in OpenAPI where it is known from, as `x-source`.

    A field that nobody knows is refused: the documents show none, and a client that misspells one
    would lose it without a word.
    """

    SOURCE: ClassVar[str] = PAGE

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra=_said)


class Answered(BaseModel):
    """What a client gets, with sources like `Asked`."""

    SOURCE: ClassVar[str] = CLIENT

    model_config = ConfigDict(json_schema_extra=_answered)
