"""The environment variable that has every request displayed."""

from __future__ import annotations

from collections.abc import Mapping

from .messages import config as messages

VARIABLE = "RUNSITE_LOG"
_DEBUG = "debug"


def is_debug(environ: Mapping[str, str]) -> bool:
    """Return whether *environ* requests that every request is displayed."""
    return _value(environ).lower() == _DEBUG


def warnings(environ: Mapping[str, str]) -> list[str]:
    """Return a warning if the variable has a value without a meaning."""
    value = _value(environ)
    is_known = value.lower() in ("", _DEBUG)
    return [] if is_known else [messages.log_setting_unknown(repr(value[:80]))]


def _value(environ: Mapping[str, str]) -> str:
    return environ.get(VARIABLE, "").strip()
