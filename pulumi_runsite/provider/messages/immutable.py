"""Messages of changes that the Runsite API cannot make."""


def immutable_change(old: str, new: str, noun: str) -> str:
    """
    The program changes an input that the Runsite API cannot change.

    Restore the old value, or set `immutable_changes`: see
    [What the Runsite API cannot do](guides/what-the-api-cannot-do.md).
    """
    return f"cannot be changed from {old} to {new}: {_no_update(noun)}"


def immutable_masked_change(noun: str) -> str:
    """
    The program changes a secret input that the Runsite API cannot change.

    Restore the old value, or set `immutable_changes`: see
    [What the Runsite API cannot do](guides/what-the-api-cannot-do.md).
    """
    return f"cannot be changed (its values are masked): {_no_update(noun)}"


def _no_update(noun: str) -> str:
    reason = f"the Runsite API has no update for {noun}s"
    return (
        f"{reason}. Restore the old value, change it in the dashboard and set "
        '`immutable_changes="accept"`, or set `immutable_changes="replace"` to create a new '
        f"{noun} (the old one is kept)"
    )


def immutable_update_refused(noun: str, inputs: str) -> str:
    """
    An update reached an input that the Runsite API cannot change.

    Run `pulumi preview`: it names the values and the remedies.
    """
    return (
        f"{inputs} cannot be changed: the Runsite API has no update for {noun}s. Run "
        "`pulumi preview` for the values and the remedies."
    )


def accept_contradicted(difference: str) -> str:
    """
    `immutable_changes="accept"` records a change, but Runsite still reports the old value.

    Change it in the dashboard first, then run `pulumi up` again.
    """
    return (
        '`immutable_changes="accept"` only records a change that is already done, but '
        f"{difference}. Change it in the dashboard first."
    )


def difference(field: str, remote: str, declared: str) -> str:
    """
    Part of other messages: one field with both values.

    See the message that contains it.
    """
    return f"`{field}` is {remote} on Runsite and {declared} in the program"
