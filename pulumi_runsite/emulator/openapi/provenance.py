"""Where each fact about Runsite's API is known from: the `x-source` of operations and fields."""

from __future__ import annotations

from typing import Any

PAGE = "page"
CLIENT = "client"
GUIDE = "guide"
INFERRED = "inferred"
MADE_UP = "client, values made up"

SOURCES = {
    PAGE: 'Runsite\'s page "Public API"',
    CLIENT: "the code and the tests of Runsite's own command line client (CLI)",
    GUIDE: "other pages of Runsite's documentation",
    INFERRED: "a conclusion of this project; no source states it",
    MADE_UP: "the names are from Runsite's CLI, the values are invented",
}

_APPROXIMATED = {INFERRED, MADE_UP}


def fidelity(source: str) -> str:
    """Return `modelled` for what a source states, `approximated` for what none does."""
    return "approximated" if source in _APPROXIMATED else "modelled"


def x_source(name: str, **more: Any) -> dict[str, Any]:
    """Return the `json_schema_extra` of a field whose source differs from that of its model."""
    return {"x-source": name, **more}
