"""Messages of responses that are not as documented, and of objects that do not exist."""

from ...api import Message

CHECK_ADDRESS = (
    "Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`"
)


def list_not_as_documented(path: str, list_field: str) -> Message:
    """
    The response to a list request has no list where the API documents it.

    Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`.
    """
    return Message(
        f"GET {path} returned an invalid response: it has no list of objects in `{list_field}`",
        CHECK_ADDRESS,
    )


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
