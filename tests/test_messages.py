"""Every message of the product stands in a `messages` module, and in the troubleshooting guide."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pulumi_runsite
from tools.messages import Message, all_messages

ROOT = Path(pulumi_runsite.__file__).parent
GUIDE = ROOT.parent / "docs" / "troubleshooting.md"

ERRORS = {
    "RunsiteError", "NotSent", "OutcomeUnknown", "InvalidResponse", "ApiError", "Interrupted",
    "TimedOut", "ConfigError", "ResourceInitFailed", "RunError", "Failure", "CheckFailure",
}  # fmt: skip
LOGGED = {"warning", "info", "progress"}


def sources() -> Iterator[Path]:
    for file in sorted(ROOT.rglob("*.py")):
        if "emulator" not in file.parts and "messages" not in {file.stem, file.parent.name}:
            yield file


def is_text(node: ast.expr) -> bool:
    literal = isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""
    return literal or isinstance(node, ast.JoinedStr)


def displayed_arguments(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of *call* that a user reads."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in {"Failure", "CheckFailure"}:
        return call.args[1:2]
    if name in ERRORS:
        return call.args[:1]
    if name in LOGGED and isinstance(call.func, ast.Attribute):
        return call.args[:1] if "engine_log" in ast.unparse(call.func.value) else []
    return []


def test_no_message_is_written_outside_of_a_messages_module() -> None:
    inline = [
        f"{file.relative_to(ROOT)}:{node.lineno} {ast.unparse(argument)[:60]}"
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        for argument in displayed_arguments(node)
        if is_text(argument)
    ]
    assert inline == []


def test_there_are_messages_of_every_package() -> None:
    packages = {message.module.split(".")[1] for message in all_messages()}
    assert packages == {"adopt", "api", "doctor", "plugin", "provider", "sdk", "testing"}


@pytest.mark.parametrize("message", all_messages(), ids=lambda message: message.name)
def test_a_message_has_a_cause_and_a_remedy(message: Message) -> None:
    assert message.cause.endswith(".")
    assert message.remedy.endswith(".")
    assert message.cause != message.remedy


@pytest.mark.parametrize("message", all_messages(), ids=lambda message: message.name)
def test_a_message_speaks_the_fields_language(message: Message) -> None:
    private = (
        r"\b(told|tells|says|said|twins?|wish(ed)?|doors?|rooms?|gone|taken over|takes? over|asked"
        r"|left out|goes on|sentence|made)\b"
    )
    found = re.search(private, f"{message.text} {message.cause} {message.remedy}", re.IGNORECASE)
    assert found is None, found


@pytest.mark.parametrize("message", all_messages(), ids=lambda message: message.name)
def test_the_troubleshooting_guide_explains_every_message(message: Message) -> None:
    guide = " ".join(GUIDE.read_text().split())
    for text in (message.text, f"Cause: {message.cause}", f"What to do: {message.remedy}"):
        assert " ".join(text.split()) in guide
