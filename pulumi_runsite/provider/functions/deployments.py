"""The functions `get_deployment` and `get_deployments`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...api import NotFound, RunsiteError
from ..collection import deployments_of
from ..context import Context
from ..deployments.history import get_deployment, live_deployment, without_secrets
from ..field_types import Id
from ..fields import Model, Props
from ..function import Function, result_from_response
from ..messages import functions as messages
from ..models.deployment import DeploymentAttributes
from .by_name import get_from_web_service

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
        body: Props | None
        if id:
            body = await _get(ctx, service, id)
        else:
            body = await get_live(ctx, service)
            if body is None:
                raise RunsiteError(messages.no_live_deployment(service))
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
        query = {"limit": inputs["limit"], "offset": inputs["offset"]}
        page = await get_from_web_service(ctx, inputs["web_service_id"], "deployments", **query)
        deployments = deployments_of(inputs["web_service_id"])
        items = deployments.items(ctx.client.request_name("GET", deployments.path), page)
        items = [
            result_from_response(DeploymentResult, without_secrets(ctx, item), "a deployment")
            for item in items
        ]
        # A list without an object around it has no total.
        total = page.get("total") if isinstance(page, dict) else None
        body = {"deployments": items, "total": total}
        return result_from_response(DeploymentsResult, body, "deployments")


async def get_live(ctx: Context, service: str) -> Props | None:
    """
    Return the live deployment of *service*, None where it has none.

    Raises:
        RunsiteError: no such web service exists, or a request failed.
    """
    try:
        return await live_deployment(ctx, service)
    except NotFound as error:
        raise RunsiteError(messages.id_not_found("web service", service, error.reason)) from None


async def _get(ctx: Context, service: str, id: str) -> Props:
    try:
        return await get_deployment(ctx, service, id)
    except NotFound as error:
        raise RunsiteError(messages.deployment_not_found(id, service, error.reason)) from None
