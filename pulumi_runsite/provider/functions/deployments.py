"""Asks for the deployments of one web service."""

from __future__ import annotations

from typing import Annotated, NoReturn

from pydantic import Field

from ...api import NotFound, RunsiteError, api_path
from ..context import Context
from ..deployments.history import live_deployment
from ..field_types import Id
from ..fields import Model, Props
from ..models.deployment import DeploymentAttributes
from .by_name import get_from_web_service
from .function import Function, list_items, result_from_response

Limit = Annotated[int, Field(ge=1, le=100)]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]


class DeploymentResult(DeploymentAttributes):
    """A deployment, as returned by Runsite."""

    id: str
    """The ID of the deployment."""

    web_service_id: str | None = None
    """The ID of the web service."""

    branch: str | None = None
    """The branch that was built."""


class GetDeploymentInputs(Model):
    """The deployment to look up."""

    web_service_id: Id
    """The ID of the web service."""

    id: Id | None = None
    """The ID of the deployment. Defaults to the live deployment."""


class GetDeployment(Function):
    """Get a deployment of a web service by its ID, or the live deployment."""

    Inputs = GetDeploymentInputs
    Outputs = DeploymentResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the deployment."""
        service, id = inputs["web_service_id"], inputs.get("id")
        if id:
            body = await _get(ctx, service, id)
        else:
            body = await live(ctx, service) or _none_live(service)
        return result_from_response(DeploymentResult, body, "a deployment")


class GetDeploymentsInputs(Model):
    """The deployments to list."""

    web_service_id: Id
    """The ID of the web service whose deployments to list."""

    limit: Limit = 10
    """
    The maximum number of deployments to return. An integer from 1 to 100.

    Defaults to `10`.
    """

    offset: Offset = 0
    """The number of the newest deployments to skip. Defaults to `0`."""


class DeploymentsResult(Model):
    """The deployments of a web service."""

    deployments: list[DeploymentResult]
    """The deployments, newest first."""

    total: int | None = None
    """The total number of deployments of the web service."""


class GetDeployments(Function):
    """Get the deployments of a web service, newest first."""

    Inputs = GetDeploymentsInputs
    Outputs = DeploymentsResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return one page of deployments."""
        asked = {"limit": inputs["limit"], "offset": inputs["offset"]}
        page = await get_from_web_service(ctx, inputs["web_service_id"], "deployments", **asked)
        found = list_items(page, "deployments")
        found = [result_from_response(DeploymentResult, each, "a deployment") for each in found]
        return result_from_response(DeploymentsResult, page | {"deployments": found}, "deployments")


async def live(ctx: Context, service: str) -> Props | None:
    """
    Return the deployment of *service* that serves, None where none does.

    Raises:
        RunsiteError: there is no such web service.
    """
    try:
        return await live_deployment(ctx, service)
    except NotFound as error:
        raise RunsiteError(f"there is no web service {service} on Runsite ({error})") from None


async def _get(ctx: Context, service: str, id: str) -> Props:
    try:
        return await ctx.client.request("GET", api_path("web-services", service, "deployments", id))
    except NotFound as error:
        raise RunsiteError(
            f"there is no deployment {id} of web service {service} on Runsite ({error})"
        ) from None


def _none_live(service: str) -> NoReturn:
    raise RunsiteError(
        f"no deployment of web service {service} is live; get_deployments lists those there are"
    )
