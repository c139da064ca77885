"""Keys that differ in case or punctuation only: Runsite may store them as one."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from .collection import normalized
from .fields import Props

_PUNCTUATION = str.maketrans(".-", "__")


def folded(key: Any) -> str:
    """Return what *key* has in common with all keys that Runsite may store in its place."""
    return normalized("key", key).translate(_PUNCTUATION)


def like(items: list[Props], match: Props) -> list[Props]:
    """
    Return the items whose key Runsite may treat as that of *match*, although it is another one.

    Nothing, where the list shows that it keeps such keys apart: it has two of them.
    """
    others = {name: value for name, value in match.items() if name != "key"}
    named = [i for i in items if all(i.get(name, value) == value for name, value in others.items())]
    key, spellings = match["key"], _spellings(named)
    alike = [i for i in named if folded(i.get("key")) == folded(key) and i.get("key") != key]
    if not alike:
        return []
    apart = [_differences(*two) for keys in spellings.values() for two in combinations(keys, 2)]
    return [i for i in alike if not any(two <= _differences(key, i["key"]) for two in apart)]


def _spellings(items: list[Props]) -> dict[str, set[str]]:
    spellings: dict[str, set[str]] = {}
    for key in (str(item.get("key")) for item in items):
        spellings.setdefault(folded(key), set()).add(key)
    return spellings


def _differences(one: str, other: str) -> frozenset[str]:
    is_same_case = one.translate(_PUNCTUATION) == other.translate(_PUNCTUATION)
    is_same_punctuation = normalized("key", one) == normalized("key", other)
    kinds = {"case": is_same_case, "punctuation": is_same_punctuation}
    return frozenset(kind for kind, is_same in kinds.items() if not is_same)
