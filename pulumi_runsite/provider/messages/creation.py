"""Messages of creating exactly once, of the creation log and of replacements."""

from ...api import Message


def created_by_earlier_run(resource: str, id: str) -> str:
    """
    An earlier run created the resource and ended before it was stored in the state.

    Nothing: the resource is in the state now, and no second one was created.
    """
    return f"Found {resource} ({id}): an earlier run created it. No second one is created."


def response_unrelated(request: str) -> Message:
    """
    Runsite reported success for a create, but its response does not name what was created.

    Run `pulumi up` again.
    """
    return Message(
        f"the response to {request} does not name what was created", "Run the command again"
    )


def creation_unknown(why: str, resource: str) -> str:
    """
    The response to a create was lost, and what it may have created was not found.

    Run `pulumi up` again: existing resources are checked before anything is created.
    """
    return (
        f"{why}. It is unknown whether {resource} was created, and it was not found. Run "
        "`pulumi up` again: existing resources are checked before anything is created."
    )


def creation_ambiguous(why: str, resource: str, ids: str) -> str:
    """
    The response to a create was lost, and more than one new candidate exists.

    Set `adopt_id` to the id of the one that belongs to this program.
    """
    return (
        f"{why}. More than one new object may be {resource}: {ids}. Set `adopt_id` to the id of "
        "the one that belongs to this program."
    )


def earlier_run_interrupted() -> str:
    """
    Part of other messages: an earlier run was killed while it created the resource.

    See the message that contains it.
    """
    return "An earlier run was interrupted"


def already_exists(resource: str, adopt_ids: str) -> str:
    """
    The account already has a project or web service of this name, or a variable or secret of this
    key. Usual causes: the resource was renamed in the program without an alias, another stack
    manages it, a `pulumi destroy` could not delete it, or `pulumi up --replace` on a machine that
    has not seen the state before: see
    [Replace by force](guides/what-the-api-cannot-do.md#replace-by-force).

    After a rename, declare the old name as an alias: see [Renaming](guides/renaming.md). Otherwise
    use another name or key, or set `adopt_id` to manage the existing one: see
    [Adopt an existing resource](guides/what-the-api-cannot-do.md#adopt-an-existing-resource).
    """
    return (
        f"{resource} already exists on Runsite, so nothing was created. Set {adopt_ids} to manage "
        "it with this program, or choose another name or key."
    )


def creation_log_unusable(folder: str, reason: str) -> str:
    """
    The creation log cannot be used: a folder with a record of each creation that has begun, which
    prevents duplicates after an interrupted run.

    Make the folder a directory that you own and can write to, or set `PULUMI_HOME`. See
    [The folder to keep between jobs](guides/ci.md#the-folder-to-keep-between-jobs).
    """
    return (
        f"The creation log in {folder} cannot be used ({reason}), so nothing was sent: it prevents "
        "duplicates after an interrupted run. Make it a directory that you own, or set "
        "`PULUMI_HOME`."
    )


def declared_twice(first: str, second: str, noun: str, inputs: str) -> str:
    """
    Two resources of the program are the same object on Runsite. Pulumi prints this below the
    `Stack`, because the program itself ends with the error.

    Remove one of the two declarations, or correct its key, scope, name or parent.
    """
    return f"{first} and {second} are the same {noun} (same {inputs}). Declare it once."


def parent_is_replaced(old_id: str, noun: str) -> str:
    """
    The parent of the resource is replaced, and Runsite cannot move the resource to the new parent.

    Set `immutable_changes="replace"` on this resource as well, or do not replace its parent.
    """
    return (
        f"cannot be changed from {old_id}, which is replaced: the Runsite API cannot move a {noun}."
        f' Set `immutable_changes="replace"` to create a new {noun} as well (the old one is kept), '
        "or do not replace its parent"
    )


def replaced_in_place(resource: str) -> str:
    """
    The delete of a replaced variable did nothing: its replacement has the same key, and was
    written in place. The delete came in another process than the replacement.

    Nothing. If the variable is still on Runsite after a `pulumi destroy`, delete it in the
    dashboard.
    """
    return (
        f"{resource} is not deleted: its replacement was written in place. If it is still on "
        "Runsite after a `pulumi destroy`, delete it in the dashboard."
    )


def not_replaced(resource: str) -> str:
    """
    A replacement was requested, but the create adopted the very resource that was to be deleted.

    Remove `adopt_id` if it is set, and request the replacement again.
    """
    return (
        f"{resource} was not replaced: it existed before and was adopted, so it is not deleted. "
        "Remove `adopt_id` if it is set, and request the replacement again."
    )
