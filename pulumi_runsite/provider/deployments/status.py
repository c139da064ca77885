"""What the statuses of a deployment mean, and why a deployment failed."""

from __future__ import annotations

from ..context import Context
from ..fields import Props
from ..messages import deployments as messages
from ..server_time import is_time
from .build_log import log_tail

SUCCEEDED = frozenset(
    {"running", "succeeded", "success", "completed", "live", "ready", "active", "deployed",
     "finished", "healthy"}
)  # fmt: skip
FAILED = frozenset({"failed", "error", "crashed"})
CANCELLED = frozenset({"cancelled", "canceled"})
IN_PROGRESS = frozenset({"pending", "cloning", "building", "deploying", "rolling_back"})
"""An unknown status counts as in progress, unless `finished_at` or `is_live` shows the end."""

SUPERSEDED = "superseded"
"""Set by this provider: a newer one is live, and Runsite's status of this one is unknown."""

PRUNED = "pruned"
"""Set by this provider: Runsite no longer has the deployment, but has its web service."""

_MAX_ERROR_LENGTH = 2048
"""Characters of an error that Runsite reports for a deployment."""
_MAX_STATUS_LENGTH = 64
"""Characters; a longer status is cut."""


def status_of(deployment: Props) -> str:
    """Return the status in lower case, as in the API's responses; empty if it is not readable."""
    status = deployment.get("status")
    return status.strip().lower()[:_MAX_STATUS_LENGTH] if isinstance(status, str) else ""


def is_readable(deployment: Props) -> bool:
    """Return whether anything in *deployment* shows if it has ended."""
    shows_end = isinstance(deployment.get("is_live"), bool) or "finished_at" in deployment
    return bool(status_of(deployment)) or shows_end


def has_succeeded(deployment: Props) -> bool:
    """Return whether the deployment went live, even if a newer one is live now."""
    if status_of(deployment) in SUCCEEDED:
        return True
    return deployment.get("is_live") is True and not has_failed(deployment)


def has_failed(deployment: Props) -> bool:
    """Return whether the deployment is known to have ended without success."""
    return status_of(deployment) in FAILED | CANCELLED


def has_ended(deployment: Props) -> bool:
    """Return whether the deployment has ended, with success or without."""
    if has_succeeded(deployment) or has_failed(deployment):
        return True
    if status_of(deployment) == SUPERSEDED:
        return True
    return is_time(deployment.get("finished_at")) and status_of(deployment) not in IN_PROGRESS


def needs_no_wait(deployment: Props) -> bool:
    """Return whether the status is final, or no longer available."""
    return has_ended(deployment) or status_of(deployment) == PRUNED


def with_known_end(read: Props, state: Props) -> Props:
    """
    Return *read*, with the end that the *state* knows where Runsite shows it as cancelled, or none.

    Runsite may label a deployment anew that a newer one has superseded.
    """
    if not has_ended(state) or has_failed(state):
        return read
    is_reopened = not has_ended(read) and status_of(read) not in IN_PROGRESS
    if status_of(read) not in CANCELLED and not is_reopened:
        return read
    end = {"status": SUPERSEDED} | {k: state[k] for k in ("status", "finished_at") if k in state}
    return read | end if has_ended(read | end) else read | end | {"status": SUPERSEDED}


def is_known(status: str) -> bool:
    """Return whether Runsite is known to report *status*."""
    return status in IN_PROGRESS | SUCCEEDED | FAILED | CANCELLED


def displayed_status(ctx: Context, deployment: Props) -> str:
    """Return the status for a message; empty if it is not readable."""
    status = status_of(deployment)
    return status if is_known(status) else ctx.client.redactor.clean(status, _MAX_STATUS_LENGTH)


def failure_reason(ctx: Context, deployment: Props, id: str, live: str) -> str:
    """Return why *deployment* failed, with the end of its log; *live* states what serves now."""
    redactor = ctx.client.redactor
    result = "was cancelled" if status_of(deployment) in CANCELLED else "failed"
    commit = redactor.clean(str(deployment.get("commit_sha") or ""), 12)
    error = redactor.clean(str(deployment.get("error_message") or ""), _MAX_ERROR_LENGTH)
    log = log_tail(deployment.get("build_logs"), redactor)
    return messages.deployment_ended(
        id,
        f" of commit {commit}" if commit else "",
        result,
        f": {error.rstrip('.')}" if error else "",
        live,
        f"\nThe end of the build log:\n{log}" if log else "",
    )
