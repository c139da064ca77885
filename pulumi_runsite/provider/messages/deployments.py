"""Messages of deployments."""

from ...api import Message
from .responses import CHECK_ADDRESS


def deployment_interrupted(id: str, status: str, error: str) -> Message:
    """
    The wait for a deployment ended before the deployment did: timeout or Ctrl-C.

    Run `pulumi up` again to resume waiting.
    """
    return Message(
        f"stopped waiting for deployment {id} (status `{status}`): {error}",
        "The deployment continues on Runsite; run `pulumi up` again to resume waiting",
    )


def deployment_not_read(id: str, status: str, error: str, remedy: str) -> Message:
    """
    The wait for a deployment ended before the deployment did: requests were refused, not answered,
    or not answered by the Runsite API, for too long.

    Resolve the error that the message names, and run `pulumi up` again: it resumes the wait, and
    requests no second deployment.
    """
    return Message(
        f"stopped waiting for deployment {id} (status `{status}`): {error}",
        f"{remedy}. The deployment exists, and continues on Runsite; the next `pulumi up` resumes "
        "the wait and requests no second one",
    )


def deployment_not_found(id: str, status: str, error: str, remedy: str) -> Message:
    """
    The web service of a deployment that is waited for was not found.

    If it was deleted in the dashboard, run `pulumi refresh`. Otherwise check that the API key is of
    the account that owns it.
    """
    return Message(f"stopped waiting for deployment {id} (last status `{status}`): {error}", remedy)


def deployment_superseded(id: str, status: str, live_id: str) -> Message:
    """
    A newer deployment is live, and the one that is waited for has a status that is unknown to this
    version: whether it has been live as well is unknown.

    Check the web service in the dashboard. To deploy again, change a trigger.
    """
    return Message(
        f"deployment {id} (status `{status}`, which this version does not know) is not live, and "
        f"the newer deployment {live_id} is, so its own result is unknown",
        "Check the web service in the dashboard, or change a trigger to deploy again",
    )


def deployment_lost(id: str, status: str, error: str) -> Message:
    """
    Runsite no longer has the deployment that is waited for.

    Look at the web service in the dashboard; change a trigger to deploy again.
    """
    return Message(
        f"deployment {id} (last status `{status}`) no longer exists on Runsite, so its result is "
        f"unknown: {error}",
        "Check the web service in the dashboard, or change a trigger to deploy again",
    )


def deployment_unchecked(id: str, status: str, error: str, remedy: str) -> Message:
    """
    The deployment was requested, but reading its result failed.

    Resolve the error that the message names, and run `pulumi up` again: it reads the deployment,
    and requests no second one.
    """
    return Message(
        f"deployment {id} was requested (status `{status}`), but its result could not be read: "
        f"{error}",
        f"{remedy}. The next `pulumi up` reads it and requests no second one",
    )


def not_requested(id: str, error: str, remedy: str) -> Message:
    """
    No deployment was requested: another one of the web service was in progress, and then it or the
    web service was not found.

    If the web service was deleted in the dashboard, run `pulumi refresh`. Run `pulumi up` again.
    """
    return Message(
        f"no deployment was requested, since deployment {id} is in progress and waiting for it "
        f"failed: {error}",
        remedy,
    )


def not_requested_yet(id: str, error: str, remedy: str) -> Message:
    """
    No deployment was requested, since another one of the web service is in progress, and the wait
    for its end was cut short.

    Resolve the error that the message names, and run `pulumi up` again.
    """
    return not_requested(id, error, f"{remedy}. The next `pulumi up` requests one")


def deployment_ended(id: str, commit: str, result: str, reason: str, live: str, log: str) -> str:
    """
    The deployment failed or was cancelled.

    Fix the cause that the build log shows, then run `pulumi up`: it deploys again.
    """
    return f"Deployment {id}{commit} {result}{reason}. {live} Run `pulumi up` to deploy again.{log}"


def deployment_undetermined(id: str, status: str) -> Message:
    """
    The deployment has ended and is not live, and its status is unknown to this version.

    Check the web service in the dashboard, and change a trigger to deploy again.
    """
    return Message(
        f"deployment {id} has ended with the status `{status}`, which this version does not know, "
        "and is not live",
        "Check the web service in the dashboard, and change a trigger to deploy again",
    )


def status_missing(request: str, actual: str) -> Message:
    """
    The response for a deployment has neither a status nor anything else that shows its end.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return Message(
        f"the response to {request} does not show whether the deployment has ended: expected "
        f"`status`, `is_live` or `finished_at`, got {actual}",
        CHECK_ADDRESS,
    )


def still_live(id: str) -> str:
    """
    Part of the message of a failed deployment: the previous one still serves.

    See the message that contains it.
    """
    return f"Deployment {id} is still live."


def none_live() -> str:
    """
    Part of the message of a failed deployment: nothing serves.

    See the message that contains it.
    """
    return "No deployment is live."


def rolled_back(target: str, id: str, status: str) -> str:
    """
    Part of the message of a failed deployment: `rollback_on_failure` has rolled back.

    See the message that contains it.
    """
    return f"Rolled back to deployment {target} by deployment {id} (status `{status}`)."


def rollback_failed(target: str, error: str) -> str:
    """
    Part of the message of a failed deployment: the rollback by `rollback_on_failure` failed, or was
    not waited for to its end.

    Roll back in the dashboard, or by `rollback_to`.
    """
    return f"The rollback to deployment {target} was not completed: {error}."


def unknown_status(id: str, status: str) -> str:
    """
    Runsite reports a deployment status that this version does not know.

    Nothing: it waits until a known final status. Report the status.
    """
    return (
        f"Deployment {id} has the status `{status}`, which this version does not know. Waiting for "
        "a final status."
    )


def rollback_with_branch() -> str:
    """
    `rollback_to` and `branch` exclude each other: a rollback builds nothing.

    Remove one of them.
    """
    return "cannot be combined with `branch`: a rollback builds nothing; remove one of them"


def progress(id: str, status: str, seconds: str) -> str:
    """
    Progress of a wait, displayed beside the resource.

    Nothing: the wait continues.
    """
    return f"deployment {id} {status} (waited {seconds} s)"


def log_too_long(id: str, limit: str) -> str:
    """
    The build log is too long to be displayed while the deployment is waited for.

    Nothing: the wait continues. See the rest of the log in the dashboard.
    """
    return (
        f"The build log of deployment {id} is longer than {limit} characters: the rest of it is in "
        "the dashboard."
    )


def waiting_for_other(id: str, status: str) -> str:
    """
    Progress, displayed beside the resource: Runsite runs one deployment of a web service at a time,
    and another one is in progress.

    Nothing: the deployment is requested as soon as the other one has ended.
    """
    return f"waiting for deployment {id} (status `{status}`)"
