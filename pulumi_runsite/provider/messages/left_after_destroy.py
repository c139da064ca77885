"""Warnings about what remains on Runsite after a destroy."""

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
