"""Every form of an error response becomes one message of a single line."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api.errors import (
    MAX_DETAIL,
    MAX_FOREIGN_BODY,
    ApiError,
    Conflict,
    Forbidden,
    NotFound,
    RateLimited,
    Rejected,
    Unauthorized,
    Unavailable,
    error_from_response,
)
from pulumi_runsite.api.redaction import Redactor

REQUEST = "POST /api/projects"
ADDRESS = "https://runsite.example"


def error_of(status: int, body: Any, retry_after_s: float | None = None) -> ApiError:
    redactor = Redactor()
    redactor.add_secret("hunter2")
    return error_from_response(REQUEST, status, body, ADDRESS, redactor.clean, retry_after_s)


@pytest.mark.parametrize(
    ("status", "error_type"),
    [
        (400, Rejected),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (422, Rejected),
        (429, RateLimited),
        (500, Unavailable),
        (503, Unavailable),
        (418, ApiError),
    ],
)
def test_every_status_has_its_error_type(status: int, error_type: type[ApiError]) -> None:
    assert type(error_of(status, {"detail": "no"})) is error_type


def test_a_message_has_the_method_the_path_the_status_the_apis_detail_and_what_to_do() -> None:
    error = error_of(404, {"detail": "Project not found."})
    assert error.reason == "POST /api/projects failed with status 404: Project not found"
    assert str(error) == (
        f"{error.reason}. If it was deleted in the dashboard, run `pulumi refresh`; else check the "
        "id, and that the API key is of the account that owns it."
    )


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (400, "Correct the input"),
        (401, "`pulumi config set --secret runsite:apiKey`"),
        (403, "Use an API key of the account that owns the resource"),
        (409, "Resolve the conflict"),
        (413, "The request is too large; shorten the values, or, where it creates a web service,"),
        (418, "Check `runsite:apiUrl` and `runsite:apiPrefix`"),
        (429, "run the command again in a few minutes"),
        (503, "run the command again in a few minutes"),
    ],
)
def test_every_error_names_its_remedy(status: int, remedy: str) -> None:
    error = error_of(status, {"detail": "no"})
    assert error.reason == f"POST /api/projects failed with status {status}: no"
    assert remedy in str(error).removeprefix(error.reason)
    assert str(error).endswith(".")


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_delete_that_is_refused_has_no_input_to_correct(status: int) -> None:
    body = {"detail": "in use"}
    error = error_from_response("DELETE /api/x/1", status, body, ADDRESS, Redactor().clean)
    assert str(error).endswith(
        ": in use. Resolve this in the dashboard, or delete it there, and run the command again."
    )


def test_a_429_shows_the_wait_that_runsite_requested() -> None:
    error = error_of(429, {"detail": "Too many requests"}, 86399.5)
    assert str(error) == (
        "POST /api/projects failed with status 429: Too many requests; Runsite requested a wait of "
        "86400 s. Run the command again after 86400 s."
    )
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == 86399.5


def test_a_422_names_each_field() -> None:
    detail = [
        {"loc": ["body", "port"], "msg": "Input should be less than or equal to 65535"},
        {"loc": ["body", "env_vars", 0, "key"], "msg": "String should match pattern"},
    ]
    assert error_of(422, {"detail": detail}).detail == (
        "port: Input should be less than or equal to 65535; "
        "env_vars.0.key: String should match pattern"
    )


def test_a_422_for_a_path_parameter_names_the_parameter() -> None:
    detail = [{"loc": ["path", "id"], "msg": "Input should be a valid UUID"}]
    assert error_of(422, {"detail": detail}).detail == "id: Input should be a valid UUID"


def test_a_403_names_the_missing_scope() -> None:
    detail = {"code": "insufficient_scope", "required": "write", "actual": "read"}
    assert error_of(403, {"detail": detail}).reason == (
        "POST /api/projects failed with status 403: "
        "the API key has the scope `read`, but `write` is required"
    )


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({"code": "user_blocked", "reason": "unpaid invoice"}, "is blocked (unpaid invoice)"),
        ({"code": "user_blocked", "reason": ""}, "is blocked (no reason given)"),
        ({"code": "registration_review_required", "status": "pending"}, "review (pending)"),
        ({"code": "something_new"}, "something_new"),
    ],
)
def test_a_403_describes_the_account(detail: dict[str, str], expected: str) -> None:
    assert expected in error_of(403, {"detail": detail}).reason


def test_a_401_tells_where_to_create_a_key() -> None:
    assert str(error_of(401, {"detail": "Invalid API key"})) == (
        "POST /api/projects failed with status 401: Invalid API key. The API key was rejected; "
        "create another one in the dashboard, under API Keys, and set it with "
        "`pulumi config set --secret runsite:apiKey`, or as `RUNSITE_API_KEY`."
    )


def test_a_request_that_is_not_sent_after_a_401_names_the_request_and_the_401() -> None:
    error = error_of(401, {"detail": "Invalid API key"})
    assert isinstance(error, Unauthorized)
    unsent = error.for_unsent("GET /api/web-services")
    assert unsent.reason == (
        "GET /api/web-services was not sent: the API key was rejected before (status 401: Invalid "
        "API key)"
    )
    assert (unsent.status, unsent.detail) == (error.status, error.detail)


def test_a_404_that_is_not_from_the_api_is_not_a_not_found_error() -> None:
    assert not isinstance(error_of(404, "<html>nginx</html>"), NotFound)
    assert not isinstance(error_of(404, {"error": "no"}), NotFound)


def test_a_response_that_is_not_from_the_api_is_cut_and_shown_in_a_single_line() -> None:
    error = error_of(502, "Bad\n  gateway\n" + "x" * 5000)
    assert f"API, but 'Bad gateway {'x' * 188}', from https://runsite.example. The" in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("body", "page"),
    [
        ("<html>\n <b>no</b>", "an HTML page"),
        (
            "\n<!DOCTYPE html><title>\n Log&nbsp;in </title>",
            "an HTML page titled 'Log in'",
        ),
        ('<?xml version="1.0"?><HTML><TITLE lang="en">x</TITLE>', "an HTML page titled 'x'"),
        ("<title>hunter2 &#104;unter2</title>", "an HTML page titled '[secret] [secret]'"),
        ("<title></title>", "an HTML page"),
        (f"<title>{'x' * 500}</title>", f"an HTML page titled '{'x' * 80}'"),
        ('<?xml version="1.0"?><Code>No</Code>', """'<?xml version="1.0"?><Code>No</Code>'"""),
    ],
)
@pytest.mark.parametrize("status", [404, 502])
def test_a_page_is_named_with_its_address_and_without_its_markup(
    status: int, body: str, page: str
) -> None:
    assert error_of(status, body).reason == (
        f"{REQUEST} failed with status {status}: not a response of the Runsite API, but {page}, "
        "from https://runsite.example"
    )


def test_a_secret_that_the_api_echoes_is_redacted() -> None:
    assert error_of(400, {"detail": "bad value hunter2"}).reason.endswith("400: bad value [secret]")


@pytest.mark.parametrize(
    "detail",
    [
        {"code": "user_blocked", "reason": "hunter2"},
        {"code": "registration_review_required", "status": "hunter2"},
        {"code": "insufficient_scope", "required": "hunter2", "actual": "read"},
        {"code": "insufficient_scope", "required": "write", "actual": "hunter2"},
        {"code": "hunter2"},
    ],
)
def test_a_secret_in_an_error_code_is_redacted(detail: dict[str, str]) -> None:
    error = error_of(403, {"detail": detail})
    assert "[secret]" in str(error)
    assert "hunter2" not in str(error) + error.detail


def test_a_long_detail_is_redacted_before_it_is_cut() -> None:
    error = error_of(400, {"detail": "x" * (MAX_DETAIL - 4) + " hunter2 " + "y" * 5000})
    assert error.detail == "x" * (MAX_DETAIL - 4) + " [se"
    assert error_of(400, {"detail": "x" * 10**6}).detail == "x" * MAX_DETAIL
    cut = error_of(502, "x" * (MAX_FOREIGN_BODY - 4) + " hunter2 " + "y" * 5000)
    assert "x [se', from" in cut.detail


def test_a_detail_cannot_control_the_terminal_or_begin_another_message() -> None:
    detail = "\x1b]0;title\x07no\n\x1b[2Jerror: all is well\u202e\x9b31m"
    assert error_of(400, {"detail": detail}).detail == "no error: all is well"


def test_a_503_shows_the_wait_that_runsite_requested() -> None:
    error = error_of(503, {"detail": "Maintenance"}, 600)
    assert error.reason.endswith("503: Maintenance; Runsite requested a wait of 600 s")
    assert str(error).endswith(". Run the command again after 600 s.")


@pytest.mark.parametrize(
    "detail",
    [
        *(None, 5, True, [], {}, [5], [None], [{}], 1e308),
        *([{"loc": value, "msg": 5, "type": []}] for value in (5, None, "port", {}, [[5]], [{}])),
        *({"code": value} for value in (None, 5, ["user_blocked"], {})),
        {"code": "user_blocked", "reason": [5]},
        [{"loc": ["body", "port"], "msg": "no"}] * 100_000,
    ],
)
def test_a_detail_of_any_form_is_accepted(detail: Any) -> None:
    for status in (400, 403, 422):
        error = error_of(status, {"detail": detail})
        assert str(error).startswith(f"POST /api/projects failed with status {status}: ")
        assert len(str(error)) < MAX_DETAIL + 200
