"""The form of a message: what failed and why, and what to do."""

from __future__ import annotations


class Message(str):
    """
    A message of two parts: `reason`, what failed and why, and `remedy`, what to do.

    `reason` has no capital letter and no period added, for use inside another message; `remedy` has
    no period.
    """

    __slots__ = ("reason", "remedy")
    reason: str
    remedy: str

    def __new__(cls, reason: str, remedy: str) -> Message:  # noqa: PYI034 - Self needs Python 3.11
        """Return the text `<Reason>. <remedy>.`."""
        message = super().__new__(cls, f"{reason[:1].upper()}{reason[1:]}. {remedy}.")
        message.reason = reason
        message.remedy = remedy
        return message
