"""Messages of writing and deleting environment variables and project secrets."""

from ...api import Message

_WITHOUT_PULUMI = (
    "Delete it in the dashboard, and remove it from the state with `pulumi state delete`"
)


def bulk_write_replaced(request: str, names: str) -> Message:
    """
    A bulk write removed the variables that it did not list.

    Run `pulumi refresh` and then `pulumi up` to recreate those that a program declares; set the
    others in the dashboard.
    """
    return Message(
        f"{request} wrote the value, but removed other variables from Runsite: {names}",
        "No further bulk write is sent in this run. Run `pulumi refresh` and then `pulumi up` to "
        "recreate those that a program declares, and set the others in the dashboard",
    )


def removed_during_write(request: str, names: str) -> str:
    """
    While a bulk write was carried out, some of the variables that it did not list were removed, and
    others were not: somebody else has deleted them.

    Run `pulumi refresh` and then `pulumi up` to recreate those that a program declares.
    """
    return (
        f"While {request} was carried out, other variables were removed from Runsite: {names}. "
        "Others were kept, so somebody else may have deleted them. Run `pulumi refresh` and then "
        "`pulumi up` to recreate those that a program declares."
    )


def bulk_write_duplicated(request: str, name: str) -> Message:
    """
    A bulk write created a second variable of the same key, in place of a new value of the first.

    Delete one of the two in the dashboard, and run `pulumi refresh`.
    """
    return Message(
        f"{request} created a second `{name}`, in place of a new value of the existing one",
        "Delete one of the two in the dashboard, and run `pulumi refresh`",
    )


def write_unknown(error: str, name: str) -> str:
    """
    The response to a write was not one of the Runsite API, and the value cannot be read back.

    Run `pulumi up` again, which writes the value again.
    """
    return (
        f"{error}. It is unknown whether the value of `{name}` was written. Run `pulumi up` again "
        "to write it again."
    )


def write_not_shown(request: str, names: str) -> str:
    """
    The response to a write was a success, and neither it nor the list of variables shows the new
    value.

    Run `pulumi up` again, which writes it again. If that fails in the same way, Runsite may store
    the value in another form, such as without quotes: declare it as the dashboard shows it.
    """
    return (
        f"{request} reported success, but Runsite does not show that `{names}` was written; it may "
        "have been. Run `pulumi up` again to write it again. If that fails too, declare the value "
        "in the form in which Runsite stores it."
    )


def secret_is_readable(variable: str) -> str:
    """
    A variable is declared as a secret, and Runsite reports it as readable: it was stored without
    `is_secret`, or the Runsite API ignores that field.

    Check the variable in the dashboard. If it is readable there, replace the value wherever it is
    used, and store no secret in this variable.
    """
    return (
        f"{variable} is declared as a secret, but Runsite does not mask its value. Check it in the "
        "dashboard."
    )


def key_stored_otherwise(variable: str, stored: str) -> str:
    """
    Runsite has stored a variable under another key than the program declares, such as one in upper
    case. Containers receive it under the key that Runsite has.

    Declare the key as Runsite stores it.
    """
    return (
        f"Runsite has stored {variable} as `{stored}`, which is the name that containers receive. "
        f"Set `key` to `{stored}`, or rename the key of the map."
    )


def masked_value_not_imported(variable: str) -> str:
    """
    Runsite masks the value, so that an import cannot read it. `pulumi import` writes `value=""`
    into the program in its place, and an update would replace the value on Runsite with it.

    Set `value` to the value itself, or have Pulumi leave it as it is with the resource option
    `ignore_changes=["value"]`.
    """
    return (
        f'The value of {variable} would be replaced with an empty one: the program has `value=""`, '
        "because Runsite masks the value, and `pulumi import` could not read it. Set "
        '`value` to the value itself, or set the option `ignore_changes=["value"]` to leave it as '
        "it is."
    )


def ignored_value_unknown(variable: str) -> str:
    """
    A variable would be written, and no value is known for it: the value that Runsite masks was
    changed there, or could not be imported, and `ignore_changes=["value"]` keeps it as it is. Each
    write of a variable contains its value.

    Remove `value` from `ignore_changes` for one `pulumi up`, which writes the value of the program,
    or restore the other inputs.
    """
    return (
        f"{variable} cannot be written: a write contains the value, which Runsite masks, and "
        '`ignore_changes=["value"]` keeps as it is there. Remove `value` from `ignore_changes` for '
        "one `pulumi up`, which writes the value of the program."
    )


def not_created_again(variable: str, error: str) -> str:
    """
    A variable was deleted to be created with its new value, and creating it failed.

    Run `pulumi refresh` and then `pulumi up`, which creates it.
    """
    return (
        f"{variable} was deleted to be created with its new value, but was not created: {error}. "
        "Run `pulumi refresh` and then `pulumi up` to create it."
    )


def secret_without_id(secret: str) -> Message:
    """
    A project secret cannot be deleted: the Runsite API deletes by id, and reports none.

    Delete it in the dashboard, and remove it from the state with `pulumi state delete`.
    """
    return Message(
        f"project secret {secret} cannot be deleted: the Runsite API deletes by id, and reports no "
        "id for it",
        _WITHOUT_PULUMI,
    )


def secret_id_is_shared(secret: str) -> Message:
    """
    A project secret cannot be deleted: its id is also that of the secrets of other scopes.

    Delete it in the dashboard, and remove it from the state with `pulumi state delete`.
    """
    return Message(
        f"project secret {secret} cannot be deleted: on Runsite its id is also that of the secrets "
        "of other scopes, which would be deleted as well",
        _WITHOUT_PULUMI,
    )


def deletion_unknown(variable: str, error: str) -> Message:
    """
    The response to a delete was not one of the Runsite API, and the list still has the variable.

    Check any proxy between this machine and Runsite, and run the command again.
    """
    return Message(
        f"{variable} was not deleted: {error}",
        "Check any proxy between this machine and Runsite, and run the command again",
    )
