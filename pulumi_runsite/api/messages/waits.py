"""The messages of waits: interruption, timeout, rate limit."""

from __future__ import annotations

from .message import Message


def interrupted() -> Message:
    """
    The command was interrupted, for example with Ctrl-C.

    Run the command again: it resumes where it was interrupted.
    """
    return Message("interrupted", "Run the command again to resume")


def not_sent_after_interrupt(request: str) -> Message:
    """
    The command was interrupted, for example with Ctrl-C, before a change was requested of Runsite:
    the request was not sent, so it created, changed and deleted nothing. Requests that were sent
    before are completed.

    Run the command again: it resumes where it was interrupted.
    """
    return Message(
        f"{request} was not sent, and changed nothing: interrupted",
        "Run the command again to resume",
    )


def wait_timed_out(seconds: str, waiting_for: str) -> Message:
    """
    The time for a wait is over, and what it waited for has not happened.

    Run the command again to wait for longer, or set a longer timeout.
    """
    return Message(
        f"timed out after {seconds} s waiting for {waiting_for}",
        "Run the command again, or set a longer timeout",
    )


def no_answer(address: str, seconds: str, limit: str) -> str:
    """
    Progress of a wait: Runsite does not answer, or what answers is not the Runsite API.

    No action is needed: the wait continues with the next answer. If it does not, check the network
    connection, and any proxy between this machine and Runsite.
    """
    return (
        f"No usable answer from {address} for {seconds} s. Trying again; the wait ends if there is "
        f"none for {limit} s."
    )


def waiting_for_rate_limit(seconds: str) -> str:
    """
    Progress: Runsite's rate limit was reached; all requests wait before they are sent again.

    No action is needed: the command resumes by itself.
    """
    return f"Runsite's rate limit was reached: resuming in {seconds} s."
