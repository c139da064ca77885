"""The output in which every resource keeps the account that it belongs to."""

from __future__ import annotations

from typing import Annotated, Any

from ..fields import Model, Rule


class AccountOutputs(Model):
    """The output that no program sees: it is in the state only."""

    account: Annotated[dict[str, Any] | str | None, Rule.LOCAL] = None
    """The address of the API, and a salted hash of the key, that found the object last, as JSON."""
