"""The functions `get_deployment` and `get_deployments`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...api import NotFound, RunsiteError, api_path
from ..context import Context
from ..deployments import history
from ..field_types import Id
from ..fields import Model, Props
from ..messages import functions as messages
from ..resources.deployment import DeploymentFacts
from .by_name import get_from_web_service
from .function import Function, list_items, result_from_response

Limit = Annotated[int, Field(ge=1, le=100)]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]


class DeploymentResult(DeploymentFacts):
    """A deployment, as Runsite tells it."""

    id: str
    """Its id."""

    web_service_id: str | None = None
    """Id of the web service that it deploys."""

    branch: str | None = None
    """Branch that was built."""


class GetDeploymentInputs(Model):
    """Which deployment."""

    web_service_id: Id
    """Id of the web service that it deploys."""

    id: Id | None = None
    """Its id. Left out: the one that is live."""


class GetDeployment(Function):
    """Ask for one deployment of a web service: the one of an id, or the one that is live."""

    Inputs = GetDeploymentInputs
    Outputs = DeploymentResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the deployment."""
        service, id = inputs["web_service_id"], inputs.get("id")
        body: Props | None
        if id:
            body = await _get(ctx, service, id)
        else:
            body = await get_live(ctx, service)
            if body is None:
                raise RunsiteError(messages.no_live_deployment(service))
        return result_from_response(DeploymentResult, body, "a deployment")


class GetDeploymentsInputs(Model):
    """Which deployments."""

    web_service_id: Id
    """Id of the web service that they deploy."""

    limit: Limit = 10
    """How many at most, 1 to 100."""

    offset: Offset = 0
    """How many of the newest to leave out."""


class DeploymentsResult(Model):
    """Deployments of a web service."""

    deployments: list[DeploymentResult]
    """The deployments, the newest first."""

    total: int | None = None
    """How many there are in all."""


class GetDeployments(Function):
    """Ask for the deployments of a web service, the newest first."""

    Inputs = GetDeploymentsInputs
    Outputs = DeploymentsResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return one page of deployments."""
        query = {"limit": inputs["limit"], "offset": inputs["offset"]}
        page = await get_from_web_service(ctx, inputs["web_service_id"], "deployments", **query)
        items = list_items(page, "deployments")
        items = [result_from_response(DeploymentResult, item, "a deployment") for item in items]
        return result_from_response(DeploymentsResult, page | {"deployments": items}, "deployments")


async def get_live(ctx: Context, service: str) -> Props | None:
    """
    Return the live deployment of *service*, None where it has none.

    Raises:
        RunsiteError: no such web service exists, or a request failed.
    """
    try:
        return await history.live(ctx, service)
    except NotFound as error:
        raise RunsiteError(messages.id_not_found("web service", service, error.reason)) from None


async def _get(ctx: Context, service: str, id: str) -> Props:
    try:
        return await ctx.client.request("GET", api_path("web-services", service, "deployments", id))
    except NotFound as error:
        raise RunsiteError(messages.deployment_not_found(id, service, error.reason)) from None
