"""Messages of projects, web services, environment variables, project secrets and restarts."""

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
        f"the {noun} that the Runsite API returned is not as documented: `{field}` is a "
        f"{json_type}",
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


def immutable_change(old: str, new: str, noun: str) -> str:
    """
    The program changes an input that the Runsite API cannot change.

    Restore the old value, or set `immutable_changes`, see [API limits](guides/api-limits.md).
    """
    return f"cannot be changed from {old} to {new}: {_no_update(noun)}"


def immutable_masked_change(noun: str) -> str:
    """
    The program changes a secret input that the Runsite API cannot change.

    Restore the old value, or set `immutable_changes`, see [API limits](guides/api-limits.md).
    """
    return f"cannot be changed (its values are masked): {_no_update(noun)}"


def _no_update(noun: str) -> str:
    return (
        f"the Runsite API has no way to change a {noun}. Restore the old value, change it in the "
        'dashboard and set `immutable_changes="accept"`, or set `immutable_changes="replace"` to '
        f"create a new {noun} (the old one is kept)"
    )


def immutable_update_refused(noun: str, inputs: str) -> str:
    """
    An update reached an input that the Runsite API cannot change.

    Run `pulumi preview`: it names the values and the remedies.
    """
    return (
        f"{inputs} cannot be changed: the Runsite API has no update for {noun}s. Run "
        "`pulumi preview` for the values and the remedies."
    )


def accept_contradicted(difference: str) -> str:
    """
    `immutable_changes="accept"` records a change, but Runsite still reports the old value.

    Change it in the dashboard first, then run `pulumi up` again.
    """
    return (
        '`immutable_changes="accept"` only records a change that is already done, but '
        f"{difference}. Change it in the dashboard first."
    )


def adopted_differs(noun: str, id: str, difference: str) -> str:
    """
    The object that `adopt_id` names differs from the program.

    Set the inputs of the program to the values that Runsite reports.
    """
    return (
        f"`adopt_id`: {noun} {id} differs from the program: {difference}. Set the inputs to the "
        "values on Runsite."
    )


def difference(field: str, remote: str, declared: str) -> str:
    """
    Part of other messages: one field with both values.

    See the message that contains it.
    """
    return f"`{field}` is {remote} on Runsite and {declared} in the program"


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


def project_kept(name: str, id: str) -> str:
    """
    A project was removed from the stack; the Runsite API cannot delete it.

    Delete it in the dashboard if it is not needed any more.
    """
    return (
        f"Project {name} ({id}) was removed from the stack, but still exists: the Runsite API "
        "cannot delete projects. Delete it in the dashboard."
    )


_STILL_EXISTS = (
    "but still exists: the Runsite API cannot delete web services. Delete it in the dashboard."
)


def web_service_stopped(name: str, id: str) -> str:
    """
    A web service was stopped and removed from the stack; the Runsite API cannot delete it.

    Delete it in the dashboard if it is not needed any more.
    """
    return f"Web service {name} ({id}) was stopped and removed from the stack, {_STILL_EXISTS}"


def web_service_not_running(name: str, id: str, status: str) -> str:
    """
    A web service that was not running was removed from the stack; the API cannot delete it.

    Delete it in the dashboard if it is not needed any more.
    """
    return (
        f"Web service {name} ({id}, status `{status}`) was removed from the stack, {_STILL_EXISTS}"
    )


def web_service_abandoned(name: str, id: str) -> str:
    """
    A web service with `on_destroy="abandon"` was removed from the stack and not stopped.

    Stop or delete it in the dashboard if it is not needed any more.
    """
    return (
        f"Web service {name} ({id}) was removed from the stack without stopping it, {_STILL_EXISTS}"
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


def restart_refused(web_service_id: str, status: str) -> str:
    """
    Only a running web service can be restarted.

    Start it by a `Deployment`, or by `desired_state="running"`.
    """
    return f"Web service {web_service_id} cannot be restarted ({status})."


def restart_unknown(error: str) -> str:
    """
    The response to a restart was lost.

    Run `pulumi up` to restart once more.
    """
    return f"{error}. It is unknown whether it was restarted. Run `pulumi up` to restart once more."


def restart_not_running_yet(error: str) -> str:
    """
    The web service was restarted, but the wait until it runs has ended early.

    Run `pulumi up` again to resume waiting.
    """
    return (
        f"The web service was restarted, but is not running yet: {error}. Run `pulumi up` again to "
        "resume waiting."
    )


def action_refused(error: str, status: str) -> str:
    """
    Runsite refused to start, stop or deploy a web service in its present status.

    Follow the explanation of the status in the message.
    """
    return f"{error} ({status})."


def web_service_status(status: str, reason: str) -> str:
    """
    Part of other messages: the status of a web service and what it means.

    See the message that contains it.
    """
    return f"the web service is {status}" + (f": {reason}" if reason else "")


def web_service_progress(status: str) -> str:
    """
    Progress of a start, stop or restart, displayed beside the resource.

    Nothing: the wait continues.
    """
    return f"web service {status}"
