"""Messages of creating exactly once and of replacements."""

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


def creation_unchecked(why: str, resource: str, error: str) -> str:
    """
    The response to a create was lost, and Runsite could not be searched for what it may have
    created either.

    Run `pulumi up` again: existing resources are checked before anything is created.
    """
    return (
        f"{why}. It is unknown whether {resource} was created: {error}. It may exist now. Run "
        "`pulumi up` again: it is searched for before anything is created."
    )


def earlier_run_unchecked(resource: str, error: str) -> str:
    """
    An earlier run may have created the resource, and Runsite cannot be searched for it now.

    Run `pulumi up` again: existing resources are checked before anything is created.
    """
    return (
        f"An earlier run was interrupted while it created {resource}, which may exist now: "
        f"{error}. Run `pulumi up` again: it is searched for before anything is created."
    )


def searching(resource: str, seconds: str) -> str:
    """
    An earlier run was interrupted while it created the resource, and a list may show what it
    created only after some time.

    Nothing: another one is created only if it is still not found after that time.
    """
    return f"searching for {resource} of an interrupted run, for {seconds} s at most"


def earlier_object_not_found(resource: str, id: str) -> str:
    """
    An earlier run created an object that is in no state, and that is not the one that the program
    declares now.

    If it still exists, manage it with `adopt_id` and its previous inputs, or delete it.
    """
    return (
        f"An earlier run created {id}, which is in no state and was not found as {resource}, so "
        "another one is created. If it still exists, delete it in the dashboard."
    )


def left_by_earlier_run(resource: str, request: str) -> str:
    """
    An earlier run was interrupted while it created the resource. The program does not declare it
    any more, so no run searches for it or deletes it.

    If it exists, delete it in the dashboard, or declare it again and run `pulumi up`.
    """
    return (
        f"An earlier run was interrupted while it created {resource}, which the program does not "
        f"declare any more. It may exist: see `{request}`. Delete it in the dashboard, or declare "
        "it again and run `pulumi up`."
    )


def creation_ambiguous(why: str, resource: str, ids: str, file: str) -> str:
    """
    The response to a create was lost, and more than one new candidate exists.

    Set `adopt_id` to the id of the one that belongs to this program. If none does, remove the file
    that the message names and run `pulumi up` again.
    """
    return (
        f"{why}. More than one new object may be {resource}: {ids}. Set `adopt_id` to the id of "
        "the one that belongs to this program. If none does, remove the file "
        f"{file} and run `pulumi up` again."
    )


def creation_unclear(why: str, resource: str, id: str, file: str) -> str:
    """
    The response to a create was lost, and a new object exists that differs from what was requested.

    Set `adopt_id` to its id if it belongs to this program. Otherwise remove the file that the
    message names and run `pulumi up` again.
    """
    return (
        f"{why}. {id} may be {resource}, but differs from what was requested. Set `adopt_id` to "
        f"that id if it belongs to this program. Otherwise remove the file {file} and run `pulumi "
        "up` again."
    )


def creation_mistimed(why: str, resource: str, candidate: str, file: str) -> str:
    """
    The response to a create was lost, and a new object exists that is as it was requested, but was
    created at another time. Somebody else may have created it; or the clock of Runsite or of this
    machine is wrong, or Runsite reports times in another time zone than it states.

    Set `adopt_id` to its id if it belongs to this program. Otherwise remove the file that the
    message names and run `pulumi up` again.
    """
    return (
        f"{why}. {candidate} may be {resource}: it is new and as requested, but its `created_at` "
        "is not the time of the request. Either somebody else created it, or a clock or a time "
        "zone is wrong. Set `adopt_id` to that id if it belongs to this program. Otherwise remove "
        f"the file {file} and run `pulumi up` again."
    )


def origin_unknown(resource: str, candidates: str, adopt_ids: str) -> str:
    """
    Runsite has an object as the program declares it that is recent, and in no state: another run
    may have created it and ended before it was stored, on a machine whose creation log is not here.
    Or somebody created it by hand.

    To manage it, set `adopt_id` to its id. To create another one, run `pulumi up` again on the same
    machine: see [A killed job](guides/ci.md#a-killed-job).
    """
    return (
        f"Nothing was created: Runsite already has {resource}, recent and in no state, which an "
        f"interrupted run may have created: {candidates}. Set {adopt_ids} to manage it, or run "
        "`pulumi up` again to create another one."
    )


def origin_unknown_before(resource: str, ids: str) -> str:
    """
    Runsite has an object as the program declares it that is in no state, and either not recent or
    of an unknown age. An interrupted run on another machine may have created it, or somebody did in
    the dashboard.

    Nothing: another one is created.
    """
    return (
        f"{resource} exists and is in no state: {ids}. An interrupted run may have created it, or "
        "somebody else. Another one is created."
    )


def recovered_differs(resource: str, id: str, fields: str) -> str:
    """
    An earlier run created the resource and ended before it was stored in the state. Since then the
    program has changed an input that the Runsite API cannot change.

    The resource is in the state now. Declare the value on Runsite, or set `immutable_changes`: see
    [What the Runsite API cannot do](guides/what-the-api-cannot-do.md).
    """
    return (
        f"{resource} ({id}) was created by an earlier run with another value of {fields}, which "
        "the Runsite API cannot change. It is in the state now. Declare the value that it has on "
        "Runsite, or set `immutable_changes`, and run `pulumi up` again."
    )


def earlier_run_interrupted() -> str:
    """
    Part of other messages: an earlier run was killed while it created the resource.

    See the message that contains it.
    """
    return "An earlier run was interrupted"


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
    A replacement was requested, but the create adopted the very resource that was to be deleted,
    since the program has its `adopt_id`.

    Nothing, if no other one is wanted. To create another project or web service, remove `adopt_id`,
    set `immutable_changes="replace"`, and request the replacement again.
    """
    return (
        f"{resource} was not replaced: it existed before and was adopted, so it is not deleted. "
        "Nothing has to be done. To create another project or web service, remove `adopt_id`, set "
        '`immutable_changes="replace"`, and request the replacement again.'
    )
