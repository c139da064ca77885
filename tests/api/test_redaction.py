"""A secret is redacted from text of a response in every encoding, and nothing else is."""

from __future__ import annotations

import base64
import html
import json
import random
import string
import time
from urllib.parse import quote, quote_plus

import pytest

from pulumi_runsite.api.redaction import Redactor

VALUE = 'pä"ss  \\wörd\n<b>/1?+&'


def redactor_of(*values: str) -> Redactor:
    redactor = Redactor()
    for value in values:
        redactor.add_secret(value)
    return redactor


@pytest.mark.parametrize(
    "encoded",
    [
        VALUE,
        " ".join(VALUE.split()),
        VALUE.replace("\n", "\r\n   "),
        json.dumps(VALUE)[1:-1],
        json.dumps(VALUE, ensure_ascii=False)[1:-1],
        json.dumps(json.dumps(VALUE)[1:-1])[1:-1],
        "".join(f"\\u{ord(each):04X}" for each in VALUE),
        repr(VALUE)[1:-1],
        ascii(VALUE)[1:-1],
        html.escape(VALUE),
        html.escape(VALUE, quote=False),
        "".join(f"&#{ord(each)};" for each in VALUE),
        "".join(f"&#x{ord(each):x};" for each in VALUE),
        html.escape(json.dumps(VALUE)[1:-1]),
        quote(VALUE),
        quote(VALUE, safe=""),
        quote_plus(VALUE),
        quote(json.dumps(VALUE)[1:-1]),
        base64.b64encode(VALUE.encode()).decode(),
        base64.urlsafe_b64encode(VALUE.encode()).decode(),
        VALUE.encode().hex(),
        VALUE.encode().hex().upper(),
    ],
)
def test_every_encoding_is_redacted(encoded: str) -> None:
    assert redactor_of(VALUE).redact(f"before {encoded} after") == "before [secret] after"


@pytest.mark.parametrize("encode", [base64.standard_b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("before", ["u:", "us:", "use:"])
def test_base64_of_a_longer_text_is_redacted_at_each_alignment(encode: object, before: str) -> None:
    value = "?>canary-0123456789"
    assert callable(encode)
    text = encode(f"{before}{value}@host".encode()).decode()
    redacted = redactor_of(value).redact(text)
    assert "[secret]" in redacted
    assert len(redacted.replace("[secret]", "")) < len(text) - len(value)


def test_a_secret_is_redacted_where_its_start_or_its_end_is_cut_off() -> None:
    value = "".join(map(str, range(50)))
    redactor = redactor_of(value)
    assert redactor.redact(f"value '{value[:30]}...'") == "value '[secret]...'"
    assert redactor.redact(f"...{value[-30:]}") == "...[secret]"
    assert redactor.redact(f"{value[:20]}...{value[-20:]}") == "[secret]...[secret]"


def test_a_line_of_a_longer_secret_is_redacted() -> None:
    redactor = redactor_of("-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----")
    assert redactor.redact("npm: MIIEvQIBADANBg!") == "npm: [secret]!"


def test_overlapping_secrets_are_redacted_once() -> None:
    redactor = redactor_of("hunter2", "hunter2-and-more", "and-more-to-come")
    assert redactor.redact("hunter2-and-more") == "[secret]"
    assert redactor.redact("= hunter2-and-more-to-come =") == "= [secret] ="


@pytest.mark.parametrize("value", ["a", "on", "the", "build", "hunter2"])
def test_a_short_secret_is_redacted_as_a_word_only(value: str) -> None:
    redactor = redactor_of(value)
    for text in ("{} end", 'KEY="{}"', "KEY={}", "bad: {}"):
        assert redactor.redact(text.format(value)) == text.format("[secret]")
    assert redactor.redact(f"x{value}ing 1{value}2") == f"x{value}ing 1{value}2"


@pytest.mark.parametrize("value", ["", " ", "\n", "+"])
def test_an_empty_secret_redacts_nothing(value: str) -> None:
    assert redactor_of(value).redact("a + b  c\n") == "a + b  c\n"


def test_a_value_of_an_input_is_redacted_of_longer_secrets_only() -> None:
    redactor = redactor_of("build", "canary-words")
    assert redactor.redact_value("npm run build canary-words") == "npm run build [secret]"


def test_only_the_api_key_is_redacted_from_a_finished_message() -> None:
    redactor = redactor_of("build", "canary-words")
    redactor.add_api_key("ak_live_0123456789")
    message = "build canary-words failed: ak_live_0123456789, ak_live_%30123456789"
    assert redactor.finish(message) == "build canary-words failed: [secret], [secret]"


def test_text_is_cleaned_before_it_is_cut() -> None:
    redactor = redactor_of("hunter2-hunter2", "abc")
    text = "\x1b[31mabc\x1b[0m\n " + "x" * 90 + " hunter2\0-hunter2 " + "y" * 99
    assert redactor.clean(text, 100) == "[secret] " + "x" * 90 + " "
    assert redactor.clean(text, 104) == "[secret] " + "x" * 90 + " [sec"


LOOKED_AT = 64 * 1024


def test_a_text_is_looked_at_up_to_64_kib() -> None:
    redactor = redactor_of("canary-words")
    assert redactor.clean(" " * (LOOKED_AT - 3) + "end", 10) == "end"
    assert redactor.clean(" " * (LOOKED_AT - 2) + "end", 10) == ""
    assert redactor.clean("word " * LOOKED_AT, 9) == "word word"
    assert redactor.clean("x" * LOOKED_AT + "y", LOOKED_AT + 1) == "x" * LOOKED_AT


def test_a_text_may_be_escaped_twice_and_not_more_often() -> None:
    value = 'can"ary"wor"ds"xy'
    once, redactor = json.dumps(value)[1:-1], redactor_of(value)
    assert redactor.redact(json.dumps(once)[1:-1]) == "[secret]"
    thrice = json.dumps(json.dumps(once)[1:-1])[1:-1]
    assert redactor.redact(thrice) == thrice


def test_the_api_key_is_redacted_from_every_text() -> None:
    redactor = Redactor()
    redactor.add_api_key("ak_live_0123456789")
    for redact in (redactor.redact, redactor.redact_value, redactor.finish):
        assert redact("key: ak_live_0123456789!") == "key: [secret]!"


@pytest.mark.parametrize("cut", range(1, 10))
def test_a_secret_at_the_end_of_what_is_looked_at_is_not_displayed(cut: int) -> None:
    text = " " * (64 * 1024 - cut) + "canary-words"
    assert redactor_of("canary-words").clean(text, 100) == ""


def test_a_thousand_secrets_are_found_in_a_long_log_at_once() -> None:
    rng = random.Random(7)  # noqa: S311
    letters = string.ascii_letters + string.digits
    values = [
        f"postgres://user:{''.join(rng.choices(letters, k=rng.randint(3, 40)))}@db/{n}"
        for n in range(1000)
    ]
    redactor = redactor_of(*values)
    words = ("".join(rng.choices(string.ascii_lowercase, k=6)) for _ in range(40_000))
    log = "\n".join(words) + f"\n{values[500]}\n"
    started_at = time.process_time()
    redacted = redactor.redact(log)
    # One pass for each secret takes more than 20 s.
    assert time.process_time() - started_at < 5
    assert redacted == log.replace(values[500], "[secret]")
