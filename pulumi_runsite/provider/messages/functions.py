"""The messages of functions, such as `get_project`."""

from __future__ import annotations

from ...api.messages import Message
from .responses import CHECK_ADDRESS

_CHECK_ID = "Check the id, and that the API key is of the account that owns it"


def invalid_inputs(failures: str) -> str:
    """
    Part of other messages: an argument of the function is not valid; no request was sent.

    Correct the arguments that the message names.
    """
    return f"{failures}."


def id_not_found(noun: str, id: str, why: str) -> Message:
    """
    Runsite has no resource of this type and id, or the API key's account cannot read it.

    Check the id, and that the API key is of the account that owns it.
    """
    return Message(f"no {noun} with the id {id} exists on Runsite ({why})", _CHECK_ID)


def deployment_not_found(id: str, web_service_id: str, why: str) -> Message:
    """
    The web service has no deployment of this id; Runsite deletes old deployments.

    Set `id` to one of the deployments that `get_deployments` returns.
    """
    return Message(
        f"web service {web_service_id} has no deployment with the id {id} ({why})",
        "Set `id` to one of the deployments that `get_deployments` returns",
    )


def no_live_deployment(web_service_id: str) -> Message:
    """
    The web service has no live deployment.

    Set `id` to one of the deployments that `get_deployments` returns, or deploy the web service.
    """
    return Message(
        f"web service {web_service_id} has no live deployment",
        "Set `id` to one of the deployments that `get_deployments` returns",
    )


def since_in_future(since: str, seconds: str) -> str:
    """
    `since` of `get_logs` is later than the time on Runsite, so that no line can be as new.

    Set `since` to a Unix time in seconds that is in the past.
    """
    return (
        f"`since` is {since}, which is {seconds} s in the future, so that no log line is returned. "
        "Set it to a Unix time in seconds that is in the past."
    )


def name_not_found(noun: str, name: str) -> Message:
    """
    The account has no resource of this type and name, or none in the given project.

    Check the name, and that the API key is of the account that owns the resource.
    """
    return Message(
        f"no {noun} named {name} exists on Runsite",
        "Check the name, and that the API key is of the account that owns it",
    )


def name_not_unique(count: str, noun: str, name: str, ids: str) -> Message:
    """
    Several resources have this name: names on Runsite are not unique.

    Set `id` in place of `name`, to one of the ids that the message names.
    """
    return Message(
        f"{count} {noun}s are named {name}: {ids}", "Set `id` to one of these in place of `name`"
    )


def undocumented_response(noun: str, faults: str) -> Message:
    """
    A response of the Runsite API lacks a field, or a field has another type than documented.

    Check `runsite:apiUrl` and `runsite:apiPrefix`. If both are right, upgrade `pulumi-runsite`.
    """
    return Message(f"the response for {noun} is not as documented: {faults}", CHECK_ADDRESS)


def response_not_an_object(noun: str, actual: str) -> Message:
    """
    A response of the Runsite API is not an object.

    Check `runsite:apiUrl` and `runsite:apiPrefix`. If both are right, upgrade `pulumi-runsite`.
    """
    return Message(
        f"the response for {noun} is not as documented: expected an object, got {actual}",
        CHECK_ADDRESS,
    )
