"""The function `get_env_vars`."""

from __future__ import annotations

from ..context import Context
from ..field_types import Id
from ..fields import Model, Props
from .by_name import get_from_web_service
from .function import Function, list_items, result_from_response


class EnvVarResult(Model):
    """An environment variable without its value."""

    id: str
    """Its id, below its web service's."""

    key: str
    """Its name."""

    is_secret: bool | None = None
    """Whether Runsite masks its value."""

    created_at: str | None = None
    """When it was made, as an RFC 3339 time."""

    updated_at: str | None = None
    """When it was last changed, as an RFC 3339 time."""


class GetEnvVarsInputs(Model):
    """Whose environment variables."""

    web_service_id: Id
    """Id of the web service that they belong to."""


class EnvVarsResult(Model):
    """The environment variables of a web service, without their values."""

    environment_variables: list[EnvVarResult]
    """The variables, in Runsite's order."""


class GetEnvVars(Function):
    """Ask which environment variables a web service has: keys, ids and flags, never a value."""

    Inputs = GetEnvVarsInputs
    Outputs = EnvVarsResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the variables without the values that the API returns."""
        listed = await get_from_web_service(ctx, inputs["web_service_id"], "env")
        items = list_items(listed, "environment_variables")
        return {
            "environment_variables": [
                result_from_response(EnvVarResult, item, "a variable") for item in items
            ]
        }
