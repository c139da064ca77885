"""The output in which every resource that Runsite reports keeps what was written last."""

from __future__ import annotations

from typing import Annotated, Any

from ..fields import Rule
from .account import AccountOutputs


class WrittenOutputs(AccountOutputs):
    """The outputs that no program sees: they are in the state only."""

    written: Annotated[dict[str, Any] | str | None, Rule.LOCAL] = None
    """
    The values of the inputs when they were last written: as declared, and as reported then.

    It is JSON, and encrypted where it holds a value: an input may be a secret of the program.
    """
