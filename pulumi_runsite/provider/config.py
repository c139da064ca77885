"""The settings of the provider: from the stack's configuration, then from the environment."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import cast, get_args
from urllib.parse import urlsplit

from ..api import (
    PROXY_ENVIRONMENT,
    Client,
    Clock,
    Proxy,
    Redactor,
    RunsiteError,
    proxy_for,
)
from .account import Account
from .fields import ImmutableChanges
from .messages import config as messages
from .url_fault import is_loopback, url_fault

DEFAULT_URL = "https://api.runsite.app"
DEFAULT_PREFIX = "/api"
_DEFAULT_PORTS = {"https": 443, "http": 80}
POLICIES = get_args(ImmutableChanges)

ENVIRONMENT_VARIABLES: dict[str, tuple[str, ...]] = {
    "apiKey": ("RUNSITE_API_KEY", "RUNSITE_API_TOKEN"),
    "apiUrl": ("RUNSITE_API_URL",),
    "apiPrefix": ("RUNSITE_API_PREFIX",),
    "immutableChanges": ("RUNSITE_IMMUTABLE_CHANGES",),
    "proxy": ("RUNSITE_PROXY",),
    "undeployedChanges": ("RUNSITE_UNDEPLOYED_CHANGES",),
}
"""Every setting, and the environment variables that replace it, the first one that is set."""


_VARIABLES = (*itertools.chain.from_iterable(ENVIRONMENT_VARIABLES.values()), *PROXY_ENVIRONMENT)


class ConfigError(RunsiteError):
    """A setting is missing or invalid."""


@dataclass(frozen=True)
class Settings:
    """The settings of one instance of the provider."""

    api_key: str = field(repr=False)
    api_url: str = DEFAULT_URL
    api_prefix: str = DEFAULT_PREFIX
    immutable_changes: ImmutableChanges = "error"
    proxy: Proxy | None = None

    @classmethod
    def resolve(cls, stack: Mapping[str, str], environ: Mapping[str, str]) -> Settings:
        """
        Return the settings of *stack* (names without `runsite:`), or else of *environ*.

        Raises:
            ConfigError: a setting is missing, unknown or invalid; its value is never displayed.
        """
        found = tuple((v, environ[v]) for v in _VARIABLES if environ.get(v) is not None)
        return cls._resolved(tuple(stack.items()), found)  # every call resolves the same ones

    @classmethod
    def of_environment(cls, environ: Mapping[str, str]) -> Settings:
        """
        Return the settings of *environ*, for a command that reads no stack.

        Raises:
            ConfigError: see `resolve`.
        """
        if _find("apiKey", {}, environ)[0] is None:
            raise ConfigError(messages.api_key_not_in_environment())
        return cls.resolve({}, environ)

    @classmethod
    @lru_cache(maxsize=64)
    def _resolved(
        cls, stack_items: tuple[tuple[str, str], ...], environ_items: tuple[tuple[str, str], ...]
    ) -> Settings:
        stack, environ = dict(stack_items), dict(environ_items)
        for name in stack:
            if name not in ENVIRONMENT_VARIABLES:
                raise ConfigError(_unknown_setting(name))
        key, source = _find("apiKey", stack, environ)
        if key is None:
            raise ConfigError(messages.api_key_missing())
        undeployed = _find("undeployedChanges", stack, environ, "warn")  # the program reads it
        _check_choice(*undeployed, ("warn", "ignore"), messages.undeployed_changes_invalid)
        url = _checked_url(*_find("apiUrl", stack, environ, DEFAULT_URL))
        return cls(
            api_key=_checked_key(key, source),
            api_url=url,
            api_prefix=_checked_prefix(*_find("apiPrefix", stack, environ, DEFAULT_PREFIX)),
            immutable_changes=_checked_policy(*_find("immutableChanges", stack, environ, "error")),
            proxy=_find_proxy(url, *_find("proxy", stack, environ, "environment"), environ),
        )

    @cached_property
    def account(self) -> Account:
        """The account that the API key belongs to."""
        return Account(self._address, self.api_key)

    @property
    def _address(self) -> str:
        """The address of the API, in one of its spellings."""
        parts = urlsplit(self.api_url)
        host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
        port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
        return f"{parts.scheme}://{host}{port}{self.api_prefix}"

    def client(self, clock: Clock, redactor: Redactor) -> Client:
        """Return a client of the account; the caller closes it."""
        from importlib.metadata import version  # noqa: PLC0415 - only a request needs it

        return Client(
            self.api_key,
            self.api_url,
            self.api_prefix,
            clock=clock,
            proxy=self.proxy,
            user_agent=f"pulumi-runsite/{version('pulumi-runsite')}",
            redactor=redactor,
        )


def _unknown_setting(name: str) -> str:
    import difflib  # noqa: PLC0415 - only a failure needs it

    similar = difflib.get_close_matches(name, ENVIRONMENT_VARIABLES, n=1, cutoff=0.5)
    if similar:
        return messages.misspelled_setting(name, similar[0])
    return messages.unknown_setting(name)


def _find(
    name: str, stack: Mapping[str, str], environ: Mapping[str, str], default: str | None = None
) -> tuple[str | None, str]:
    """Return the value of the setting *name*, and where it was found."""
    if name in stack:
        return stack[name], f"runsite:{name}"
    for variable in ENVIRONMENT_VARIABLES[name]:
        if environ.get(variable):  # an empty one is unset
            return environ[variable], variable
    return default, f"runsite:{name}"


_KEY_FAULTS = (
    (r"\s*", messages.KEY_EMPTY),
    (r"(?s)[\s].*|.*[\s]", messages.KEY_SURROUNDED_BY_WHITESPACE),
    (r"(?s).*[\x00-\x1f\x7f].*", messages.KEY_HAS_CONTROL_CHARACTER),
    (r"(?s).*[^\x00-\x7f].*", messages.KEY_NOT_ASCII),
    (r"(?i)bearer\s.*", messages.KEY_HAS_BEARER),
    (r".*\s.*", messages.KEY_HAS_SPACE),
    (r".*[\"'].*", messages.KEY_HAS_QUOTE),
    (r".{513,}", messages.KEY_TOO_LONG),
)


def _checked_key(key: str, source: str) -> str:
    # httpx would print an invalid key in its own error.
    for pattern, fault in _KEY_FAULTS:
        if re.fullmatch(pattern, key):
            raise ConfigError(messages.api_key_invalid(source, fault))
    return key


def _checked_url(url: str | None, source: str) -> str:
    text = url or ""
    fault = url_fault(text)
    if fault:
        raise ConfigError(messages.api_url_invalid(source, fault, _example_url(text)))
    return text.rstrip("/")


def _example_url(text: str) -> str:
    """Return *text* with a scheme, if that is all that it lacks."""
    for scheme in ("http", "https"):
        if "://" not in text and url_fault(f"{scheme}://{text}") is None:
            return f"{scheme}://{text}"
    return DEFAULT_URL


def _find_proxy(
    url: str, setting: str | None, source: str, environ: Mapping[str, str]
) -> Proxy | None:
    """Return the proxy for *url*; connections to this machine never use one."""
    _check_choice(setting, source, ("environment", "none"), messages.proxy_setting_invalid)
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or _DEFAULT_PORTS[parts.scheme]
    if setting == "none" or is_loopback(host):
        return None
    proxy = proxy_for(host, port, environ)
    if proxy and not proxy.is_valid:
        raise ConfigError(messages.proxy_invalid(proxy.variable))
    if proxy and ":" in host:  # httpcore 1.0 sends a CONNECT without the brackets
        raise ConfigError(messages.proxy_for_ipv6(proxy.variable, host))
    return proxy


def _checked_prefix(prefix: str | None, source: str) -> str:
    text = (prefix or "").rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", text):
        raise ConfigError(messages.api_prefix_invalid(source, DEFAULT_PREFIX))
    return text


def _checked_policy(policy: str | None, source: str) -> ImmutableChanges:
    _check_choice(policy, source, POLICIES, messages.immutable_changes_invalid)
    return cast("ImmutableChanges", policy)


def _check_choice(
    value: str | None, source: str, choices: tuple[str, ...], invalid: Callable[..., str]
) -> None:
    if value not in choices:
        raise ConfigError(invalid(source, ", ".join(f"`{each}`" for each in choices)))
