"""Messages of responses that are not as documented, and of objects that do not exist."""

from ...api import Message

CHECK_ADDRESS = (
    "Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`"
)


def _not_understood(request: str, expected: str, actual: str) -> Message:
    return Message(
        f"the response to {request} is not understood: expected {expected}, got {actual}",
        CHECK_ADDRESS,
    )


def list_not_understood(request: str, list_field: str, actual: str) -> Message:
    """
    The response to a list request has no list, or it is not clear which one is meant.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return _not_understood(request, f"a list of objects in `{list_field}`", actual)


def item_not_an_object(request: str, actual: str) -> Message:
    """
    A list in a response has an item that is not an object.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return _not_understood(request, "a list of objects", f"{actual} as an item")


def list_incomplete(request: str, count: str, total: str) -> Message:
    """
    A list in a response has fewer items than its own `total`, so nothing can be concluded from it.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return _not_understood(request, f"all {total} items, as in its `total`", f"{count}")


def list_may_be_cut(request: str, count: str, missing: str) -> Message:
    """
    A list lacks a variable, and may be the first page only: nothing shows where it ends.

    Create another variable in the dashboard and run the command again: a whole list has one more.
    """
    return Message(
        f"{missing} is not in the response to {request}, which may be cut off: it has {count} "
        "items, no `total` that shows its end, and no `offset` by which to read more",
        "Create another variable in the dashboard and run the command again: a whole list has one "
        "more",
    )


def list_continued(request: str, count: str) -> Message:
    """
    A list in a response is continued on another page, which could not be read.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return _not_understood(request, "the whole list", f"{count} items, of which there are more")


def build_log_too_large(request: str) -> Message:
    """
    A response with one deployment is larger than 8 MiB, which only its build log can be.

    Reduce the output of the build, and deploy in the dashboard until deployments with a shorter one
    have taken the place of this one in the list.
    """
    return Message(
        f"the response to {request} is too large even with one deployment: its build log is longer "
        "than 8 MiB",
        "Reduce the output of the build, and deploy in the dashboard until deployments with a "
        "shorter one have taken the place of this one in the list",
    )


def not_an_object(request: str, actual: str) -> Message:
    """
    The response is not an object.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return _not_understood(request, "an object", actual)


def id_not_valid(request: str, actual: str, shape: str) -> Message:
    """
    An object in a response has no id, or one that is not valid: it is not stored in the state.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return _not_understood(
        request, "an object with an `id` of letters, digits, `-` and `_`", f"{actual} in {shape}"
    )


def field_missing(request: str, fields: str, shape: str) -> Message:
    """
    An object in a response lacks the fields by which it is recognised.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return _not_understood(request, f"objects with {fields}", shape)


def another_object(request: str, field: str, expected: str) -> Message:
    """
    The response is about another object than the request: its id, key, name or parent differs.

    Check any proxy between this machine and Runsite, and run the command again.
    """
    return Message(
        f"the response to {request} is about another object: expected {expected} as `{field}`, "
        "got another value",
        "Check any proxy between this machine and Runsite, and run the command again",
    )


def secrets_not_understood(request: str, actual: str) -> Message:
    """
    The list of a project's secrets has a form in which key and scope of a secret are not found.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return _not_understood(request, "secrets with a key and a scope", actual)


def field_not_as_documented(noun: str, field: str, json_type: str) -> Message:
    """
    A field of a response has another type than the API documents.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return Message(
        f"the {noun} that the Runsite API returned is not as documented: "
        f"`{field}` is a {json_type}",
        CHECK_ADDRESS,
    )


def not_found(noun: str, id: str) -> str:
    """
    An import, or `get`, names an object that does not exist in this account.

    Check the id, and which account the API key belongs to.
    """
    return f"Runsite has no {noun} {id}. Check the id, and which account the API key belongs to."


def not_found_but_listed(error: str) -> str:
    """
    Runsite answers 404 for an object that its own list contains.

    Run the command again later; the resource stays in the state.
    """
    return (
        f"{error}. The list still contains it, so it stays in the state. Run the command again "
        "later."
    )
