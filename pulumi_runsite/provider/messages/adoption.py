"""Messages of adopting and importing."""


def adopted_differs(noun: str, id: str, difference: str) -> str:
    """
    The object that `adopt_id` names differs from the program.

    Set the inputs of the program to the values that Runsite reports.
    """
    return (
        f"`adopt_id`: {noun} {id} differs from the program: {difference}. Set the inputs to the "
        "values on Runsite."
    )


def adopted_not_found(noun: str, id: str, error: str) -> str:
    """
    `adopt_id` names an object that does not exist in this account.

    Correct `adopt_id`, or remove it to create a new object.
    """
    return (
        f"`adopt_id`: Runsite has no {noun} {id} ({error}). Correct `adopt_id`, or remove it to "
        "create a new one."
    )


def adopted_variable_not_found(noun: str, name: str, id: str) -> str:
    """
    `adopt_id` names no variable or secret of this key, scope and parent.

    Correct `adopt_id`, or remove it to create a new one.
    """
    return (
        f"`adopt_id`: Runsite has no {noun} {name} with the id {id}. Correct `adopt_id`, or remove "
        "it to create a new one."
    )


def not_an_id_in_parent(noun: str, id: str, parent: str) -> str:
    """
    An id in the state is not of the form `<parent>/<id>`.

    Remove the resource from the state and import it again.
    """
    return (
        f"{id} is not a valid {noun} id: the form is `<{parent}>/<id>`. Remove the resource from "
        "the state and import it again."
    )


def import_id_incomplete(noun: str, import_id: str, forms: str) -> str:
    """
    The import id does not have a form that this resource type accepts.

    Use one of the forms that the message shows.
    """
    return f"{import_id} is not a valid {noun} import id. Use {forms}."


def import_not_found(noun: str, import_id: str, forms: str) -> str:
    """
    An import names an object that does not exist in this account.

    Check that the import id has the form that the message shows, and which account the API key
    belongs to.
    """
    return (
        f"Runsite has no {noun} {import_id}. The import id is {forms}. Check it, and which account "
        "the API key belongs to."
    )


def imported_by_name(noun: str, name: str, ids: str) -> str:
    """
    An import names a project or web service by its name, which need not be unique.

    Import it by the id that the message shows.
    """
    return f"{name} is the name of a {noun}, not its id. Import {ids}."


def import_id_ambiguous(noun: str, import_id: str, count: str, ids: str) -> str:
    """
    Several variables or secrets have the key of the import id.

    Import by the id instead.
    """
    return f"{import_id} matches {count} {noun}s. Import one of {ids}."


def restart_not_importable(import_id: str) -> str:
    """
    Restarts cannot be imported: Runsite keeps no record of them.

    Declare a `Restart` instead.
    """
    return (
        f"Restart {import_id} cannot be imported: Runsite keeps no record of restarts. Declare a "
        "`Restart` to restart the web service."
    )
