"""Whether an address is one that requests can be sent to."""

from __future__ import annotations


def is_address(url: str) -> bool:
    """Return whether requests can be sent to *url*, as far as its form shows."""
    import httpx  # noqa: PLC0415 - see `Client.__init__`

    try:
        return bool(httpx.URL(url).host)
    except (httpx.InvalidURL, UnicodeError):  # of an `xn--` that is no name
        return False
