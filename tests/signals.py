"""The signals that the programs of a test run inherit."""

from __future__ import annotations

import signal


def let_children_be_interrupted() -> None:
    """
    Let child processes end on SIGINT, also where a shell has started this one with `&`.

    The engine interrupts its language host at the end of a command, and waits five seconds for it.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
