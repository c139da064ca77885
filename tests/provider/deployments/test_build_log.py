"""A build log is displayed line by line, once, harmless and without secrets."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import Redactor
from pulumi_runsite.provider.deployments.build_log import (
    MAX_LOG_CHARACTERS,
    MAX_STREAMED_CHARACTERS,
    BuildLogStream,
    log_tail,
)
from tests.provider.service_deployments import ServiceDeployments

SECRET = "canary-0123456789-0123456789"


def redactor() -> Redactor:
    redactor = Redactor()
    redactor.add_secret(SECRET)
    return redactor


def streamed(*logs: Any) -> list[str]:
    """Return what is displayed while a log grows as in *logs*."""
    stream = BuildLogStream(redactor())
    last = len(logs) - 1
    return [stream.new_lines(log, has_ended=n == last) for n, log in enumerate(logs)]


def test_each_line_is_displayed_once_and_only_as_a_whole() -> None:
    assert streamed("one\ntw", "one\ntwo\n", "one\ntwo\n", "one\ntwo\nthr") == [
        "one",
        "two",
        "",
        "thr",
    ]


@pytest.mark.parametrize("cut", range(len(SECRET)))
def test_a_secret_that_is_printed_in_two_parts_is_redacted(cut: int) -> None:
    log = f"token {SECRET}\ndone\n"
    assert streamed(f"token {SECRET[:cut]}", log) == ["", "token [secret]\ndone"]


def test_a_log_that_loses_its_beginning_is_resumed() -> None:
    lines = [f"line {n}\n" for n in range(300)]
    first, second = streamed("".join(lines[:200]), "".join(lines[100:]))
    assert (first.splitlines()[-1], second.splitlines()[0]) == ("line 199", "line 200")


def test_a_log_that_starts_again_is_displayed_again() -> None:
    assert streamed("one\ntwo\n", "three\nfour\n") == ["one\ntwo", "three\nfour"]


@pytest.mark.parametrize("log", [None, 5, {}, "", [], [5, None]])
def test_a_log_of_another_form_displays_nothing(log: Any) -> None:
    assert streamed(log, log) == ["", ""]


def test_a_list_of_lines_is_a_log() -> None:
    assert streamed(["one"], ["one", "two"]) == ["one", "two"]


def test_a_log_cannot_control_the_terminal() -> None:
    log = "\x1b]0;title\x07\x1b[31mred\x1b[0m\n50%\r100%\r\n\u202eevil\x9b2J\n"
    assert streamed(log) == ["red\n50%\n100%\nevil"]


def test_a_long_line_is_cut() -> None:
    (line,) = streamed("x" * 10_000)
    assert line == "x" * 1997 + "..."


def test_a_log_without_end_is_displayed_up_to_a_limit() -> None:
    stream = BuildLogStream(redactor())
    line = "x" * 99 + "\n"
    displayed = 0
    for count in range(1000, 10_000, 1000):
        displayed += len(stream.new_lines(line * count, has_ended=False))
    assert MAX_STREAMED_CHARACTERS * 0.9 < displayed <= MAX_STREAMED_CHARACTERS
    assert stream.left < 0


def test_a_secret_at_the_limit_is_not_displayed_in_part() -> None:
    for length in range(MAX_STREAMED_CHARACTERS - 12, MAX_STREAMED_CHARACTERS + 1):
        stream = BuildLogStream(redactor())
        log = f"{'x' * length}\n{SECRET}\n"
        assert "canary" not in stream.new_lines(log, has_ended=False)


def test_the_user_is_told_once_that_the_log_is_too_long(service: ServiceDeployments) -> None:
    body = {"id": "d-1", "status": "building", "build_logs": "x\n" * MAX_STREAMED_CHARACTERS}
    path = "/web-services/*/deployments/*"
    service.world.fault(kind="answer", status=200, body=body, path=path, method="GET", count=3)
    service.world.fault(
        kind="answer", status=201, body=body, path="/web-services/*/deployments", method="POST"
    )
    ended = body | {"status": "running"}
    service.world.fault(kind="answer", status=200, body=ended, path=path, method="GET")
    service.deploy(stream_logs=True)
    log, limit = service.world.messages.infos
    assert set(log) == {"x", "\n"}
    assert limit.startswith("The build log of deployment d-1 is longer than 524288 characters")


def test_the_end_of_a_long_log_is_redacted_before_it_is_cut() -> None:
    log = f"{SECRET}\n" * 100_000
    assert set(log_tail(log, redactor()).split("\n")) == {"[secret]"}
    # The cut is in the middle of a secret, at each of its characters.
    for length in range(MAX_LOG_CHARACTERS - len(SECRET), MAX_LOG_CHARACTERS + 1):
        tail = log_tail(f"token {SECRET} {'x' * length}", redactor())
        assert not set(tail.rstrip("x")) & set("0123456789")
