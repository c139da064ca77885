"""Print the output of the demo: step titles, commands, their output and results."""

from __future__ import annotations

import os
import re
import sys

_BOLD, _DIM, _GREEN, _RED = "1", "2", "32", "31"

USES_COLOR = sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _colored(text: str, *codes: str) -> str:
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if USES_COLOR else text


def strip_colors(text: str) -> str:
    """Return *text* without ANSI color codes."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def print_title(number: int, text: str) -> None:
    """Print the title of a step."""
    print(f"\n{_colored(f'{number}. {text}', _BOLD)}", flush=True)


def print_command(text: str) -> None:
    """Print a command as a user types it."""
    print(f"{_colored('$', _DIM)} {_colored(text, _BOLD)}", flush=True)


def print_output(line: str) -> None:
    """Print one line of a command's output, indented."""
    print(f"  {line}" if line else "", flush=True)


def print_passed(text: str) -> None:
    """Print a check that passed."""
    print(_colored(f"  Verified: {text}", _GREEN), flush=True)


def print_finished(text: str) -> None:
    """Print the last line of a demo that passed."""
    print(_colored(f"\n{text}", _GREEN), flush=True)


def print_failed(text: str) -> None:
    """Print the error message that ends the demo, on stderr."""
    print(_colored(f"\n{text}", _RED), file=sys.stderr, flush=True)
