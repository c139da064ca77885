"""No secret of a program and no API key is in what a run displays, logs or stores in clear."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict

from pulumi_runsite.emulator.faults import Fault

from .canaries import encodings, found, without_secrets
from .conftest import NewStory
from .operations import PROJECT, SERVICE, Operation
from .stack import Program
from .story import Story

CANARY = 'Canary-41 "<x>&é/+=\nsecond  line of it'
"""A value that every encoding changes."""
OTHER = "another-canary-value-that-is-written-later"
CONTROL = "PLAIN_CONTROL"
"""A value that is no secret, and must be found: a silent search proves nothing."""


def program(value: str) -> Program:
    return {
        "plain": (
            "EnvVar",
            {"web_service_id": SERVICE, "key": "PLAIN", "value": CONTROL, "is_secret": False},
        ),
        "variable": ("EnvVar", {"web_service_id": SERVICE, "key": "KEY", "value": value}),
        "secret": (
            "ProjectSecret",
            {"project_id": PROJECT, "key": "KEY", "scope": "production", "value": value},
        ),
    }


def leaks(text: str, *more: str) -> list[str]:
    return [each for value in (CANARY, OTHER, *more) for each in found(text, value)]


@pytest.mark.parametrize("adapter", ["plugin", "dynamic"])
def test_no_artefact_of_a_life_holds_a_secret(
    new_story: NewStory,
    adapter: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    story = new_story(adapter, Operation("a life", program(OTHER), program(CANARY)))
    story.prepare()
    refused = Fault(kind="answer", status=503, count=100, method="PUT")
    story.emulator.faults.add(refused)
    failed = story.up(program(OTHER))
    story.emulator.faults.clear()
    assert not failed.is_ok
    story.refresh()
    story.finish()
    key = story.emulator.api_key
    artefacts = {
        "messages": story.oracle.named,
        "request log": json.dumps(story.emulator.journal.entries(), ensure_ascii=False),
        "files": "".join(file.read_text() for file in tmp_path.rglob("*") if file.is_file()),
        "python log": caplog.text,
        "terminal": "".join(capfd.readouterr()),
    }
    assert {name: leaks(text, key) for name, text in artefacts.items() if leaks(text, key)} == {}
    assert "503" in artefacts["messages"]
    assert CONTROL not in artefacts["request log"], "values of the request log are digests"
    assert "KEY" in artefacts["request log"]
    assert "runsite.request" in artefacts["python log"]


@pytest.mark.parametrize("adapter", ["plugin", "dynamic"])
def test_a_state_holds_secrets_only_where_the_engine_encrypts_them(
    new_story: NewStory, adapter: str
) -> None:
    story = new_story(adapter, Operation("a life", program(CANARY)))
    stored: list[str] = []
    _keep_raw_responses(story, stored)
    story.up(program(CANARY))
    story.refresh()
    text = "".join(stored)
    assert leaks(text, story.emulator.api_key) == []
    assert '"PLAIN"' in text


def _keep_raw_responses(story: Story, stored: list[str]) -> None:
    """Record every response of the provider without what it marks as a secret."""
    provider = story.stack.provider

    def recording(resource_type: str) -> Any:
        calls = provider(resource_type)
        call = calls.call

        def record(method: str, request: Any, timeout_s: float = 60) -> Any:
            response = call(method, request, timeout_s)
            if method in ("Create", "Read", "Update"):
                stored.append(json.dumps(without_secrets(MessageToDict(response.properties))))
            return response

        calls.call = record  # type: ignore[method-assign]
        return calls

    story.stack.provider = recording


@pytest.mark.parametrize("adapter", ["plugin", "dynamic"])
@pytest.mark.parametrize("name", encodings(CANARY))
@pytest.mark.parametrize("where", ["in an error", "cut off in an error", "in a page"])
def test_an_error_that_echoes_a_secret_is_redacted(
    new_story: NewStory, adapter: str, name: str, where: str
) -> None:
    story = new_story(adapter, Operation("echo", program(CANARY), program(OTHER)))
    story.prepare()
    echo = encodings(CANARY)[name]
    fault: dict[str, Any] = {"body": {"detail": f"{CONTROL}: {echo} is refused"}}
    if where == "cut off in an error":
        fault = {"body": {"detail": f"{CONTROL}: {'x' * 180} {echo}{'y' * 4000}"}}
    elif where == "in a page":
        page = f"<html><p>{CONTROL}:\n {echo} is refused</p></html>"
        fault = {"text": page, "content_type": "text/html"}
    story.emulator.faults.add(Fault(kind="answer", status=400, count=100, method="PUT", **fault))
    outcome = story.up(program(CANARY))
    story.emulator.faults.clear()
    assert not outcome.is_ok
    assert found(outcome.text, CANARY) == []
