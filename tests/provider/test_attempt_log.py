"""What is said of attempts, and what a log keeps where the resource is unknown."""

from __future__ import annotations

from pulumi_runsite.provider.attempt import Begun
from pulumi_runsite.provider.attempt_log import Left, NullCreateLog, warnings_of


def test_what_is_left_is_named_with_the_request_that_lists_it() -> None:
    left = [Left("project 'a'", "/projects"), Left("web service 'b'", "/web-services")]
    first, second = warnings_of(left, "/api")
    assert "project 'a'" in first
    assert "GET /api/projects" in first
    assert "web service 'b'" in second
    assert warnings_of([], "/api") == []


def test_without_a_resource_nothing_is_kept() -> None:
    log = NullCreateLog().part("env_vars")
    log.begin(Begun({}, frozenset(), {}, None, None))
    log.created("id-1")
    assert log.unfinished() is log.created_id() is None
    assert log.known_ids("/projects") == frozenset()
    assert log.undeclared(0) == log.superseded() == []
