"""A page for a browser, in place of a response of the API."""

from __future__ import annotations

import re

from .messages import requests
from .redaction import Clean

_MAX_TITLE = 80
"""Characters of a title that are displayed."""
_MAX_HEAD = 16 * 1024
"""Characters in which a title is looked for."""


def html_page(body: str, clean: Clean) -> str:
    """Return what *body* is, for messages, without its markup; empty if it is no HTML."""
    head = body[:_MAX_HEAD]
    if not re.match(r"\s*<(?!\?xml)", head) and "<html" not in head.lower():
        return ""
    found = re.search(r"<title[^<>]*>([^<]*)</title", head, re.IGNORECASE)
    import html  # noqa: PLC0415 - its table of names takes a while, and few texts need it

    title = clean(html.unescape(found[1]), _MAX_TITLE) if found else ""
    return requests.html_page(repr(title) if title else "")
