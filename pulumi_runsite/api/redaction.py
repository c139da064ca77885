"""Redaction: replaces secret values in text that comes from elsewhere, before it is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NewType, Protocol

from .decoded_text import DecodedText
from .printable import printable
from .secret_index import SecretIndex

CleanText = NewType("CleanText", str)
"""Text of a response that may be displayed: printable, redacted, and of a limited length."""


class Clean(Protocol):
    """Makes the text of a response fit for a message: see `Redactor.clean`."""

    def __call__(self, text: str, max_length: int) -> CleanText:
        """Return *text* redacted and printable, *max_length* characters at most."""


MASK = "[secret]"
_ESCAPE_LEVELS = 2
"""How often a text may be escaped: JSON inside of JSON, or in a URL."""
_MAX_CLEANED = 64 * 1024
"""Characters of a text that are looked at; less of it is displayed."""


class Redactor:
    """
    Holds all secret values that this process handled.

    The text of a response is cleaned where it enters a message: `clean`, `redact`. The own words of
    a message, and the ids in it, are never redacted; `finish` is for every output as a whole.
    """

    def __init__(self) -> None:
        self._secrets = SecretIndex()
        self._keys = SecretIndex()
        self._readable = SecretIndex()

    def add_secret(self, value: str) -> None:
        """Redact *value* from now on, in every encoding, and each longer line of it."""
        self._secrets.add(value)

    def add_readable(self, values: Iterable[str]) -> None:
        """
        Redact *values* of variables that Runsite displays, except where one is a value by itself.

        A name or an image may be the value of such a variable as well.
        """
        for value in values:
            self._readable.add(value)

    def add_api_key(self, key: str) -> None:
        """Redact *key* from every text, finished messages as well."""
        self.add_secret(key)
        self._keys.add(key)

    def clean(self, text: str, max_length: int) -> CleanText:
        """Return *text* of a response for a message: a single line of *max_length* at most."""
        if len(text) > _MAX_CLEANED:  # without the last word, which may be a part of a secret
            text = text[:_MAX_CLEANED]
            text = text.rpartition(" ")[0] or text
        line = " ".join(self.clean_lines(text).split())
        return CleanText(line[:max_length])

    def clean_lines(self, text: str) -> CleanText:
        """Return *text* of a response, which the caller has limited, with its lines."""
        return CleanText(self.redact(printable(text)))

    def redact(self, text: str) -> str:
        """Return *text* of a response with `[secret]` in place of every secret value."""
        return _redacted(text, self._all_spans)

    def _all_spans(self, text: str) -> Iterator[tuple[int, int]]:
        yield from self._secrets.all_spans(text)
        yield from self._readable.all_spans(text)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        yield from self._secrets.spans(text)
        yield from self._readable.spans(text)

    def redact_value(self, value: str) -> str:
        """
        Return *value*, of an input, with `[secret]` in place of longer secret values in it.

        Shorter ones are words that other values have as well.
        """
        return _redacted(value, self._finder(value))

    def quoted(self, value: object) -> str:
        """Return *value*, of an input, in quotes, redacted as by `redact_value`."""
        return _redacted(repr(value), self._finder(value))

    def _finder(self, value: object) -> Callable[[str], Iterable[tuple[int, int]]]:
        return self._secrets.spans if self._readable.has(value) else self._spans

    def finish(self, message: str) -> str:
        """Return a finished *message* as it is displayed: printable, and without the API key."""
        return _redacted(printable(message), self._keys.spans)


def _redacted(text: str, find: Callable[[str], Iterable[tuple[int, int]]]) -> str:
    spans: set[tuple[int, int]] = set()
    decoded: DecodedText | None = DecodedText(text)
    for _ in range(_ESCAPE_LEVELS + 1):
        if decoded is not None:
            spans |= {decoded.span(start, end) for start, end in find(decoded.text)}
            decoded = decoded.decoded()
    parts: list[str] = []
    copied = 0
    for start, end in sorted(spans):
        if start >= copied:
            parts += (text[copied:start], MASK)
        copied = max(copied, end)
    return "".join([*parts, text[copied:]])
