"""The proxy to Runsite, as the environment names it."""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
"""By precedence; an address with `http://` is this machine, so HTTP_PROXY is never used."""
_EXCEPTION_VARIABLES = ("no_proxy", "NO_PROXY")
PROXY_ENVIRONMENT = _PROXY_VARIABLES + _EXCEPTION_VARIABLES
"""All environment variables that decide which proxy is used."""
_URL = r"(?i:https?)://(?:[^@/?#\s]*@)?(?:\[[0-9a-f:.]+\]|[^@:/?#\[\]\s]+)(?::[0-9]{1,5})?/?"


@dataclass(frozen=True)
class Proxy:
    """A proxy, and the environment variable that names it."""

    url: str = field(repr=False)
    variable: str

    def __str__(self) -> str:
        """Return the address without the credentials, and the variable."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme.lower()}://{rest.rpartition('@')[2].rstrip('/')} of `{self.variable}`"

    @property
    def is_valid(self) -> bool:
        """Whether it is an HTTP proxy; otherwise nothing of its address may be displayed."""
        try:
            return bool(re.fullmatch(_URL, self.url)) and urlsplit(self.url).port != 0
        except ValueError:
            return False

    @property
    def authorization(self) -> str:
        """The value of the header Proxy-Authorization, or an empty text."""
        user = urlsplit(self.url).username
        if user is None:
            return ""
        credentials = f"{unquote(user)}:{self.password}".encode()
        return f"Basic {base64.b64encode(credentials).decode()}"

    @property
    def password(self) -> str:
        """The password in the address, or an empty text."""
        return unquote(urlsplit(self.url).password or "")


def proxy_for(host: str, port: int, environ: Mapping[str, str]) -> Proxy | None:
    """Return the proxy that *environ* names for *host*, which is not this machine."""
    variable = next((name for name in _PROXY_VARIABLES if environ.get(name)), None)
    exceptions = next((environ[name] for name in _EXCEPTION_VARIABLES if environ.get(name)), "")
    if variable is None or any(
        _is_match(host.lower().rstrip("."), port, each) for each in re.split(r"[,\s]+", exceptions)
    ):
        return None
    url = environ[variable]
    return Proxy(url if "://" in url else f"http://{url}", variable)


def _is_match(host: str, port: int, exception: str) -> bool:
    """Return whether *exception*, an entry of NO_PROXY, names *host*, as curl and Go read it."""
    name = exception.lower()
    with_port = re.fullmatch(r"(\[[^\]]*\]|[^:]*):([0-9]+)", name)
    if with_port:
        name = with_port[1]
        if int(with_port[2]) != port:
            return False
    name = name.strip("[]").removeprefix("*").strip(".")
    if not name:
        return exception == "*"
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(name, strict=False)
    except ValueError:
        return host == name or host.endswith(f".{name}")
