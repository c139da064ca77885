"""
The parts of the provider's messages that the engine tests expect.

No other module of tests/engine contains such text, so that a reworded message is one edit here.
"""

from __future__ import annotations

CONNECTION_FAILED = "cannot connect to"
CONNECTION_FAILED_ON_LIST = "GET /api/projects: cannot connect to"
NOTHING_WAS_SENT = "nothing was sent"

API_KEY_MISSING = "there is no Runsite API key: set it with"
API_KEY_MALFORMED = "the Runsite API key in RUNSITE_API_KEY begins or ends with white space"
API_KEY_REJECTED = "401: Invalid API key; Runsite refuses the API key"
SCOPE_MISSING = "403: this API key has the scope read, write is needed"
UNKNOWN_SETTING = "runsite:apiKye is not a setting of this provider; did you mean runsite:apiKey?"

PORT_TOO_LARGE = "port: must be at most 65535"
TOO_MANY_INSTANCES = "max_instances: must be at most 5"
NUL_IN_VALUE = "value: must not hold a NUL character"
TAIL_TOO_SMALL = "tail: must be at least 1"
DUPLICATE_VARIABLE = "EnvVar 'two' and EnvVar 'one' are the same environment variable"

NO_PROJECT_OF_THIS_NAME = "there is no project named 'shop' on Runsite"
ARGUMENT_IS_AN_OUTPUT = "name is not known before the program has run; pass an output"
RESTART_IS_NOT_IMPORTABLE = "cannot be imported: Runsite keeps no record of restarts"

BUILD_LOG_TAIL = "The end of its build log:"
WAIT_INTERRUPTED = "goes on without us (interrupted). Run `pulumi up` again to wait for it"
WAIT_TIMED_OUT = "goes on without us (not done after 2 s)"

STILL_EXISTS = "stays on Runsite"
"""Part of the warning for every resource that the API cannot delete."""


def field_is_immutable(field: str, old: object, new: object) -> str:
    """Return the error for a changed input that the API cannot change."""
    return f"{field}: was {old}, the program says {new}; Runsite's API cannot change it."


def project_not_found(id: str) -> str:
    """Return the error for a project id that does not exist."""
    return f"there is no project {id} on Runsite"


def adopt_input(id: str) -> str:
    """Return the input that the error for an existing name suggests."""
    return f"adopt_id='{id}'"


def deployment_failed(id: str, reason: str = "") -> str:
    """Return the error for a failed deployment, with the beginning of the API's *reason*."""
    return f"deployment {id} failed" + (f": {reason}" if reason else "")


def deployment_status(id: str) -> str:
    """Return the beginning of the error for an interrupted wait."""
    return f"deployment {id} is"


def project_still_exists(name: str, id: str) -> str:
    """Return the warning for a destroyed project."""
    return f"project '{name}' ({id}) {STILL_EXISTS}"


def web_service_still_exists(name: str, id: str) -> str:
    """Return the warning for a destroyed web service."""
    return f"web service '{name}' ({id}) is stopped and {STILL_EXISTS}"


def resource_in(warning: str) -> str:
    """Return the resource that a STILL_EXISTS *warning* begins with, such as `project 'shop'`."""
    return warning.partition(" (")[0]
