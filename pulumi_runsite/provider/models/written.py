"""The output in which every resource that Runsite reports keeps what was written last."""

from __future__ import annotations

from typing import Annotated, Any

from ..fields import Model, Rule


class WrittenOutputs(Model):
    """The output that no program sees: it is in the state only, and encrypted there."""

    written: Annotated[dict[str, Any] | None, Rule.SECRET, Rule.LOCAL] = None
    """The values of the inputs when they were last written: as declared, and as reported then."""
