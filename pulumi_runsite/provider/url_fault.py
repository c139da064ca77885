"""What is wrong with the address of an API."""

from __future__ import annotations

import ipaddress
import re

from ..api import is_address
from .messages import config as messages

_URL = re.compile(
    r"(?P<scheme>[^:/?#]*)://(?P<user>[^/?#]*@)?(?P<host>\[[^\]/?#]*\]|[^:/?#]*)"
    r"(?P<port>[^/?#]*)(?P<path>[^?#]*)(?P<query>.*)"
)
_UNUSUAL_HOST = r"(?i)(?:^|\.)xn--|\.[0-9]+\.?$|^\["
"""A name with other letters than ASCII's, or an address: not every one of that form is valid."""
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"


def url_fault(text: str) -> str | None:
    """Return why *text* is no address of an API, None if it is one."""
    if not re.fullmatch(r"[\x21-\x7e]+", text):
        return messages.URL_NOT_ASCII
    url = _URL.fullmatch(text)
    if url is None:
        return messages.URL_NOT_HTTPS
    scheme, host, port = url["scheme"].lower(), url["host"], url["port"]
    checks = (
        (scheme not in {"https", "http"}, messages.URL_NOT_HTTPS),
        (not host, messages.URL_WITHOUT_HOST),
        (bool(url["user"]), messages.URL_HAS_CREDENTIALS),
        (not _is_port(port), messages.URL_INVALID_PORT),
        (not _is_host(host), messages.URL_INVALID_HOST),
        (bool(url["query"]), messages.URL_HAS_QUERY),
        (url["path"].strip("/") != "", messages.URL_HAS_PATH),
        (scheme == "http" and not is_loopback(host.strip("[]")), messages.URL_UNENCRYPTED),
        (_is_unusual(host) and not is_address(text), messages.URL_INVALID_HOST),
    )
    return next((fault for is_invalid, fault in checks if is_invalid), None)


def _is_port(text: str) -> bool:
    return not text or bool(re.fullmatch(r":[0-9]{1,5}", text) and 0 < int(text[1:]) < 2**16)


def _is_host(text: str) -> bool:
    if not text.startswith("["):
        return len(text) <= 253 and bool(re.fullmatch(rf"{_LABEL}(\.{_LABEL})*\.?", text))
    try:
        ipaddress.IPv6Address(text.strip("[]"))
    except ValueError:
        return False
    return "%" not in text  # the name of an interface


def _is_unusual(host: str) -> bool:
    return bool(re.search(_UNUSUAL_HOST, host)) and not is_loopback(host.strip("[]"))


def is_loopback(host: str) -> bool:
    """Return whether *host* is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
