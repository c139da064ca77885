"""Finds thousands of secrets in a text at once."""

from __future__ import annotations

import base64
import threading
from collections import defaultdict
from collections.abc import Iterator

from .decoded_text import squeezed
from .printable import printable

WHOLE_WORD_LENGTH = 8
"""Characters: a shorter secret is found as a word only, since it occurs inside of others."""
_PART_LENGTH = 16
"""Characters at the start or the end of a secret that are found where the rest is cut off."""
_MIN_ENCODED = 4
"""Bytes: the encoding of a shorter secret is hardly longer than a word."""
_GRAM_LENGTH = 6
"""Characters by which the secrets that may be in a text are looked up."""
_STRIDE = WHOLE_WORD_LENGTH - _GRAM_LENGTH + 1
"""Every so many characters the text is looked at; of each secret, as many grams are known."""


class SecretIndex:
    """
    The secrets, in the encodings that cannot be undone.

    A regular expression of all of them would take time for each at each character of the text.
    Most runs display no text of a response, so a value is encoded when one is looked through.
    Several threads add to it: no loop runs over a set that may grow.
    """

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._not_indexed: set[str] = set()
        self._indexing = threading.Lock()
        self._words: set[str] = set()
        self._starts: dict[str, set[str]] = defaultdict(set)
        """The longer secrets by their first characters."""
        self._ends: dict[str, set[str]] = defaultdict(set)
        self._by_gram: dict[str, set[str]] = defaultdict(set)
        """The keys of both by a gram in them."""

    def add(self, value: str) -> None:
        """Find *value* from now on, in every encoding, and each longer line of it."""
        if value not in self._values:
            self._not_indexed.add(value)  # before another thread can take it for a known one
            self._values.add(value)

    def has(self, value: object) -> bool:
        """Return whether *value* is one of them."""
        return value in self._values

    def _index_all(self) -> None:
        with self._indexing:
            while self._not_indexed:
                self._index_value(self._not_indexed.pop())

    def _index_value(self, value: str) -> None:
        for form in _forms(value):
            text = squeezed(form).strip()
            if len(text) < WHOLE_WORD_LENGTH:
                self._words |= {text} - {""}
                continue
            start, end = text[:_PART_LENGTH], text[-_PART_LENGTH:]
            self._index(start, self._starts)
            self._starts[start].add(text)
            if end != text:
                self._index(end, self._ends)
                self._ends[end].add(text)

    def _index(self, part: str, known: dict[str, set[str]]) -> None:
        if part in known:
            return
        grams = _grams(part, 1)
        # Those that the fewest others have: many secrets begin alike.
        sizes = [len(self._by_gram.get(gram, ())) for gram in grams]
        windows = range(len(grams) - _STRIDE + 1)
        first = min(windows, key=lambda at: sum(sizes[at : at + _STRIDE]))
        for gram in grams[first : first + _STRIDE]:
            self._by_gram[gram].add(part)

    def all_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of every secret in *text*, which is squeezed."""
        yield from self.spans(text)  # which indexes all values
        for word in tuple(self._words):
            for at in _occurrences(text, word):
                end = at + len(word)
                if not text[max(at - 1, 0) : at].isalnum() and not text[end : end + 1].isalnum():
                    yield at, end

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of every longer secret in *text*, which is squeezed."""
        self._index_all()
        found = self._by_gram.keys() & set(_grams(text, _STRIDE))
        for part in set[str]().union(*map(self._by_gram.__getitem__, found)):
            for at in _occurrences(text, part):
                end = at + len(part)
                for whole in tuple(self._starts.get(part, ())):
                    yield at, at + _common_start(text[at : at + len(whole)], whole)
                for whole in tuple(self._ends.get(part, ())):
                    before = text[max(end - len(whole), 0) : end]
                    yield end - _common_start(before[::-1], whole[::-1]), end


def _grams(text: str, stride: int) -> list[str]:
    return [text[at : at + _GRAM_LENGTH] for at in range(0, len(text) - _GRAM_LENGTH + 1, stride)]


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _common_start(one: str, other: str) -> int:
    if one == other:
        return len(one)
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _forms(value: str) -> Iterator[str]:
    """Yield *value*, its longer lines, and it in hexadecimal and base64, whatever is around it."""
    yield from (value, printable(value))
    lines = value.splitlines()
    if len(lines) > 1:
        yield from (line for line in lines if len(line.strip()) >= WHOLE_WORD_LENGTH)
    data = value.encode(errors="replace")
    if len(data) < _MIN_ENCODED:
        return
    yield from (data.hex(), data.hex().upper())
    for encode in (base64.standard_b64encode, base64.urlsafe_b64encode):
        yield encode(data).decode()
        for before in range(3):
            encoded = encode(b"\0" * before + data).decode()
            # Without the characters that depend on the bytes around it.
            complete = (before + len(data)) * 8 // 6
            yield encoded[(before * 8 + 5) // 6 : complete]
