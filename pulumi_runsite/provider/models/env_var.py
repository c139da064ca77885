"""The inputs and outputs of an environment variable."""

from __future__ import annotations

from typing import Annotated

from ..field_types import (
    Id,
)
from ..fields import Rule
from .variable import VariableInputs, VariableOutputs


class EnvVarInputs(VariableInputs):
    """The inputs of an environment variable."""

    web_service_id: Annotated[Id, Rule.REPLACE]
    """The ID of the web service that the variable belongs to. The key must be unique in it."""


class EnvVarOutputs(EnvVarInputs, VariableOutputs):
    """The outputs of an environment variable."""
