"""The statuses of a web service in which each action is allowed."""

from __future__ import annotations

from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.records import WebService
from .errors import ApiError

# The statuses in which Runsite's own CLI offers each action; the server rules are likely the same.
_ALLOWED = {
    "deploy": {"running", "stopped", "sleeping", "failed"},
    "restart": {"running"},
    "stop": {"running"},
    "start": {"stopped", "sleeping", "failed"},
}
_NOT_DURING_DEPLOYMENT = {"deploy", "restart", "start", "rollback"}


def check_action_allowed(emulator: Emulator, service: WebService, action: str) -> None:
    """
    Check that *action* is allowed in the status of *service*.

    A service has at most one deployment in progress, even with the switch `gates` open.

    Raises:
        ApiError: 409, or the status of the switch `gate_status`.
    """
    if (
        action in _NOT_DURING_DEPLOYMENT
        and lifecycle.deployment_in_progress(emulator, service) is not None
    ):
        raise ApiError(emulator.switches.gate_status, "A deployment is already in progress")
    if service.status == "blocked":
        raise ApiError(emulator.switches.gate_status, "Web service is blocked by policy")
    allowed = _ALLOWED.get(action)
    if emulator.switches.gates == "strict" and allowed and service.status not in allowed:
        detail = f"Cannot {action} a web service that is {service.status}"
        raise ApiError(emulator.switches.gate_status, detail)
