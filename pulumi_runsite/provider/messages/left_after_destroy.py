"""Warnings about what remains on Runsite after a destroy."""


def _still_exists(noun: str, id: str) -> str:
    return (
        f"but still exists: the Runsite API cannot delete {noun}s. Delete it in the dashboard, or "
        f"set `adopt_id={id!r}` to manage it again."
    )


def project_kept(name: str, id: str) -> str:
    """
    A project was removed from the stack; the Runsite API cannot delete it.

    Delete it in the dashboard if it is not needed any more. To manage it again, set `adopt_id`.
    """
    return f"Project {name} ({id}) was removed from the stack, {_still_exists('project', id)}"


def web_service_stopped(name: str, id: str) -> str:
    """
    A web service was stopped and removed from the stack; the Runsite API cannot delete it.

    Delete it in the dashboard if it is not needed any more. To manage it again, set `adopt_id`.
    """
    return (
        f"Web service {name} ({id}) was stopped and removed from the stack, "
        f"{_still_exists('web service', id)}"
    )


def web_service_not_running(name: str, id: str, status: str) -> str:
    """
    A web service that was not running was removed from the stack; the API cannot delete it.

    Delete it in the dashboard if it is not needed any more. To manage it again, set `adopt_id`.
    """
    return (
        f"Web service {name} ({id}, status `{status}`) was removed from the stack, "
        f"{_still_exists('web service', id)}"
    )


def web_service_abandoned(name: str, id: str) -> str:
    """
    A web service with `on_destroy="abandon"` was removed from the stack and not stopped.

    Stop or delete it in the dashboard if it is not needed any more. To manage it again, set
    `adopt_id`.
    """
    return (
        f"Web service {name} ({id}) was removed from the stack without stopping it, "
        f"{_still_exists('web service', id)}"
    )
