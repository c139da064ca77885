"""The messages of responses with an error status."""

from __future__ import annotations

from .message import Message

_SET_KEY = "set it with `pulumi config set --secret runsite:apiKey`, or as `RUNSITE_API_KEY`"
_NEW_KEY = (
    f"The API key was rejected; create another one in the dashboard, under API Keys, and {_SET_KEY}"
)


def _failed(request: str, status: str, detail: str) -> str:
    return f"{request} failed with status {status}: {detail.rstrip('.')}"


def invalid_input(request: str, status: str, detail: str) -> Message:
    """
    The Runsite API rejected the request because of its input (status 400 or 422).

    Correct the input that the message names, and run the command again.
    """
    return Message(_failed(request, status, detail), "Correct the input, and run the command again")


def delete_refused(request: str, status: str, detail: str) -> Message:
    """
    The Runsite API refused to delete something (status 400, 409 or 422).

    Resolve the reason that the message names in the dashboard, or delete it there, and run the
    command again.
    """
    return Message(
        _failed(request, status, detail),
        "Resolve this in the dashboard, or delete it there, and run the command again",
    )


def api_key_rejected(request: str, status: str, detail: str) -> Message:
    """
    The Runsite API rejected the API key (status 401): it is invalid, revoked or expired.

    Create an API key in the dashboard, under API Keys, and set it with
    `pulumi config set --secret runsite:apiKey`.
    """
    return Message(_failed(request, status, detail), _NEW_KEY)


def not_sent_after_key_rejected(request: str, status: str, detail: str) -> Message:
    """
    The request was not sent, because an earlier request of the run failed with status 401.

    Create an API key in the dashboard, under API Keys, and set it with
    `pulumi config set --secret runsite:apiKey`.
    """
    return Message(
        f"{request} was not sent: the API key was rejected before (status {status}: "
        f"{detail.rstrip('.')})",
        "The first error of this run states what to do",
    )


def forbidden(request: str, status: str, detail: str) -> Message:
    """
    The Runsite API does not allow the request (status 403).

    Use an API key of the account that owns the resource, with the scope that the request needs.
    """
    return Message(
        _failed(request, status, detail),
        "Use an API key of the account that owns the resource, with the scope that the request "
        "needs",
    )


def insufficient_scope(request: str, status: str, actual: str, required: str) -> Message:
    """
    The API key does not have the scope that the request needs.

    Create an API key with the required scope in the dashboard, under API Keys, and set it with
    `pulumi config set --secret runsite:apiKey`.
    """
    return Message(
        f"{request} failed with status {status}: the API key has the scope `{actual}`, but "
        f"`{required}` is required",
        f"Create an API key with this scope in the dashboard, under API Keys, and {_SET_KEY}",
    )


def account_blocked(request: str, status: str, why: str) -> Message:
    """
    Runsite has blocked the account.

    Resolve the reason that the message names, or contact Runsite's support.
    """
    return Message(
        f"{request} failed with status {status}: the account is blocked ({why})",
        "Resolve this in the dashboard, or contact Runsite's support",
    )


def account_under_review(request: str, status: str, review_status: str) -> Message:
    """
    Runsite has not finished the review of the account's registration.

    Wait until the review is finished, and run the command again.
    """
    return Message(
        f"{request} failed with status {status}: the account is under review ({review_status})",
        "Wait until the review is finished, and run the command again",
    )


def not_found(request: str, status: str, detail: str) -> Message:
    """
    The Runsite API has no such resource (status 404).

    If the resource was deleted in the dashboard, run `pulumi refresh`, and then `pulumi up` to
    create it again. Otherwise check the id, and that the API key is of the account that owns it.
    """
    return Message(
        _failed(request, status, detail),
        "If it was deleted in the dashboard, run `pulumi refresh`; else check the id, and that the "
        "API key is of the account that owns it",
    )


def conflict(request: str, status: str, detail: str) -> Message:
    """
    The request conflicts with what exists on Runsite (status 409).

    Resolve the conflict that the message names, and run the command again.
    """
    return Message(
        _failed(request, status, detail), "Resolve the conflict, and run the command again"
    )


def too_large(request: str, status: str, detail: str) -> Message:
    """
    The request is larger than Runsite accepts (status 413).

    Shorten the values. The create of a web service sends all its variables in one request: if they
    are many, remove some from `env_vars` and `secret_env_vars` for the first `pulumi up`, and add
    them again before the next one, which writes them in smaller requests.
    """
    return Message(
        _failed(request, status, detail),
        "The request is too large; shorten the values, or, where it creates a web service, remove "
        "variables from `env_vars` and `secret_env_vars` for the first `pulumi up`",
    )


def rate_limited(request: str, status: str, detail: str) -> Message:
    """
    Runsite's rate limit was reached (status 429), and the request was rejected after waiting too.

    Run the command again in a few minutes.
    """
    return Message(
        _failed(request, status, detail),
        "Runsite's rate limit was reached; run the command again in a few minutes",
    )


def refused_for(request: str, status: str, detail: str, seconds: str) -> Message:
    """
    Runsite's rate limit was reached (status 429), or Runsite is unavailable (503), and it requested
    to wait for longer than the command waits.

    Run the command again after the number of seconds that the message names.
    """
    return Message(
        f"{_failed(request, status, detail)}; Runsite requested a wait of {seconds} s",
        f"Run the command again after {seconds} s",
    )


def not_sent_after_rate_limit(request: str, seconds: str) -> Message:
    """
    The request was not sent: for an earlier one, Runsite requested to wait for longer than the
    command waits.

    Run the command again after the number of seconds that the message names.
    """
    return Message(
        f"{request} was not sent: Runsite's rate limit was reached by an earlier request, and "
        f"Runsite requested a wait of {seconds} s",
        f"Run the command again after {seconds} s",
    )


def server_error(request: str, status: str, detail: str) -> Message:
    """
    The Runsite API failed or is unavailable (a status of 500 or above).

    Run the command again in a few minutes. What an earlier request may have created is found again.
    """
    return Message(
        _failed(request, status, detail),
        "The Runsite API is unavailable; run the command again in a few minutes",
    )


def unexpected_status(request: str, status: str, detail: str) -> Message:
    """
    The response has a status that the Runsite API does not document.

    Check `runsite:apiUrl` and `runsite:apiPrefix`. If both are right, upgrade `pulumi-runsite`.
    """
    return Message(
        _failed(request, status, detail),
        "Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade "
        "`pulumi-runsite`",
    )
