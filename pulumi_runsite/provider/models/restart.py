"""The inputs and outputs of a restart."""

from __future__ import annotations

from typing import Annotated

from ..field_types import (
    Id,
    Triggers,
)
from ..fields import Model, Rule
from .account import AccountOutputs


class RestartInputs(Model):
    """The inputs of a restart."""

    web_service_id: Annotated[Id, Rule.REPLACE]
    """The ID of the web service to restart."""

    triggers: Annotated[Triggers | None, Rule.REPLACE, Rule.LOCAL] = None
    """
    Arbitrary values, as a list or a map of at most 65536 bytes as JSON.

    Changing any of them restarts the web service again.
    """

    wait: Annotated[bool, Rule.LOCAL] = True
    """Whether to wait until the web service is running again. Defaults to `true`."""


class RestartOutputs(RestartInputs, AccountOutputs):
    """The outputs of a restart: Runsite keeps no record of it."""
