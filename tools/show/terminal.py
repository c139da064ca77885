"""What the person who watches sees: a title, a command, a verdict."""

from __future__ import annotations

import os
import re
import sys

_BOLD, _DIM, _GREEN, _RED = "1", "2", "32", "31"

IS_COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _painted(text: str, *codes: str) -> str:
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if IS_COLOURED else text


def plain(text: str) -> str:
    """Return *text* without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def title(number: int, text: str) -> None:
    """Begin a step."""
    print(f"\n{_painted(f'{number}. {text}', _BOLD)}", flush=True)


def command(text: str) -> None:
    """Show what a user would type."""
    print(f"{_painted('$', _DIM)} {_painted(text, _BOLD)}", flush=True)


def line(text: str) -> None:
    """Show a line of a command's output."""
    print(f"  {text}" if text else "", flush=True)


def kept(text: str) -> None:
    """End a step that came out as promised."""
    print(_painted(f"  = {text}", _GREEN), flush=True)


def broken(text: str) -> None:
    """Say what did not come out as promised."""
    print(_painted(f"\n{text}", _RED), file=sys.stderr, flush=True)
