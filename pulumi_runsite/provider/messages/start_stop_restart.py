"""Messages of starting, stopping and restarting a web service."""

from ...api import Message
from .responses import CHECK_ADDRESS


def restart_refused(web_service_id: str, status: str) -> Message:
    """
    Only a running web service can be restarted.

    Follow the explanation of the status in the message: a deployment or `desired_state="running"`
    starts it. Run the command again when it runs.
    """
    return Message(
        f"web service {web_service_id} cannot be restarted ({status})",
        "Run the command again when it is running",
    )


def started_by_deployment(service: str) -> str:
    """
    A deployment has started a web service whose `desired_state` is `stopped`. Only a refresh reads
    that it runs.

    Run `pulumi up --refresh` to stop it, or set `desired_state="running"`.
    """
    return (
        f"{service} was started by this deployment, although its `desired_state` is `stopped`: a "
        "deployment always starts it. Run `pulumi up --refresh` to stop it, or set "
        '`desired_state="running"`.'
    )


def restart_unknown(error: str) -> str:
    """
    The response to a restart was lost.

    Run `pulumi up` to restart once more.
    """
    return f"{error}. It is unknown whether it was restarted. Run `pulumi up` to restart once more."


def restart_not_running_yet(id: str, error: str, remedy: str) -> Message:
    """
    The web service was restarted, but the wait until it runs has ended early.

    Resolve the error that the message names, and run `pulumi up` again: it resumes waiting, and
    does not restart once more.
    """
    return Message(
        f"web service {id} was restarted, but was not seen running yet: {error}",
        f"{remedy}. The next `pulumi up` resumes the wait and does not restart it again",
    )


def restart_ended(id: str, status: str) -> Message:
    """
    The web service was restarted, but failed or was stopped instead of running again.

    See its logs in the dashboard, start it by a `Deployment` or by `desired_state="running"`, and
    run `pulumi up` again: it reads the status, and does not restart once more.
    """
    return Message(
        f"web service {id} was restarted, but is not running ({status})",
        'See its logs in the dashboard, and start it by a `Deployment` or `desired_state="running"`'
        ". The next `pulumi up` reads its status and does not restart it again",
    )


def restart_not_found(id: str, error: str, remedy: str) -> Message:
    """
    The web service was restarted, and was not found while it was waited for.

    If it was deleted in the dashboard, run `pulumi refresh`. Otherwise check that the API key is of
    the account that owns it.
    """
    return Message(f"web service {id} was restarted, but was not found afterwards: {error}", remedy)


def action_not_requested(
    id: str, action: str, deployment_id: str, error: str, remedy: str
) -> Message:
    """
    The web service was not started, stopped or restarted: a deployment of it is in progress, whose
    end may start the web service, and the wait for that was cut short.

    Resolve the error that the message names, or cancel the deployment in the dashboard, and run the
    command again.
    """
    return Message(
        f"deployment {deployment_id} of web service {id} is in progress and may start it at its end"
        f", and the wait for that failed: {error}",
        f"The web service was not {action}. {remedy}. To not wait for it, cancel the deployment in "
        f"the dashboard",
    )


def stopped_before_the_end(error: str) -> str:
    """
    A web service is stopped by a destroy while a deployment of it is in progress: the wait for its
    end was cut short.

    Check the web service in the dashboard once the deployment has ended, and stop it if it runs.
    """
    return (
        f"The web service is stopped all the same: {error}. Check it in the dashboard once the "
        f"deployment has ended, and stop it if it runs."
    )


def deployments_not_read(id: str, error: str) -> str:
    """
    A web service is stopped without a wait for a deployment in progress, whose end would start it
    again: the list of its deployments could not be read.

    Check in the dashboard that no deployment is in progress, and that the web service is as wanted.
    """
    return (
        f"It was not checked whether a deployment of web service {id} is in progress, whose end "
        f"would start it again: {error}. Check that in the dashboard."
    )


def undated_not_ended(id: str, deployment_ids: str, error: str) -> str:
    """
    A web service is stopped or started while a deployment of it may be in progress, whose end would
    start it again. Runsite reports no time of this deployment, so it may also be one that has ended
    long ago, and is waited for up to 5 minutes.

    Check the web service in the dashboard once the deployment has ended, and stop it if it should
    not run.
    """
    return (
        f"Deployment {deployment_ids} of web service {id} may still be in progress, and its end "
        f"would start the web service again: Runsite reports no time of it, and {error}. Check the "
        f"web service in the dashboard once the deployment has ended, and stop it if it should not "
        f"run."
    )


def not_settled(id: str, desired: str, error: str, remedy: str) -> Message:
    """
    The web service was started or stopped, and was not found while its new status was waited for.

    If it was deleted in the dashboard, run `pulumi refresh`. Otherwise check that the API key is of
    the account that owns it.
    """
    return Message(
        f"web service {id} was requested to be {desired}, but the wait for that failed: {error}",
        remedy,
    )


def not_settled_yet(id: str, desired: str, error: str, remedy: str) -> Message:
    """
    The web service was started or stopped, but the wait for its new status has ended early.

    Resolve the error that the message names, and run `pulumi up` again.
    """
    remedy = f"{remedy}. The next `pulumi up` resumes the wait"
    return not_settled(id, desired, error, remedy)


def action_refused(error: str, status: str) -> Message:
    """
    Runsite rejected a start, stop or deployment because of the status of the web service.

    Follow the explanation of the status in the message, and run the command again.
    """
    return Message(
        f"{error} ({status})",
        "Check the web service in the dashboard, and run the command again when its status allows "
        "the request",
    )


def web_service_to_be(id: str, desired: str) -> str:
    """
    Part of other messages: what a wait is for.

    See the message that contains it.
    """
    return f"web service {id} to be {desired}"


def end_of_deployment(id: str) -> str:
    """
    Part of other messages: what a wait is for.

    See the message that contains it.
    """
    return f"the end of deployment {id}"


def action_unknown(error: str, status: str) -> Message:
    """
    The response to a start, stop or restart was not one of the Runsite API, and the web service has
    the same status as before.

    Check any proxy between this machine and Runsite, and run the command again.
    """
    return Message(
        f"{error}; it is unknown whether the request was carried out ({status})",
        "Check any proxy between this machine and Runsite, and run the command again",
    )


def web_service_status_missing(request: str, actual: str) -> Message:
    """
    The response for a web service has no status, so it is unknown whether it runs.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return Message(
        f"the response to {request} is not understood: expected a `status`, got {actual}",
        CHECK_ADDRESS,
    )


def web_service_status(status: str, reason: str) -> str:
    """
    Part of other messages: the status of a web service and what it means.

    See the message that contains it.
    """
    return f"the web service is {status}" + (f": {reason}" if reason else "")


def web_service_progress(status: str) -> str:
    """
    Progress of a start, stop or restart, displayed beside the resource.

    Nothing: the wait continues.
    """
    return f"web service {status}"
