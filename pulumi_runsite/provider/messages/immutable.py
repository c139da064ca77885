"""Messages of changes that the Runsite API cannot make."""


def immutable_change(old: str, new: str, noun: str, in_dashboard: str) -> str:
    """
    The program changes an input that the Runsite API cannot change.

    Restore the old value, or set `immutable_changes`: see
    [What the Runsite API cannot do](guides/what-the-api-cannot-do.md).
    """
    return f"cannot be changed from {old} to {new}: {_no_update(noun, in_dashboard)}"


def immutable_masked_change(noun: str, in_dashboard: str) -> str:
    """
    The program changes a secret input that the Runsite API cannot change.

    Restore the old value, or set `immutable_changes`: see
    [What the Runsite API cannot do](guides/what-the-api-cannot-do.md).
    """
    return f"cannot be changed (its values are masked): {_no_update(noun, in_dashboard)}"


def _no_update(noun: str, in_dashboard: str) -> str:
    reason = f"the Runsite API has no update for {noun}s"
    return (
        f"{reason}. Restore the old value, change it in the "
        f'dashboard and {in_dashboard}, or set `immutable_changes="replace"` to create a new '
        f"{noun} (the old one is kept)"
    )


def refresh_after_change() -> str:
    """
    Part of other messages: what to do after a change in the dashboard that Runsite reports.

    See the message that contains it.
    """
    return "run `pulumi refresh`"


def accept_after_change() -> str:
    """
    Part of other messages: what to do after a change in the dashboard that Runsite does not report,
    so that a refresh cannot find it.

    See the message that contains it.
    """
    return 'set `immutable_changes="accept"` (Runsite does not report this input to a refresh)'


def accept_contradicted(difference: str) -> str:
    """
    `immutable_changes="accept"` records a change, but Runsite reports another value.

    Change it in the dashboard first, or set the input to the value on Runsite.
    """
    return (
        '`immutable_changes="accept"` only records a change that is already done, but '
        f"{difference}. Change it in the dashboard first, or set the input to the value on Runsite."
    )


def difference(field: str, remote: str, declared: str) -> str:
    """
    Part of other messages: one field with both values.

    See the message that contains it.
    """
    return f"`{field}` is {remote} on Runsite and {declared} in the program"
