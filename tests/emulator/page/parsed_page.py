"""The page of an emulator, parsed, and its forms."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import httpx

from tests.emulator.harness import Runsite

FORMS = "/_emulator/page"
VOID = {"meta", "input"}


class Page(HTMLParser):
    """The parsed content of a page; fails if a tag is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if "style" not in self.open else ""

    def tags(self, tag: str, name: str) -> list[str | None]:
        return [value for t, n, value in self.attributes if (t, n) == (tag, name)]


def page(runsite: Runsite, **query: str) -> Page:
    response = runsite.bare.get("/", params=query)
    assert (response.status_code, response.headers["content-type"]) == (
        200,
        "text/html; charset=utf-8",
    )
    return Page(response.text)


def submit(runsite: Runsite, **form: Any) -> httpx.Response:
    return runsite.bare.post(FORMS, data=form)
