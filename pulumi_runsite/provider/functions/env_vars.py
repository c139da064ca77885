"""The function `get_env_vars`."""

from __future__ import annotations

from ...api import NotFound, RunsiteError
from ..collection import env_vars_of
from ..context import Context
from ..field_types import Id
from ..fields import Model, Props
from ..function import Function, result_from_response
from ..messages import functions as messages


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
        items = await get_env_vars(ctx, inputs["web_service_id"])
        return {
            "environment_variables": [
                result_from_response(EnvVarResult, item, "a variable") for item in items
            ]
        }


async def get_env_vars(ctx: Context, service: str) -> list[Props]:
    """
    Return the variables of *service* as the API reports them.

    Raises:
        RunsiteError: no such web service exists, or a request failed.
    """
    try:
        return await env_vars_of(service).fetch(ctx)
    except NotFound as error:
        raise RunsiteError(messages.id_not_found("web service", service, error.reason)) from None
