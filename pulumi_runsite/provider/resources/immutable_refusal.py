"""Why a change of an immutable input is refused, and the ways out that work for this input."""

from __future__ import annotations

from ..check_failures import shortened
from ..context import Context
from ..drift import was_reported
from ..fields import Props
from ..messages import immutable as messages

_REFERENCES = frozenset({"project_id"})
"""The inputs with the id of another resource, which is another one after a rename."""


def refusal(noun: str, name: str, state: Props, values: tuple[str, str] | None) -> str:
    """Return why *name* cannot be changed; *values*, old and new, are None where masked."""
    if state.get(name) is None:
        keep = messages.keep_unset()
    else:
        keep = messages.keep_value(values[0]) if values else messages.keep_masked_value()
    if was_reported(state, name):
        ways = messages.ways_with_reported_value(keep)
    else:
        ways = messages.ways_with_recorded_value(keep)
    if name in _REFERENCES:
        ways = messages.if_renamed(ways)
    if values is None:
        return messages.immutable_masked_change(noun, ways)
    return messages.immutable_change(*values, noun, ways)


def redacted(ctx: Context, value: object) -> str:
    """Return *value* for a message, without secrets."""
    # Before it is shortened, which would hide a secret from the redactor.
    return "unset" if value is None else shortened(ctx.displayed(value))
