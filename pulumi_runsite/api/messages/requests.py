"""The messages of requests without a valid response."""

from __future__ import annotations

from .message import Message

_CHECK_PROXY = (
    "Check `runsite:apiUrl` and `runsite:apiPrefix`, and any proxy between this machine and Runsite"
)


def _invalid(request: str, status: str, fault: str) -> str:
    return f"{request} returned status {status} with an invalid response: {fault}"


def request_log_line(request: str, outcome: str, attempt: str, milliseconds: str) -> str:
    """
    Progress: a request that was sent, with `RUNSITE_LOG=debug` in the environment.

    No action is needed. The same request may follow with a higher number of the attempt.
    """
    return f"{request}: {outcome} (attempt {attempt}, {milliseconds} ms)"


def response_timed_out(request: str, seconds: str) -> Message:
    """
    The request was sent, but no complete response was received in time.

    Check the network connection, and run the command again. What the request may have created is
    found again.
    """
    return Message(
        f"{request} was sent, but no response was received within {seconds} s",
        "Check the network connection, and run the command again",
    )


def response_lost(request: str, why: str) -> Message:
    """
    The request was sent, but the connection was lost before the response was complete.

    Check the network connection, and run the command again. What the request may have created is
    found again.
    """
    return Message(
        f"{request} was sent, but the response was lost ({why})",
        "Check the network connection, and run the command again",
    )


def response_is_redirect(request: str, status: str) -> Message:
    """
    The response is a redirect, which is not followed: it could send the API key elsewhere.

    Set `runsite:apiUrl` to the address that answers without a redirect.
    """
    return Message(
        _invalid(request, status, "a redirect, which is not followed"),
        "Set `runsite:apiUrl` to the final address",
    )


def response_too_large(request: str, status: str, limit: str) -> Message:
    """
    The response is larger than the Runsite API's responses can be.

    Check `runsite:apiUrl` and `runsite:apiPrefix`, and any proxy between this machine and Runsite.
    """
    return Message(
        _invalid(request, status, f"the body is larger than {limit} bytes"), _CHECK_PROXY
    )


def response_compressed(request: str, status: str) -> Message:
    """
    The response is compressed, although no compression was requested.

    Check `runsite:apiUrl` and `runsite:apiPrefix`, and any proxy between this machine and Runsite.
    """
    return Message(
        _invalid(request, status, "the body is compressed, which was not requested"), _CHECK_PROXY
    )


def response_not_json(request: str, status: str, content_type: str, address: str) -> Message:
    """
    The response is not JSON, so it is not from the Runsite API.

    Check `runsite:apiUrl` and `runsite:apiPrefix`, and any proxy between this machine and Runsite.
    """
    return Message(
        _invalid(request, status, f"the body is not JSON ({content_type}, from {address})"),
        _CHECK_PROXY,
    )


def response_not_object(request: str, actual: str) -> Message:
    """
    The response is JSON, but not an object, so it is not from the Runsite API.

    Check `runsite:apiUrl` and `runsite:apiPrefix`, and any proxy between this machine and Runsite.
    """
    return Message(
        f"{request} returned an invalid response: it is not a JSON object, but {actual}",
        _CHECK_PROXY,
    )


def response_denies_success(request: str) -> Message:
    """
    The status of the response reports success, and its `success` is `false`.

    Run the command again. If it fails again, check the resource in the dashboard.
    """
    return Message(
        f"{request} returned an invalid response: expected success, got `success` `false`",
        "Run the command again",
    )


def invalid_id(value: str) -> Message:
    """
    The id does not have the form of Runsite's ids: letters, digits, `-` and `_`, at most 128.

    Pass the `id` of another resource, or copy the id from the dashboard.
    """
    return Message(
        f"{value} is not a valid Runsite id",
        "Pass the `id` of another resource, or copy the id from the dashboard",
    )


def empty_body() -> str:
    """
    Part of other messages: the response has no body, so it gives no reason.

    Check `runsite:apiUrl` and `runsite:apiPrefix`.
    """
    return "the response is empty"


def body_without_detail() -> str:
    """
    Part of other messages: the response is JSON, but not an error as the Runsite API returns it.

    Check `runsite:apiUrl` and `runsite:apiPrefix`.
    """
    return "the response has no `detail`"


def foreign_body(content: str, address: str) -> str:
    """
    Part of other messages: the response is not from the Runsite API, but for example from a proxy,
    or the address is that of a website.

    Check `runsite:apiUrl` and `runsite:apiPrefix`.
    """
    return f"not a response of the Runsite API, but {content}, from {address}"


def html_page(title: str) -> str:
    """
    Part of other messages: the response is a page for a browser.

    Check `runsite:apiUrl` and `runsite:apiPrefix`.
    """
    return f"an HTML page titled {title}" if title else "an HTML page"
