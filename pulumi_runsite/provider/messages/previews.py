"""Messages of what a preview reads of Runsite, and of what it cannot know."""

from __future__ import annotations


def not_checked(why: str) -> str:
    """
    The preview could not read Runsite: there is no network, Runsite is not available, or the API
    key does not allow it. Whether a new resource exists already, and whether the deployment of a
    `rollback_to` exists, is then known by `pulumi up` only. It is displayed once.

    Nothing, or restore the connection and run `pulumi preview` again.
    """
    return (
        f"The preview could not read Runsite: {why}. Whether new resources exist already, and "
        "whether the deployment of a `rollback_to` exists, was not checked: `pulumi up` does that."
    )


def no_response_within(seconds: str) -> str:
    """
    Part of other messages: a preview waits only a short time for a response.

    See the message that contains it.
    """
    return f"no response within {seconds} s"


def rollback_target_missing(deployment_id: str, web_service_id: str) -> str:
    """
    `rollback_to` names a deployment that the web service does not have.

    Set it to the id of one that succeeded: see
    [Roll back](guides/deployments.md#roll-back).
    """
    return (
        f"`rollback_to`: web service {web_service_id} has no deployment {deployment_id}. Set it to "
        "the id of a deployment of this web service that succeeded, or remove it"
    )


def immutable_unknown(resource: str, noun: str, inputs: str, options: str) -> str:
    """
    An input that the Runsite API cannot change comes from an output that is not known before
    `pulumi up`, for example because the other resource is replaced. If its value turns out to be
    another one, `pulumi up` has to refuse it, and the other resource is replaced by then.

    If the other resource was renamed in the program, declare its old name with `aliases`: see
    [Renaming](guides/renaming.md). Otherwise add the input to `ignore_changes`, so that its present
    value is kept, set `immutable_changes`, or do not replace the other resource.
    """
    return (
        f"{inputs} of {resource} will be known only during `pulumi up`, which then has to refuse "
        f"another value: the Runsite API cannot change a {noun}. If the resource that the value is "
        "from was renamed in the program, declare its old name with `aliases`. Otherwise, to keep "
        f"the present value in any case, set `ignore_changes=[{options}]` in the options of the "
        "resource."
    )


def project_is_replaced(resource: str) -> str:
    """
    `immutable_changes="replace"` creates a new project, since the Runsite API cannot change one.

    Nothing, or restore the previous inputs. Delete the old project in the dashboard once nothing in
    it is needed.
    """
    return (
        f"A new project replaces {resource}. The Runsite API cannot delete projects: the old one "
        "stays on Runsite, with everything in it that is not replaced as well."
    )


def web_service_is_replaced(resource: str, fate: str) -> str:
    """
    `immutable_changes="replace"` creates a new web service: the Runsite API cannot change one.

    Nothing, or restore the previous inputs. Use the new address (the output `url` of its
    `Deployment`), and delete the old web service in the dashboard.
    """
    return (
        f"A new web service, which has another address, replaces {resource}. The Runsite API "
        f"cannot delete web services: the old one {fate} and stays on Runsite."
    )


def is_stopped() -> str:
    """
    Part of other messages: what `on_destroy="stop"` means for a web service.

    See the message that contains it.
    """
    return "is stopped"


def keeps_running() -> str:
    """
    Part of other messages: what `on_destroy="abandon"` means for a web service.

    See the message that contains it.
    """
    return "keeps its status"
