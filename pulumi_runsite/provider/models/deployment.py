"""The inputs and outputs of a deployment."""

from __future__ import annotations

from typing import Annotated

from ..field_types import (
    Branch,
    Id,
    Seconds,
    Triggers,
)
from ..fields import Model, Rule
from .written import WrittenOutputs


class DeploymentInputs(Model):
    """The inputs of a deployment."""

    web_service_id: Annotated[Id, Rule.REPLACE]
    """The ID of the web service to deploy."""

    branch: Annotated[Branch | None, Rule.REPLACE, Rule.SERVER_CHOOSES] = None
    """The branch to deploy. Defaults to the branch of the web service."""

    triggers: Annotated[Triggers | None, Rule.REPLACE, Rule.LOCAL] = None
    """
    Arbitrary values, as a list or a map of at most 65536 bytes as JSON.

    Changing any of them creates a new deployment. The first triggers of an adopted or imported
    deployment are only recorded.
    """

    rollback_to: Annotated[Id | None, Rule.REPLACE, Rule.LOCAL] = None
    """The ID of an earlier deployment to roll back to, without a build. Conflicts with `branch`."""

    wait: Annotated[bool, Rule.LOCAL] = True
    """Whether to wait until the deployment is live, and fail if it fails. Defaults to `true`."""

    timeout: Annotated[Seconds, Rule.LOCAL] = 1800
    """
    The maximum time to wait, in seconds. An integer from 1 to 86400. Defaults to `1800`.

    After a timeout the deployment continues on Runsite; the next `pulumi up` resumes waiting.
    """

    stream_logs: Annotated[bool, Rule.LOCAL] = False
    """Whether to display the build log while waiting. Defaults to `false`."""

    rollback_on_failure: Annotated[bool, Rule.LOCAL] = False
    """
    Whether to roll back to the last successful deployment if this one fails and none is live.

    Defaults to `false`. `pulumi up` fails in either case. If the previous deployment is still
    live, nothing is rolled back.
    """

    adopt_id: Annotated[Id | None, Rule.LOCAL] = None
    """
    The ID of an existing deployment to adopt and wait for.

    Ignored after creation, except by a replacement if it has changed.
    """


class DeploymentAttributes(Model):
    """The attributes of a deployment that Runsite returns."""

    status: str | None = None
    """The status. `running` means success, even after a newer one is live: see `is_live`."""

    is_live: bool | None = None
    """Whether this is the live deployment of the web service."""

    commit_sha: str | None = None
    """The SHA of the commit that was built."""

    commit_message: str | None = None
    """The message of the commit that was built."""

    image_ref: str | None = None
    """The container image that was deployed, if nothing was built."""

    error_message: str | None = None
    """The reason for the failure, as returned by Runsite."""

    trigger_type: str | None = None
    """The type of event that created the deployment, for example `manual`."""

    rollback_from_deployment_id: str | None = None
    """The ID of the deployment that this one rolls back to."""

    started_at: str | None = None
    """The time at which the deployment started, as an RFC 3339 timestamp."""

    finished_at: str | None = None
    """The time at which the deployment ended, as an RFC 3339 timestamp."""

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""


class DeploymentOutputs(DeploymentInputs, DeploymentAttributes, WrittenOutputs):
    """The outputs of a deployment."""

    url: Annotated[str | None, Rule.FAILS_UNSET] = None
    """The URL of the web service, once the deployment is live. Not set for a worker."""
