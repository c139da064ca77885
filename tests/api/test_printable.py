"""Text from elsewhere cannot control a terminal."""

from __future__ import annotations

import pytest

from pulumi_runsite.api.printable import printable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("größer 🎉 日本", "größer 🎉 日本"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d0;title\x9ctext", "text"),
        ("\x1bP1$r\x1b\\text", "text"),
        ("\x1b]0;without an end", ""),
        ("\x1b(0text\x1bc", "text"),
        ("a\x1b", "a"),
        ("a\r\nb\rc\r\r\nd", "a\nb\nc\nd"),
        ("a\x00\x08\x1f\x7fb\x85c", "ab c"),
        ("user\u202etxt.exe\u2066", "usertxt.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("no\xa0break\u2028line", "no break line"),
        ("lone \ud800 surrogate", "lone  surrogate"),
    ],
)
def test_what_a_terminal_would_obey_is_left_out(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_no_character_of_the_result_is_a_control_or_a_surrogate() -> None:
    text = printable("".join(map(chr, range(0x110000))))
    assert all(each.isprintable() or each in "\t\n" for each in text)
    text.encode()
