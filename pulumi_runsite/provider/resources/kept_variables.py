"""Which variables of its maps a web service keeps on Runsite after a destroy."""

from __future__ import annotations

from ..check_failures import shortened
from ..fields import Props
from ..messages import left_after_destroy as messages
from . import mapped_env_vars as maps

MAX_KEYS = 5
"""Keys of variables that a warning displays."""


def kept_variables(state: Props) -> str:
    """Return the end of a warning that names the variables by key, empty where there are none."""
    keys = [f"`{shortened(key)}`" for key in maps.managed(maps.of_earlier_version(state))]
    displayed = ", ".join(keys[:MAX_KEYS])
    if len(keys) > MAX_KEYS:
        displayed = messages.and_more(displayed, str(len(keys) - MAX_KEYS))
    return f" {messages.variables_kept(displayed)}" if keys else ""
