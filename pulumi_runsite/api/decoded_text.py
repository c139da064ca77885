"""Undoes the escapes of a text, and finds again where in the text each character came from."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from urllib.parse import unquote

# Not compiled by the import: few runs need them.
_ESCAPE = (
    r"(?:%[0-9A-Fa-f]{2})+"
    r"|(?:\\u[0-9A-Fa-f]{4})+"
    r"|\\x[0-9A-Fa-f]{2}|\\U000[0-9A-Fa-f]{5}|\\[nrtbf\"'/\\]"
    r"|&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"
)
"""Percent-encoding, the escapes of JSON and of Python's `repr`, and HTML's character references."""

_SPACE = r"[\s+]{2,}|[^\S ]|\+"
"""Whitespace, and `+`, by which a form encodes a space, where it is not a single space."""


def squeezed(text: str) -> str:
    """Return *text* with a single space for each run of whitespace: a log may have it so."""
    return re.sub(_SPACE, " ", text)


class DecodedText:
    """A text with its escapes undone, perhaps several times; `span` leads back to its source."""

    def __init__(self, source: str, steps: tuple[_Step, ...] = ()) -> None:
        squeeze = _Step(source, _SPACE, lambda _: " ")
        self.text = squeeze.text
        """The text, squeezed."""
        self._source = source
        self._steps = steps
        self._all_steps = (*steps, squeeze)

    def decoded(self) -> DecodedText | None:
        """Return the text with its escapes undone once more, None if it has none."""
        if not re.search(_ESCAPE, self._source):
            return None
        step = _Step(self._source, _ESCAPE, _unescaped)
        return DecodedText(step.text, (*self._steps, step))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from *start* to *end* are in the source."""
        for step in reversed(self._all_steps):
            start, end = step.source(start)[0], step.source(end - 1)[1]
        return start, end


class _Step:
    """A text in which some parts were replaced."""

    def __init__(self, source: str, pattern: str, replace: Callable[[str], str]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._sources: list[tuple[int, int]] = []
        parts: list[str] = []
        copied = length = 0
        for match in re.finditer(pattern, source):
            new = replace(match.group())
            parts += (source[copied : match.start()], new)
            length += match.start() - copied
            self._starts.append(length)
            length += len(new)
            self._ends.append(length)
            self._sources.append(match.span())
            copied = match.end()
        self.text = "".join([*parts, source[copied:]])

    def source(self, position: int) -> tuple[int, int]:
        """Return start and end in the source of what the character at *position* came from."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position, position + 1
        start, end = self._sources[index]
        if position < self._ends[index]:
            return start, end
        moved = end + position - self._ends[index]
        return moved, moved + 1


def _unescaped(escape: str) -> str:
    if escape[0] == "&":
        import html  # noqa: PLC0415 - its table of names takes a while, and few texts need it

        return html.unescape(escape)
    if escape[0] == "%":
        return unquote(escape, errors="replace")
    if escape[1] in "xU":
        return chr(min(int(f"0{escape[1:].lower().replace('u', 'x')}", 0), 0x10FFFF))
    return "'" if escape[1] == "'" else str(json.loads(f'"{escape}"'))
