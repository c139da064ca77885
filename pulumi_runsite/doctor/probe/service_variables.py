"""Watches what becomes of variables in the request that creates the web service."""

from __future__ import annotations

from ...provider.fields import Props
from ..messages import writes as messages
from .variables import OwnVariables

_PLAIN, _SECRET = "DOCTOR_BORN_PLAIN", "DOCTOR_BORN_SECRET"
_QUESTION = "service_variables"
_VALUE = "doctor born"

BORN: list[Props] = [
    {"key": _PLAIN, "value": _VALUE, "is_secret": False},
    {"key": _SECRET, "value": _VALUE, "is_secret": True},
]
"""The variables that the web service is created with; they are removed with the others."""


async def watch_service_variables(own: OwnVariables) -> None:
    """Add whether the variables were created with the web service, and masked as declared."""
    findings = own.own.findings
    if not own.own.sends_variables:
        findings.warn(_QUESTION, "refused", messages.service_variables_not_created())
        return
    listing = await own.list_with([_PLAIN, _SECRET])
    plain, secret = listing.item(_PLAIN), listing.item(_SECRET)
    if not listing.is_complete:
        findings.unknown(_QUESTION, "the list is incomplete")
    elif not plain or not secret:
        created = "one of two is created" if plain or secret else "not created"
        findings.warn(_QUESTION, created, messages.service_variables_not_created())
    elif secret.get("value") == _VALUE or secret.get("is_secret") is False:
        answer = "created; a secret is not masked"
        findings.warn(_QUESTION, answer, messages.service_variables_not_masked())
    elif plain.get("value") == _VALUE:
        findings.add(_QUESTION, "created; masked as declared")
    else:
        findings.add(_QUESTION, "created; one that is not secret is masked as well")
