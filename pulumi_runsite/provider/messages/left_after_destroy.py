"""Warnings about what remains on Runsite after a destroy."""


def _still_exists(noun: str, id: str) -> str:
    return (
        f"but still exists: the Runsite API cannot delete {noun}s. Delete it in the dashboard, or "
        f"set `adopt_id={id!r}` to manage it again."
    )


def variables_kept(keys: str) -> str:
    """
    Part of other messages: a web service that still exists has its variables as well.

    Delete them with the web service, in the dashboard. To delete them before a destroy, remove them
    from `env_vars` and `secret_env_vars` and run `pulumi up`.
    """
    return f"It keeps its variables, with their values: {keys}."


def and_more(keys: str, count: str) -> str:
    """
    Part of other messages: a list of names that is cut off.

    See the message that contains it.
    """
    return f"{keys} and {count} more"


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
