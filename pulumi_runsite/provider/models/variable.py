"""The inputs and outputs that environment variables and project secrets share."""

from __future__ import annotations

from typing import Annotated

from ..field_types import (
    IdInParent,
    SecretText,
    VariableKey,
)
from ..fields import Model, Rule
from .written import WrittenOutputs


class VariableInputs(Model):
    """The inputs that environment variables and project secrets share."""

    key: Annotated[VariableKey, Rule.REPLACE]
    """The name of the variable: at most 1024 characters, without whitespace and `=`."""

    value: Annotated[SecretText, Rule.SECRET, Rule.WRITE_ONLY]
    """
    The value of the variable: a string of at most 1 MiB, which may be empty.

    It is encrypted in the Pulumi state and masked in every diff, unless `is_secret` is `false` and
    the program does not mark it as a secret.
    """

    is_secret: bool = True
    """
    Whether Runsite masks the value. Defaults to `true`.

    A masked value cannot be read back. A change made in the dashboard is detected by the time of
    the last change, where Runsite returns it. If all variables in the list have the same time, it
    is that of a write of the whole list, and no change of one of them.
    """

    adopt_id: Annotated[IdInParent | None, Rule.LOCAL] = None
    """
    The ID of an existing variable to adopt instead of creating a new one: `<id>` on Runsite, or
    `<parent>/<id>`.

    The key is compared first. The program's value is then written, unless Runsite already returns
    that value. Ignored after creation, except by a replacement if it has changed.
    """


class VariableOutputs(VariableInputs, WrittenOutputs):
    """The outputs that environment variables and project secrets share."""

    revision: Annotated[str | None, Rule.ALWAYS_SET] = None
    """
    The revision of the value, which changes whenever a value is written and does not reveal it.

    Use it as a trigger of a deployment: `Deployment(triggers=[variable.revision])`.
    """

    created_at: Annotated[str | None, Rule.EVIDENCE] = None
    """The time of creation, as an RFC 3339 timestamp."""
