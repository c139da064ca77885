"""Messages of a run that uses another account than the state."""

from ...api import Message


def _how_to_remove(urn: str) -> str:
    # Without dependents, the option has no effect.
    command = f"pulumi state delete --target-dependents '{urn or '<urn>'}'"
    return f"remove it and what depends on it from the state with `{command}`"


def another_address(reason: str, there: str, here: str, urn: str) -> Message:
    """
    A resource was not found at another address than the one from which the state has it.

    That is no sign that it was deleted, so it stays in the state. Set `runsite:apiUrl` and
    `runsite:apiPrefix` back to the address in the message. If the resource no longer exists there,
    or the stack is meant to move to the other address, remove it and what depends on it from the
    state with `pulumi state delete --target-dependents`.
    """
    return Message(
        f"{reason}. This does not mean that it was deleted: this run uses the address {here}, and "
        f"the state has it from {there}",
        f"Set `runsite:apiUrl` and `runsite:apiPrefix` back to {there}. If it no longer exists "
        f"there, or the stack is meant to move to {here}, {_how_to_remove(urn)}",
    )


def another_key(reason: str, address: str, urn: str) -> Message:
    """
    A resource was not found with another API key than the one that found it last.

    Nothing shows that both keys belong to the same account, so the resource stays in the state. Set
    `runsite:apiKey` or `RUNSITE_API_KEY` to a key of the account that has it. If it was deleted
    there, or the stack is meant to move to the other account, remove it and what depends on it from
    the state with `pulumi state delete --target-dependents`.
    """
    return Message(
        f"{reason}. This does not mean that it was deleted: this run uses another API key for "
        f"{address} than the state, and nothing shows that both belong to the same account",
        "Set `runsite:apiKey` or `RUNSITE_API_KEY` to a key of the account that has it. If it was "
        "deleted there, or the stack is meant to move to the account of this key, "
        f"{_how_to_remove(urn)}",
    )


def another_address_as_before(reason: str, first: str) -> Message:
    """
    A resource was not found at another address than the one from which the state has it, like the
    resource that the message names.

    See the error of that resource: it names both addresses, and what to do.
    """
    return Message(
        f"{reason}; this run uses another address than the state",
        f"The error of {first} states what to do",
    )


def another_key_as_before(reason: str, first: str) -> Message:
    """
    A resource was not found with another API key than the one that found it last, like the resource
    that the message names.

    See the error of that resource: it states what to do.
    """
    return Message(
        f"{reason}; this run uses another API key than the state",
        f"The error of {first} states what to do",
    )


def id_not_unique(id: str) -> str:
    """
    The id of a resource is short, so that at another address it may be that of another resource.

    Set `runsite:apiUrl` and `runsite:apiPrefix` back, or remove the resource from the state with
    `pulumi state delete`.
    """
    return f"the id {id} may be that of another resource here"


def not_in_list(name: str, request: str) -> str:
    """
    A variable or secret is not in the list of its parent.

    If it was deleted, nothing has to be done: the next `pulumi up` creates it again.
    """
    return f"{name} is not in the response to {request}"
