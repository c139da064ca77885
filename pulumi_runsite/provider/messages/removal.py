"""Messages of deletions, and of what remains on Runsite after a destroy."""

from ...api import Message

_STILL_EXISTS = (
    "but still exists: the Runsite API cannot delete web services. Delete it in the dashboard."
)


def project_kept(name: str, id: str) -> str:
    """
    A project was removed from the stack; the Runsite API cannot delete it.

    Delete it in the dashboard if it is not needed any more.
    """
    return (
        f"Project {name} ({id}) was removed from the stack, but still exists: the Runsite API "
        "cannot delete projects. Delete it in the dashboard."
    )


def web_service_stopped(name: str, id: str) -> str:
    """
    A web service was stopped and removed from the stack; the Runsite API cannot delete it.

    Delete it in the dashboard if it is not needed any more.
    """
    return f"Web service {name} ({id}) was stopped and removed from the stack, {_STILL_EXISTS}"


def web_service_not_running(name: str, id: str, status: str) -> str:
    """
    A web service that was not running was removed from the stack; the API cannot delete it.

    Delete it in the dashboard if it is not needed any more.
    """
    return (
        f"Web service {name} ({id}, status `{status}`) was removed from the stack, {_STILL_EXISTS}"
    )


def web_service_abandoned(name: str, id: str) -> str:
    """
    A web service with `on_destroy="abandon"` was removed from the stack and not stopped.

    Stop or delete it in the dashboard if it is not needed any more.
    """
    return (
        f"Web service {name} ({id}) was removed from the stack without stopping it, {_STILL_EXISTS}"
    )


_WITHOUT_PULUMI = (
    "Delete it in the dashboard, and remove it from the state with `pulumi state delete`"
)


def secret_without_id(secret: str) -> Message:
    """
    A project secret cannot be deleted: the Runsite API deletes by id, and reports none.

    Delete it in the dashboard, and remove it from the state with `pulumi state delete`.
    """
    return Message(
        f"project secret {secret} cannot be deleted: the Runsite API deletes by id, and reports no "
        "id for it",
        _WITHOUT_PULUMI,
    )


def secret_id_is_shared(secret: str) -> Message:
    """
    A project secret cannot be deleted: its id is also that of the secrets of other scopes.

    Delete it in the dashboard, and remove it from the state with `pulumi state delete`.
    """
    return Message(
        f"project secret {secret} cannot be deleted: on Runsite its id is also that of the secrets "
        "of other scopes, which would be deleted as well",
        _WITHOUT_PULUMI,
    )


def deletion_unknown(variable: str, error: str) -> Message:
    """
    The response to a delete was not one of the Runsite API, and the list still has the variable.

    Check any proxy between this machine and Runsite, and run the command again.
    """
    return Message(
        f"{variable} was not deleted: {error}",
        "Check any proxy between this machine and Runsite, and run the command again",
    )
