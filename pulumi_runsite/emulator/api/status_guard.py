"""The only place that says which action is offered in which status."""

from __future__ import annotations

from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.records import WebService
from .errors import Refusal

# What the vendor's client offers, "likely mirrors server rules" (dossier 6.2, read 2026-11-24).
_OFFERED = {
    "deploy": {"running", "stopped", "sleeping", "failed"},
    "restart": {"running"},
    "stop": {"running"},
    "start": {"stopped", "sleeping", "failed"},
}
_NOT_DURING_DEPLOYMENT = {"deploy", "restart", "start", "rollback"}


def refuse_action(here: Emulator, service: WebService, action: str) -> None:
    """
    Refuse *action* where it is not offered.

    Two deployments of one service never run at once, whatever the switch `gates` says.

    Raises:
        Refusal: 409, or what the switch `gate_status` says.
    """
    if action in _NOT_DURING_DEPLOYMENT and lifecycle.in_progress(here, service) is not None:
        raise Refusal(here.switches.gate_status, "A deployment is already in progress")
    if service.status == "blocked":
        raise Refusal(here.switches.gate_status, "Web service is blocked by policy")
    offered = _OFFERED.get(action)
    if here.switches.gates == "strict" and offered and service.status not in offered:
        detail = f"Cannot {action} a web service that is {service.status}"
        raise Refusal(here.switches.gate_status, detail)
