"""Where the key, the address and the defaults come from: stack configuration, then environment."""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import cast, get_args
from urllib.parse import urlsplit

from ..api import Client, Clock, Redactor, RunsiteError
from .fields import ImmutableChanges

KEY_PLACES = (
    "set it with `pulumi config set --secret runsite:apiKey`, or as RUNSITE_API_KEY or "
    "RUNSITE_API_TOKEN in the environment"
)
DEFAULT_URL = "https://api.runsite.app"
DEFAULT_PREFIX = "/api"
POLICIES = get_args(ImmutableChanges)

ENVIRONMENT_VARIABLES: dict[str, tuple[str, ...]] = {
    "apiKey": ("RUNSITE_API_KEY", "RUNSITE_API_TOKEN"),
    "apiUrl": ("RUNSITE_API_URL",),
    "apiPrefix": ("RUNSITE_API_PREFIX",),
    "immutableChanges": ("RUNSITE_IMMUTABLE_CHANGES",),
}
"""Every setting, and the environment variables that stand in for it, first come first served."""


class ConfigError(RunsiteError):
    """A setting is missing or cannot be what it is."""


@dataclass(frozen=True)
class Settings:
    """What the provider needs to know before it speaks to Runsite."""

    api_key: str = field(repr=False)
    api_url: str = DEFAULT_URL
    api_prefix: str = DEFAULT_PREFIX
    immutable_changes: ImmutableChanges = "error"

    @classmethod
    def resolve(cls, stack: Mapping[str, str], environ: Mapping[str, str]) -> Settings:
        """
        Return the settings of *stack* (names without `runsite:`), or else of *environ*.

        Raises:
            ConfigError: one sentence that names what is wrong, where, and never a value.
        """
        for name in stack:
            if name not in ENVIRONMENT_VARIABLES:
                close = difflib.get_close_matches(name, ENVIRONMENT_VARIABLES, n=1, cutoff=0.5)
                hint = f"; did you mean runsite:{close[0]}?" if close else ""
                raise ConfigError(f"runsite:{name} is not a setting of this provider{hint}")
        key, place = _look("apiKey", stack, environ)
        if key is None:
            raise ConfigError(f"there is no Runsite API key: {KEY_PLACES}")
        return cls(
            api_key=_key(key, place),
            api_url=_url(*_look("apiUrl", stack, environ, DEFAULT_URL)),
            api_prefix=_prefix(*_look("apiPrefix", stack, environ, DEFAULT_PREFIX)),
            immutable_changes=_policy(*_look("immutableChanges", stack, environ, "error")),
        )

    def client(self, clock: Clock, redactor: Redactor) -> Client:
        """Return a client of the account; it is the caller's to close."""
        return Client(
            self.api_key,
            self.api_url,
            self.api_prefix,
            clock=clock,
            user_agent=f"pulumi-runsite/{version('pulumi-runsite')}",
            redactor=redactor,
        )


def _look(
    name: str, stack: Mapping[str, str], environ: Mapping[str, str], default: str | None = None
) -> tuple[str | None, str]:
    if name in stack:
        return stack[name], f"runsite:{name}"
    for variable in ENVIRONMENT_VARIABLES[name]:
        if variable in environ:
            return environ[variable], variable
    return default, f"runsite:{name}"


_KEY_FAULTS = (
    (r"\s*", "is empty"),
    (r"(?s)[\s].*|.*[\s]", "begins or ends with white space"),
    (r"(?s).*[\x00-\x1f\x7f].*", "holds a control character"),
    (r"(?s).*[^\x00-\x7f].*", "holds a character that is not ASCII"),
    (r"(?i)bearer\s.*", "must be given without the word Bearer"),
    (r".*\s.*", "holds a space"),
    (r".*[\"'].*", "holds a quotation mark"),
    (r".{513,}", "is longer than 512 characters"),
)


def _key(key: str, place: str) -> str:
    # httpx would print the key in its own refusal (reliability.md, decision 8).
    for pattern, fault in _KEY_FAULTS:
        if re.fullmatch(pattern, key):
            raise ConfigError(
                f"the Runsite API key in {place} {fault} (it is not shown): {KEY_PLACES}"
            )
    return key


def _url(url: str | None, place: str) -> str:
    text = url or ""
    fault = _url_fault(text)
    if fault:
        raise ConfigError(f"{place}: {fault}; an address looks like {DEFAULT_URL}")
    return text.rstrip("/")


def _url_fault(text: str) -> str | None:
    if not re.fullmatch(r"[\x21-\x7e]+", text):
        return "must be an address in plain ASCII, without white space"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "must have a port from 1 to 65535, or none"
    checks = (
        (parts.scheme not in {"https", "http"}, "must begin with https://"),
        (not parts.hostname, "names no host"),
        (port == 0, "must have a port from 1 to 65535, or none"),
        ("@" in parts.netloc, "must not hold credentials (it is not shown)"),
        (bool(parts.query or parts.fragment), "must not have a query or a fragment"),
        (parts.path.strip("/") != "", "must not have a path: that is runsite:apiPrefix"),
        (
            parts.scheme == "http" and not _is_loopback(parts.hostname or ""),
            "must begin with https://; plain http would show the key to the network",
        ),
    )
    return next((fault for wrong, fault in checks if wrong), None)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _prefix(prefix: str | None, place: str) -> str:
    text = (prefix or "").rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", text):
        raise ConfigError(f"{place}: must be a path like {DEFAULT_PREFIX} or /api/v1")
    return text


def _policy(policy: str | None, place: str) -> ImmutableChanges:
    if policy not in POLICIES:
        raise ConfigError(f"{place}: must be one of {', '.join(POLICIES)}")
    return cast("ImmutableChanges", policy)
