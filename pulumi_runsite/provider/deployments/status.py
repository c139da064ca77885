"""What the words mean in which Runsite tells how a deployment goes."""

from __future__ import annotations

import re
from typing import Any

from ..fields import Props

SUCCEEDED = frozenset({"running", "succeeded", "success", "completed"})
FAILED = frozenset({"failed", "error", "crashed"})
CANCELLED = frozenset({"cancelled", "canceled"})
UNDER_WAY = frozenset({"pending", "cloning", "building", "deploying", "rolling_back"})
"""Anything else counts as under way too: a word we do not know is not an end."""

PRUNED = "pruned"
"""Ours: Runsite no longer keeps this deployment, but its web service is there."""

LOG_LINES = 40
LOG_CHARACTERS = 16 * 1024

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def word(deployment: Props) -> str:
    """Return the status in lower case: the documents print it in capitals."""
    return str(deployment.get("status") or "").lower()


def has_failed(deployment: Props) -> bool:
    """Say whether it ended, and not in success."""
    return word(deployment) in FAILED | CANCELLED


def has_ended(deployment: Props) -> bool:
    """Say whether it will not change any more."""
    return word(deployment) in SUCCEEDED | FAILED | CANCELLED


def is_over(deployment: Props) -> bool:
    """Say whether there is nothing to wait for: it has ended, or Runsite has forgotten it."""
    return has_ended(deployment) or word(deployment) == PRUNED


def is_known(status: str) -> bool:
    """Say whether *status* is a word that Runsite is known to use."""
    return status in UNDER_WAY | SUCCEEDED | FAILED | CANCELLED


def lines(log: Any) -> list[str]:
    """Return the lines of a build log, without colours and control characters."""
    text = _ANSI.sub("", log if isinstance(log, str) else "")
    return [_UNPRINTABLE.sub("", line) for line in text.rstrip().splitlines()]


def tail(log: Any) -> str:
    """Return the last lines of a build log, LOG_CHARACTERS at most."""
    return "\n".join(lines(log)[-LOG_LINES:])[-LOG_CHARACTERS:]


def explain(deployment: Props, id: str, after: str) -> str:
    """Return why *deployment* did not succeed, what serves *after* that, and what to do."""
    ended = "was cancelled" if word(deployment) in CANCELLED else "failed"
    commit = str(deployment.get("commit_sha") or "")[:12]
    of = f" of commit {commit}" if commit else ""
    why = f": {deployment['error_message']}" if deployment.get("error_message") else ""
    log = tail(deployment.get("build_logs"))
    shown = f"\nThe end of its build log:\n{log}" if log else ""
    return (
        f"deployment {id}{of} {ended}{why}. {after} "
        f"Run `pulumi up` again to deploy once more.{shown}"
    )
