"""Base classes of the request and response models, which add `x-source` to every field."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from .provenance import CLIENT, PAGE


def _add_sources(schema: dict[str, Any], model: type[Any]) -> None:
    for field in schema.get("properties", {}).values():
        field.setdefault("x-source", model.SOURCE)


def _add_sources_without_defaults(schema: dict[str, Any], model: type[Any]) -> None:
    _add_sources(schema, model)
    for field in schema.get("properties", {}).values():
        # An optional field of a response has no default value when it is absent.
        field.pop("default", None)


class RequestModel(BaseModel):
    """
    A request body.

    Unknown fields are rejected: none is documented, and a misspelled field would be ignored
    without an error.
    """

    SOURCE: ClassVar[str] = PAGE

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra=_add_sources)


class ResponseModel(BaseModel):
    """A response body."""

    SOURCE: ClassVar[str] = CLIENT

    model_config = ConfigDict(json_schema_extra=_add_sources_without_defaults)
