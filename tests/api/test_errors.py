"""Every shape of an answer that says no becomes one sentence."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api.errors import (
    ApiError,
    Conflict,
    Forbidden,
    NotFound,
    RateLimited,
    Rejected,
    Unauthorized,
    Unavailable,
    error_for,
)

REQUEST = "POST /api/projects"


def said(status: int, body: Any) -> ApiError:
    return error_for(REQUEST, status, body, lambda text: text.replace("hunter2", "[secret]"))


@pytest.mark.parametrize(
    ("status", "kind"),
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
def test_a_status_is_a_kind_of_error(status: int, kind: type[ApiError]) -> None:
    assert type(said(status, {"detail": "no"})) is kind


def test_the_sentence_has_method_path_status_and_the_apis_words() -> None:
    assert str(said(404, {"detail": "Project not found"})) == (
        "POST /api/projects: 404: Project not found"
    )


def test_a_422_names_each_field() -> None:
    detail = [
        {"loc": ["body", "port"], "msg": "Input should be less than or equal to 65535"},
        {"loc": ["body", "env_vars", 0, "key"], "msg": "String should match pattern"},
    ]
    assert said(422, {"detail": detail}).detail == (
        "port: Input should be less than or equal to 65535; "
        "env_vars.0.key: String should match pattern"
    )


def test_a_403_says_which_scope_is_missing() -> None:
    detail = {"code": "insufficient_scope", "required": "write", "actual": "read"}
    assert "has the scope read, write is needed" in said(403, {"detail": detail}).detail


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"code": "user_blocked", "reason": "unpaid invoice"}, "is blocked (unpaid invoice)"),
        ({"code": "user_blocked", "reason": ""}, "is blocked (no reason given)"),
        ({"code": "registration_review_required", "status": "pending"}, "review (pending)"),
        ({"code": "something_new"}, "something_new"),
    ],
)
def test_a_403_explains_the_account(detail: dict[str, str], words: str) -> None:
    assert words in said(403, {"detail": detail}).detail


def test_a_401_says_where_keys_are_made() -> None:
    assert "make a new one in the dashboard" in str(said(401, {"detail": "Invalid API key"}))


def test_a_404_that_is_not_the_apis_is_not_a_404() -> None:
    assert not isinstance(said(404, "<html>nginx</html>"), NotFound)
    assert not isinstance(said(404, {"error": "no"}), NotFound)


def test_a_foreign_answer_is_cut_and_put_in_one_line() -> None:
    error = said(502, "<html>\n  <b>Bad   gateway</b>\n" + "x" * 5000)
    assert "'<html> <b>Bad gateway</b> xxx" in str(error)
    assert len(str(error)) < 400
    assert "\n" not in str(error)


def test_what_must_not_be_shown_is_not_even_if_the_api_echoes_it() -> None:
    assert str(said(400, {"detail": "bad value hunter2"})).endswith("400: bad value [secret]")


@pytest.mark.parametrize("detail", [None, 5, True, [], {}, [5], [None], [{}]])
def test_a_detail_of_any_shape_is_survived(detail: Any) -> None:
    assert str(said(400, {"detail": detail})).startswith("POST /api/projects: 400: ")
