"""A secret value is redacted in every encoding."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from pulumi_runsite.api.redaction import Redactor

VALUE = 'pä"ss\\wörd/1?\n'


@pytest.mark.parametrize(
    "encoded",
    [
        VALUE,
        json.dumps(VALUE)[1:-1],
        json.dumps(VALUE, ensure_ascii=False)[1:-1],
        quote(VALUE, safe=""),
        base64.b64encode(VALUE.encode()).decode(),
    ],
)
def test_every_encoding_is_redacted(encoded: str) -> None:
    redactor = Redactor()
    redactor.add_secret(VALUE)
    assert redactor.redact(f"before {encoded} after") == "before [secret] after"


def test_a_line_of_a_longer_secret_is_redacted() -> None:
    redactor = Redactor()
    redactor.add_secret("-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----")
    assert redactor.redact("npm: MIIEvQIBADANBg!") == "npm: [secret]!"


def test_the_longest_value_is_redacted_first() -> None:
    redactor = Redactor()
    redactor.add_secret("hunter2")
    redactor.add_secret("hunter2-and-more")
    assert redactor.redact("hunter2-and-more") == "[secret]"


def test_a_value_of_three_letters_is_not_redacted() -> None:
    redactor = Redactor()
    redactor.add_secret("the")
    assert redactor.redact("the end") == "the end"
