"""Makes text from elsewhere harmless for a terminal."""

from __future__ import annotations

import re

# Not compiled by the import: few runs need them.
_ESCAPE_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|\Z)"  # OSC: titles
    r"|\x1b[ -/]*[0-~]?"
)
_SUSPICIOUS = r"[^\t\n -~]"


def printable(text: str) -> str:
    """
    Return *text* without escape sequences and control characters, apart from tab and newline.

    A carriage return becomes a newline: a line may not be written over another one.

    Characters without a glyph are left out as well: those that change the direction of a text, lone
    surrogates, and spaces of no width. Other spaces become plain ones.
    """
    if not re.search(_SUSPICIOUS, text):
        return text
    text = re.sub(r"\r+\n?", "\n", re.sub(_ESCAPE_SEQUENCE, "", text))
    return re.sub(_SUSPICIOUS, _replacement, text)


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    if character.isprintable():
        return character
    return " " if character.isspace() and character not in "\x1c\x1d\x1e\x1f" else ""
