"""Messages of starting, stopping and restarting a web service."""

from ...api import Message
from .responses import CHECK_ADDRESS


def restart_refused(web_service_id: str, status: str) -> Message:
    """
    Only a running web service can be restarted.

    Start it by a `Deployment`, or by `desired_state="running"`, and run the command again.
    """
    return Message(
        f"web service {web_service_id} cannot be restarted ({status})",
        'Start it by a `Deployment`, or by `desired_state="running"`, and run the command again',
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


def not_settled_yet(id: str, desired: str, error: str, remedy: str) -> Message:
    """
    The web service was started or stopped, but the wait for its new status has ended early.

    Resolve the error that the message names, and run `pulumi up` again.
    """
    return Message(
        f"web service {id} was requested to be {desired}, but the wait for that failed: {error}",
        f"{remedy}. The next `pulumi up` resumes the wait",
    )


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
