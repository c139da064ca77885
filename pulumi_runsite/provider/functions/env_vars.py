"""The function `get_env_vars`."""

from __future__ import annotations

from ..collection import env_vars_of
from ..context import Context
from ..field_types import Id
from ..fields import Model, Props
from ..function import Function, result_from_response
from .by_name import get_from_web_service


class EnvVarResult(Model):
    """An environment variable, without its value."""

    id: str
    """The ID of the variable within its web service."""

    key: str
    """The name of the variable."""

    is_secret: bool | None = None
    """Whether Runsite masks the value."""

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""

    updated_at: str | None = None
    """The time of the last update, as an RFC 3339 timestamp."""


class GetEnvVarsInputs(Model):
    """The web service of the environment variables to list."""

    web_service_id: Id
    """The ID of the web service that the variables belong to."""


class EnvVarsResult(Model):
    """The environment variables of a web service, without their values."""

    environment_variables: list[EnvVarResult]
    """The variables, in the order in which Runsite returns them."""


class GetEnvVars(Function):
    """Get the environment variables of a web service: keys, IDs and flags, never the values."""

    Inputs = GetEnvVarsInputs
    Outputs = EnvVarsResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the variables without the values that the API returns."""
        listed = await get_from_web_service(ctx, inputs["web_service_id"], "env")
        variables = env_vars_of(inputs["web_service_id"])
        items = variables.items(ctx.client.request_name("GET", variables.path), listed)
        return {
            "environment_variables": [
                result_from_response(EnvVarResult, item, "a variable") for item in items
            ]
        }
