"""Turns names that people gave into names of a Python program, each of them once."""

from __future__ import annotations

import builtins
import itertools
import keyword
import re
import unicodedata

LONGEST = 40
"""Characters of a name that are kept."""

_TAKEN = frozenset(dir(builtins)) | {"config", "kept", "pulumi", "runsite"}
"""Names that a program needs for something else."""


def words(text: str) -> str:
    """Return what an identifier can keep of *text*; it may be empty, or begin with a digit."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")


class Names:
    """Gives out identifiers, and no one twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, wanted: str, kind: str) -> str:
        """
        Return an identifier like *wanted*, for a thing of this *kind*.

        In the same order the same ones are given.
        """
        base = wanted if re.match(r"[a-z]", wanted) else f"{kind}_{wanted}".strip("_")
        numbered = (f"{base}_{kind}_{number}" for number in itertools.count(2))
        for name in itertools.chain((base, f"{base}_{kind}"), numbered):
            if name not in self._given and name not in _TAKEN and not keyword.iskeyword(name):
                self._given.add(name)
                return name
        raise AssertionError("unreachable")
