"""Messages of creates that are refused because the object exists."""

from __future__ import annotations

from ...api import Message


def already_exists(
    resource: str, candidates: str, name_input: str, adopt_ids: str, on_destroy: str
) -> str:
    """
    The account already has a project or web service of this name, or a variable or secret of this
    key. Usual causes: the resource was renamed in the program without an alias, another stack
    manages it, a `pulumi destroy` could not delete it, or a replacement was forced, by
    `pulumi state taint`, `pulumi up --replace` or `replace_on_changes`: see
    [Replace by force](guides/what-the-api-cannot-do.md#replace-by-force).

    After a rename, declare the old name as an alias: see [Renaming](guides/renaming.md). If another
    stack owns it, set another `name` or `key`: see
    [Stacks and accounts](guides/stacks-and-accounts.md). After `pulumi state taint`, run
    `pulumi state untaint`; to replace a project or web service by force, set
    `immutable_changes="replace"`. To replace a variable or secret by force on a machine that has
    not seen the state before, add `--refresh`: nothing else shows that the state has it. Only if
    nothing else manages it, set `adopt_id`: see
    [Adopt an existing resource](guides/what-the-api-cannot-do.md#adopt-an-existing-resource).
    Two stacks that manage one object both stop or delete it when they are destroyed.
    """
    is_in_place = name_input == "key"
    in_place = (
        " With `--refresh`, a replacement writes the one in the state." if is_in_place else ""
    )
    return (
        f"{resource} already exists on Runsite, so nothing was created: {candidates}. If the "
        "resource was renamed in this program, declare the old name with `aliases`. Another stack "
        f"may own it: set another `{name_input}` to create another one. If a replacement was "
        "forced, undo that: run `pulumi state untaint`, or remove `replace_on_changes` or "
        f"`--replace`.{in_place} Only if nothing else owns it, set {adopt_ids} to manage it "
        f"with this program{on_destroy}."
    )


def held_by_another(resource: str, id: str, other: str) -> str:
    """
    A variable or secret is given a key or scope that another resource of the program still has:
    what is replaced is deleted at the end of a `pulumi up`, after all creates.

    Change the other resource in a `pulumi up` of its own first, with `--target`. To exchange the
    keys of two resources, exchange their values instead.
    """
    return (
        f"{resource} was not created: the resource {other} of this program has it ({id}) until the "
        f"end of `pulumi up`. Change {other} in a `pulumi up` of its own first, with `--target`; "
        "to exchange the keys of two resources, exchange their values instead."
    )


def may_be_held() -> str:
    """
    Part of other messages: another resource of the program may have the new key of a variable.

    See the message that contains it.
    """
    return (
        " If another resource of this program has had it until now, change that one in a "
        "`pulumi up` of its own first, with `--target`; to exchange the keys of two resources, "
        "exchange their values instead."
    )


def like_key_exists(resource: str, key: str, stored: str, id: str) -> Message:
    """
    Runsite has a variable or secret whose key differs from the declared one in upper and lower case
    or in `.`, `-` and `_` only. A Runsite that stores both under one key would overwrite its value,
    and nothing in its list shows whether this one does.

    To manage the existing one, declare its key, and set `adopt_id` to its id. Otherwise declare a
    key that differs in more. If both are needed, create the second one in the dashboard, and set
    `adopt_id` to its id: once Runsite lists both, it is known to keep them apart.
    """
    return Message(
        f"{resource} was not created: `{stored}` ({id}) exists on Runsite, which may treat both "
        "keys as one and overwrite its value",
        f"To manage that one, set `key={stored!r}` and `adopt_id={id}`. Otherwise choose a key "
        f"that differs in more; if both are needed, create `{key}` in the dashboard, and set "
        "`adopt_id` to its id",
    )


def origin_unknown_lasting(resource: str, candidates: str, adopt_ids: str) -> str:
    """
    Runsite has a project or web service as the program declares it that is recent, and in no state:
    another stack owns it, or another run may have created it and ended before it was stored, on a
    machine whose creation log is not here. Or somebody created it by hand, or it is the one in the
    state, and `pulumi up --replace` runs on such a machine. The Runsite API could not delete a
    second one.

    If another stack owns it, set another `name`: see
    [Stacks and accounts](guides/stacks-and-accounts.md). To manage it, set `adopt_id` to its id; a
    replacement adopts it too. To create another one, delete it in the dashboard: see
    [A killed job](guides/ci.md#a-killed-job). After a day, another one is created.
    """
    return (
        f"Nothing was created: Runsite already has {resource}, in no state of this stack: "
        f"{candidates}. Another stack may own it: set another `name` to create another one. If an "
        f"interrupted run of this stack created it, set {adopt_ids} to manage it, or delete it in "
        "the dashboard."
    )


def newer_than_replaced(resource: str, candidates: str, adopt_ids: str) -> str:
    """
    A replacement finds an object of the same name that is recent, in no state, unused, and newer
    than the one that is replaced: another stack owns it, or a replacement that was interrupted may
    have created it, on a machine whose creation log is not here, before the program was edited
    again. Or somebody created it by hand. The Runsite API could not delete a second one.

    If another stack owns it, set another `name`: see
    [Stacks and accounts](guides/stacks-and-accounts.md). To manage it, set `adopt_id` to its id,
    and declare the values that it has. To create another one, delete it in the dashboard: see
    [A killed job](guides/ci.md#a-killed-job). After a day, another one is created.
    """
    return (
        f"Nothing was created: Runsite has {resource} with other inputs, in no state of this stack "
        f"and newer than the replaced one: {candidates}. Another stack may own it: set another "
        f"`name` to create another one. If an interrupted run of this stack created it, set "
        f"{adopt_ids} and declare its values to manage it, or delete it in the dashboard."
    )


def known_of_existing(status: str, time_field: str, time: str) -> str:
    """
    Part of other messages: the status of an existing object, and when it was created or changed.

    See the message that contains it.
    """
    known = [f"status `{status}`"] if status else []
    known += [f"`{time_field}` {time}"] if time_field else []
    return f" ({', '.join(known)})" if known else ""


def stopped_on_destroy() -> str:
    """
    Part of other messages: what the destroy of a stack means for a web service that it adopted.

    See the message that contains it.
    """
    return "; `pulumi destroy` of this stack then stops it, also where another stack uses it"


def deleted_on_destroy() -> str:
    """
    Part of other messages: what the destroy of a stack means for a variable that it adopted.

    See the message that contains it.
    """
    return "; `pulumi destroy` of this stack then deletes it, also where another stack uses it"


def contents_of_existing(project_id: str, lines: str) -> str:
    """
    Part of other messages: what an existing project contains, which a program that adopts the
    project may have to adopt as well.

    See the message that contains it.
    """
    return (
        f" Its web services, for the same program:{lines}\n"
        f"    `python -m pulumi_runsite.adopt --project {project_id}` writes a program that adopts "
        "the project with everything in it."
    )


def adopt_line(name: str, adopt_id: str, known: str) -> str:
    """
    Part of other messages: the input to add to a resource of the program.

    See the message that contains it.
    """
    return f"\n    `adopt_id={adopt_id}` for web service {name}{known}"
