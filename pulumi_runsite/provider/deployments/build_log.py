"""The build log of a deployment: its end, and what is new in it, fit for a terminal."""

from __future__ import annotations

from typing import Any

from ...api import Redactor

MAX_LOG_LINES = 40
MAX_LOG_CHARACTERS = 16 * 1024
"""The end of a log that an error displays."""
MAX_STREAMED_CHARACTERS = 512 * 1024
"""Characters of one deployment that are displayed while it is waited for."""
_MAX_LINE_LENGTH = 2000
_LOOKED_AT = 16 * MAX_LOG_CHARACTERS
"""More than is displayed: what is redacted becomes shorter."""
_OVERLAP = 200
"""Characters by which the position in a log is found again that has lost its beginning."""


def log_text(build_log: Any) -> str:
    """Return a build log as the API reports it, a text or a list of lines."""
    if isinstance(build_log, list):
        return "".join(f"{line}\n" for line in build_log if isinstance(line, str))
    return build_log if isinstance(build_log, str) else ""


def log_tail(build_log: Any, redactor: Redactor) -> str:
    """Return the last MAX_LOG_LINES lines of a build log, MAX_LOG_CHARACTERS at most."""
    text = log_text(build_log).rstrip()
    if len(text) > _LOOKED_AT:
        # From the start of a line: a secret that is cut would not be recognised.
        text = text[text.find("\n", len(text) - _LOOKED_AT) + 1 :][-_LOOKED_AT:]
    lines = redactor.clean_lines(text).splitlines()
    return "\n".join(lines[-MAX_LOG_LINES:])[-MAX_LOG_CHARACTERS:]


class BuildLogStream:
    """Returns each line of a growing build log once."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._read = 0
        self._last = ""
        self.left = MAX_STREAMED_CHARACTERS
        """Characters that may still be displayed; below 0, some were not."""

    def new_lines(self, build_log: Any, *, has_ended: bool) -> str:
        """Return the complete lines that are new in *build_log*, MAX_STREAMED_CHARACTERS in all."""
        text = log_text(build_log)
        start = self._position(text)
        # The rest of a line may be written later, and with it the rest of a secret.
        end = len(text) if has_ended else text.rfind("\n", start) + 1 or start
        self._read, self._last = end, text[max(end - _OVERLAP, 0) : end]
        shown = end
        if end - start > self.left:
            shown = max(text.rfind("\n", start, start + max(self.left, 0)), start)
        self.left -= end - start
        lines = self._redactor.clean_lines(text[start:shown]).splitlines()
        return "\n".join(_shortened(line) for line in lines)

    def _position(self, text: str) -> int:
        if text.startswith(self._last, self._read - len(self._last)):
            return self._read
        found = text.rfind(self._last)
        return found + len(self._last) if found >= 0 else 0


def _shortened(line: str) -> str:
    return line if len(line) <= _MAX_LINE_LENGTH else line[: _MAX_LINE_LENGTH - 3] + "..."
