"""Checks that the address answers like the API, and what the API key may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from ..provider.envelope import list_in
from .findings import Findings
from .messages import connection as messages
from .session import PREFIXES, Answer, Session, shown_prefix

_MAX_SKEW_S = 60
_SCOPES = ("read", "write", "admin")


async def add_api_checks(findings: Findings, session: Session) -> bool:
    """Add the findings about the API and the key, and return whether requests are accepted."""
    configured = session.prefix
    answers: dict[str, Answer] = {}
    for prefix in dict.fromkeys((configured, *PREFIXES)):
        session.prefix = prefix
        answers[prefix] = await session.get("projects")
    session.prefix = configured
    _add_clock(findings, answers[configured])
    _add_prefix(findings, answers, configured)
    answering = [prefix for prefix in answers if _is_list(answers[prefix])]
    if _is_list(answers[configured]):
        findings.add("api_key", "accepted")
        await _add_scope(findings, session, answering)
        return True
    _add_key_fault(findings, answers[answering[0] if answering else configured])
    return False


def _is_list(answer: Answer) -> bool:
    return answer.is_success and list_in(answer.body, "projects") is not None


def _is_api(answer: Answer) -> bool:
    return _is_list(answer) or (answer.is_from_api and answer.status in (401, 403, 429))


def _add_prefix(findings: Findings, answers: Mapping[str, Answer], configured: str) -> None:
    results = [f"{shown_prefix(prefix)}: {answer.outcome}" for prefix, answer in answers.items()]
    text = "; ".join(results)
    others = [prefix for prefix, answer in answers.items() if _is_api(answer)]
    if _is_api(answers[configured]):
        findings.add("api_prefix", text)
    elif others:
        findings.fail("api_prefix", text, messages.other_prefix_answers(others[0]))
    elif not answers[configured].was_sent:
        findings.fail("api_prefix", text, messages.host_does_not_answer())
    else:
        findings.fail("api_prefix", text, messages.not_the_api())


def _add_key_fault(findings: Findings, answer: Answer) -> None:
    if answer.status == 401:
        findings.fail("api_key", "rejected (401)", messages.key_rejected())
    elif answer.code in ("user_blocked", "registration_review_required"):
        findings.fail("api_key", answer.outcome, messages.account_unusable())
    elif answer.status == 403:
        findings.fail("api_key", answer.outcome, messages.key_forbidden())
    elif _is_list(answer):
        findings.unknown("api_key", "it is accepted under the other path prefix")
    else:
        findings.unknown("api_key", "the API does not answer")


def _add_clock(findings: Findings, answer: Answer) -> None:
    try:
        at = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        findings.unknown("clock", "no response has a date")
        return
    skew_s = (datetime.now(timezone.utc) - at.astimezone(timezone.utc)).total_seconds()
    if abs(skew_s) > _MAX_SKEW_S:
        direction = "ahead of" if skew_s > 0 else "behind"
        answer_text = f"{abs(skew_s):.0f} s {direction} the server"
        findings.warn("clock", answer_text, messages.clock_is_wrong())
    else:
        findings.add("clock", "agrees with the server")


async def _add_scope(findings: Findings, session: Session, prefixes: list[str]) -> None:
    """Read the scope where Runsite's own CLI does."""
    configured = session.prefix
    try:
        for prefix in prefixes:
            session.prefix = prefix
            answer = await session.get("users", "me", "api-key")
            scope = answer.body.get("scope") if isinstance(answer.body, dict) else None
            if answer.is_success and scope in _SCOPES:
                _add_known_scope(findings, str(scope), answer)
                return
    finally:
        session.prefix = configured
    findings.unknown("key_scope", f"the API does not report it: {answer.outcome}")


def _add_known_scope(findings: Findings, scope: str, answer: Answer) -> None:
    text = f"`{scope}`, {_expiry(answer)}"
    if scope == "read":
        findings.warn("key_scope", text, messages.key_only_reads(), answer.request)
    else:
        findings.add("key_scope", text, answer.request)


def _expiry(answer: Answer) -> str:
    return "does not expire" if answer.body.get("expires_at") is None else "expires"
