"""Environment variables of one web service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ...api import InvalidResponse
from ..field_types import Id
from ..fields import Props, Rule
from .variable import Variable, VariableInputs, VariableOutputs


class EnvVarInputs(VariableInputs):
    """The inputs of an environment variable."""

    web_service_id: Annotated[Id, Rule.REPLACE]
    """The ID of the web service that the variable belongs to."""


class EnvVarOutputs(EnvVarInputs, VariableOutputs):
    """The outputs of an environment variable."""


class EnvVar(Variable):
    """
    An environment variable of a web service.

    The value is written in place. Running containers receive it with the next deployment or
    restart, not before: use `revision` as a trigger of one.
    """

    noun = "environment variable"
    Inputs = EnvVarInputs
    Outputs = EnvVarOutputs
    parent = "web_service_id"
    parents = ("web-services", "web_services")
    collection = "env"
    import_forms = "<web service>/<KEY> or <web service>/<variable id>"
    sent_as = "variables"
    unique = ("web_service_id", "key")

    @classmethod
    def items(cls, listed: Props) -> Iterator[Props]:
        """Yield the items of `{"environment_variables": [...]}` (runsite-api.md §3.5)."""
        items = listed.get("environment_variables")
        if not isinstance(items, list):
            raise InvalidResponse("the list of environment variables is not as documented")
        yield from (item for item in items if isinstance(item, dict))
