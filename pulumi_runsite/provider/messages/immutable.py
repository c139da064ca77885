"""Messages of changes that the Runsite API cannot make."""


def immutable_change(old: str, new: str, noun: str, ways: str) -> str:
    """
    The program changes an input that the Runsite API cannot change.

    Choose one of the ways that the message names: see
    [What the Runsite API cannot do](guides/what-the-api-cannot-do.md).
    """
    return f"cannot be changed from {old} to {new}: {_no_update(noun, ways)}"


def immutable_masked_change(noun: str, ways: str) -> str:
    """
    The program changes a secret input that the Runsite API cannot change.

    Choose one of the ways that the message names: see
    [What the Runsite API cannot do](guides/what-the-api-cannot-do.md).
    """
    return f"cannot be changed (its values are masked): {_no_update(noun, ways)}"


def _no_update(noun: str, ways: str) -> str:
    replace = f'`immutable_changes="replace"` to create a new {noun} (the old one is kept)'
    reason = f"the Runsite API has no update for {noun}s"
    return f"{reason}. {ways}; or set {replace}"


def ways_with_reported_value(keep: str) -> str:
    """
    Part of other messages: what to do about an input that Runsite reports.

    See the message that contains it.
    """
    return (
        f"In the program, {keep}, as on Runsite when it was last read; or change it in the "
        "dashboard to the value of the program and run `pulumi refresh`"
    )


def ways_with_recorded_value(keep: str) -> str:
    """
    Part of other messages: what to do about an input that Runsite does not report, so that a
    refresh cannot find a change of it.

    See the message that contains it.
    """
    return (
        f"In the program, {keep}, as in the state (Runsite does not report this input to a "
        "refresh); or change it in the dashboard to the value of the program and set "
        '`immutable_changes="accept"`'
    )


def if_renamed(ways: str) -> str:
    """
    Part of other messages: the input is the ID of another resource. One that was renamed in the
    program without an alias is a new resource, with another ID.

    Declare the old name with `aliases`: see [Renaming](guides/renaming.md).
    """
    return (
        "If the resource with this ID was renamed in the program, declare its old name with "
        f"`aliases`. {ways}"
    )


def keep_value(old: str) -> str:
    """
    Part of other messages: how a program keeps a value.

    See the message that contains it.
    """
    return f"set it to {old}"


def keep_masked_value() -> str:
    """
    Part of other messages: how a program keeps a value that is not displayed.

    See the message that contains it.
    """
    return "set it to its previous value"


def keep_unset() -> str:
    """
    Part of other messages: how a program keeps an input without a value.

    See the message that contains it.
    """
    return "remove it"


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
