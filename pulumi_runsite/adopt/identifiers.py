"""Converts names on Runsite to identifiers of a Python program, each of them unique."""

from __future__ import annotations

import builtins
import itertools
import keyword
import re
import unicodedata

MAX_LENGTH = 40
"""Characters of a name that are kept."""

_RESERVED = frozenset(dir(builtins)) | {"config", "protected", "pulumi", "runsite"}
"""Identifiers that the program uses otherwise."""


def identifier_part(text: str) -> str:
    """Return what of *text* an identifier can contain; may be empty or begin with a digit."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_LENGTH].strip("_")


class Identifiers:
    """Creates identifiers, and none of them twice."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def create(self, preferred: str, noun: str) -> str:
        """
        Return an unused identifier like *preferred*, with *noun* and a number where needed.

        The same calls in the same order return the same identifiers.
        """
        preferred = preferred.strip("_")  # a part of it may be empty
        base = preferred if re.match(r"[a-z]", preferred) else f"{noun}_{preferred}".strip("_")
        numbered = (f"{base}_{noun}_{number}" for number in itertools.count(2))
        for name in itertools.chain((base, f"{base}_{noun}"), numbered):
            if name not in self._used and name not in _RESERVED and not keyword.iskeyword(name):
                self._used.add(name)
                return name
        raise AssertionError("unreachable")
