"""The rule that after a 429 no request of the account is sent before the requested time."""

from __future__ import annotations

from pulumi_runsite.emulator.world.journal import Journal


def sent_too_soon(journal: Journal, since: int, at_once: int) -> list[str]:
    """
    Return what was sent, after request number *since*, before the time that a 429 requested.

    A run that has *at_once* requests in flight receives the 429 after it has sent the others. The
    limit of deployments is one of its own, and stops nothing else.
    """
    resume_at, in_flight = {"account": 0.0, "deployments": 0.0}, 0
    found: list[str] = []
    for entry in journal._entries:
        if entry.seq <= since:
            continue
        deploys = entry.method == "POST" and entry.path.endswith("/deployments")
        limits = ["account", "deployments"] if deploys else ["account"]
        if entry.at < max(resume_at[limit] for limit in limits):
            in_flight -= 1
            if in_flight < 0:
                found.append(f"too soon after a 429: {entry.method} {entry.path}")
        if entry.status == 429 and (entry.retry_after or "").isdigit():
            resume_at[limits[-1]] = entry.at + int(entry.retry_after or 0)
            in_flight = at_once - 1
    return found
