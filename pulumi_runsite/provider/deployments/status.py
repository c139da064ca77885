"""What the statuses of a deployment mean, and why a deployment failed."""

from __future__ import annotations

import re
from typing import Any

from ..fields import Props
from ..messages import deployments as messages

SUCCEEDED = frozenset({"running", "succeeded", "success", "completed"})
FAILED = frozenset({"failed", "error", "crashed"})
CANCELLED = frozenset({"cancelled", "canceled"})
IN_PROGRESS = frozenset({"pending", "cloning", "building", "deploying", "rolling_back"})
"""Any other status counts as in progress too: an unknown status is not a final one."""

PRUNED = "pruned"
"""Set by this provider: Runsite no longer has the deployment, but has its web service."""

MAX_LOG_LINES = 40
MAX_LOG_CHARACTERS = 16 * 1024

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def status_of(deployment: Props) -> str:
    """Return the status in lower case: the API's documentation prints it in capitals."""
    return str(deployment.get("status") or "").lower()


def has_succeeded(deployment: Props) -> bool:
    """Return whether the deployment went live, even if a newer one is live now."""
    return status_of(deployment) in SUCCEEDED


def has_failed(deployment: Props) -> bool:
    """Return whether the deployment ended without success."""
    return status_of(deployment) in FAILED | CANCELLED


def has_ended(deployment: Props) -> bool:
    """Return whether the status is final."""
    return status_of(deployment) in SUCCEEDED | FAILED | CANCELLED


def needs_no_wait(deployment: Props) -> bool:
    """Return whether the status is final, or no longer available."""
    return has_ended(deployment) or status_of(deployment) == PRUNED


def is_known(status: str) -> bool:
    """Return whether Runsite is known to report *status*."""
    return status in IN_PROGRESS | SUCCEEDED | FAILED | CANCELLED


def log_lines(build_log: Any) -> list[str]:
    """Return the lines of a build log, without colours and control characters."""
    text = _ANSI.sub("", build_log if isinstance(build_log, str) else "")
    return [_UNPRINTABLE.sub("", line) for line in text.rstrip().splitlines()]


def log_tail(build_log: Any) -> str:
    """Return the last MAX_LOG_LINES lines of a build log, MAX_LOG_CHARACTERS at most."""
    return "\n".join(log_lines(build_log)[-MAX_LOG_LINES:])[-MAX_LOG_CHARACTERS:]


def failure_reason(deployment: Props, id: str, live: str) -> str:
    """Return why *deployment* failed, with the end of its log; *live* states what serves now."""
    result = "was cancelled" if status_of(deployment) in CANCELLED else "failed"
    commit = str(deployment.get("commit_sha") or "")[:12]
    error = str(deployment.get("error_message") or "")
    log = log_tail(deployment.get("build_logs"))
    return messages.deployment_ended(
        id,
        f" of commit {commit}" if commit else "",
        result,
        f": {error.rstrip('.')}" if error else "",
        live,
        f"\nThe end of the build log:\n{log}" if log else "",
    )
