"""What a stored state has of its account."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.provider.account import mark_of, with_mark
from pulumi_runsite.provider.fields import Props


def with_account(state: Props, **more: Any) -> Props:
    """Return *state* as if its run had observed *more*, or had another account."""
    return with_mark(state, {**mark_of(state), **more})
