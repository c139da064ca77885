"""
The parts of the provider's messages that the engine tests expect.

No other module of tests/engine contains such text, so that a reworded message is one edit here.
"""

from __future__ import annotations

CONNECTION_FAILED = "cannot connect to"
CONNECTION_FAILED_ON_LIST = "GET /api/projects was not sent: cannot connect to"
CHECK_CONNECTION = "and run the command again."

API_KEY_MISSING = "No Runsite API key is configured. Run"
API_KEY_MALFORMED = "The Runsite API key in `RUNSITE_API_KEY` begins or ends with whitespace"
API_KEY_REJECTED = "failed with status 401: Invalid API key. The API key was rejected"
UNKNOWN_SETTING = (
    "`runsite:apiKye` is not a setting of this provider. Did you mean `runsite:apiKey`?"
)

PORT_TOO_LARGE = "port: must be at most 65535"
TOO_MANY_INSTANCES = "max_instances: must be at most 5"
NUL_IN_VALUE = "must not contain a NUL character"
DUPLICATE_VARIABLE = "EnvVar 'two' and EnvVar 'one' are the same environment variable"

ANOTHER_STACK_MAY_OWN_IT = "Another stack may own it: set another `name` to create another one"
NO_PROJECT_OF_THIS_NAME = "No project named 'shop' exists on Runsite"
RESTART_IS_NOT_IMPORTABLE = "cannot be imported: Runsite keeps no record of restarts"

BUILD_LOG_TAIL = "The end of the build log:"
WAIT_INTERRUPTED = "interrupted. The deployment continues on Runsite; run `pulumi up` again"
WAIT_TIMED_OUT = "timed out after 2 s waiting for its end. The deployment continues on Runsite"

FIELD_IS_SECRET = "start_command: cannot be changed (its values are masked)"

STILL_EXISTS = "removed from the stack, but still exists"
"""Part of the warning for every resource that the API cannot delete."""


def field_is_immutable(field: str, old: object, new: object) -> str:
    """Return the error for a changed input that the API cannot change."""
    return f"{field}: cannot be changed from {old} to {new}: the Runsite API has no update"


def project_not_found(id: str) -> str:
    """Return the error for a project id that does not exist."""
    return f"Runsite has no project {id}"


def adopt_input(id: str) -> str:
    """Return the input that the error for an existing name suggests."""
    return f"adopt_id='{id}'"


def deployment_failed(id: str, reason: str = "") -> str:
    """Return the error for a failed deployment, with the beginning of the API's *reason*."""
    return f"Deployment {id} failed" + (f": {reason}" if reason else "")


def deployment_status(id: str) -> str:
    """Return the beginning of the error for an interrupted wait."""
    return f"Stopped waiting for deployment {id} (status"


def project_still_exists(name: str, id: str) -> str:
    """Return the warning for a destroyed project."""
    return f"Project '{name}' ({id}) was {STILL_EXISTS}"


def web_service_still_exists(name: str, id: str) -> str:
    """Return the warning for a destroyed web service."""
    return f"Web service '{name}' ({id}) was stopped and {STILL_EXISTS}"


def resource_in(warning: str) -> str:
    """Return the resource that a STILL_EXISTS *warning* begins with, such as `project 'shop'`."""
    return warning.partition(" (")[0]
