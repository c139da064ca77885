"""Keeps the account of a resource in its state, and explains what another account returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..api import NotFound
from . import drift
from .account import ResourceAccount, with_mark
from .context import Context, ResourceInitFailed
from .fields import Props
from .resource import Resource


@contextmanager
def explaining(account: ResourceAccount, id: str) -> Iterator[None]:
    """Explain a 404 that another account than the one in the state returns for *id*."""
    account.confirm_id(id)
    with explaining_not_found(account):
        yield


@contextmanager
def explaining_not_found(account: ResourceAccount) -> Iterator[None]:
    """Explain a 404 that another account than the one in the state returns."""
    try:
        yield
    except NotFound as error:
        account.confirm_account(error.reason)
        raise


@contextmanager
def marking(resource: type[Resource], ctx: Context, mark: Mapping[str, Any]) -> Iterator[None]:
    """Add *mark* to the state of a resource that is kept although the operation failed."""
    try:
        yield
    except ResourceInitFailed as error:
        error.state = marked(resource, ctx, error.state, mark)
        raise


def marked(resource: type[Resource], ctx: Context, state: Props, mark: Mapping[str, Any]) -> Props:
    """Return *state* as it is stored: with *mark*, and with what was observed of this Runsite."""
    return with_mark(drift.shortened(state), {**mark, **resource.facts(ctx.client)})
