"""Messages of states that somebody has edited."""

from ...api import Message


def output_not_usable(noun: str, id: str, name: str, shape: str) -> Message:
    """
    The state of a resource has an output of another type than this provider stores, or lacks one
    that it needs: it was edited, by `pulumi state edit`, `pulumi stack import` or another program.

    Nothing was read or written. Restore the state from a backup with `pulumi stack import`; or
    remove the resource from it with `pulumi state delete`, and import the object again: see
    [Adopt](guides/adopt.md).
    """
    return Message(
        f"the state of {noun} {id} was edited and cannot be used: its `{name}` is {shape}",
        "Restore the state from a backup with `pulumi stack import`, or remove the resource from "
        "it with `pulumi state delete` and import it again with `pulumi import`",
    )
