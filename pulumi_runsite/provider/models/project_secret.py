"""The inputs and outputs of a project secret."""

from __future__ import annotations

from typing import Annotated

from ..field_types import (
    Id,
    SecretScope,
)
from ..fields import Rule
from .variable import VariableInputs, VariableOutputs


class ProjectSecretInputs(VariableInputs):
    """The inputs of a project secret."""

    project_id: Annotated[Id, Rule.REPLACE]
    """The ID of the project that the secret belongs to."""

    scope: Annotated[SecretScope, Rule.REPLACE]
    """
    The scope of deployments that get the secret: `production`, `staging` or `development`.

    The key must be unique in the scope of the project.
    """


class ProjectSecretOutputs(ProjectSecretInputs, VariableOutputs):
    """The outputs of a project secret."""
