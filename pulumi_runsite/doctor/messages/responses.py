"""The advice about what this Runsite returns."""

from __future__ import annotations

from ...api.messages import Message


def list_is_paged() -> Message:
    """
    A list has fewer items than its `total`, although the API documents no pages for it.

    Report it with the output of `--json`; this provider refuses to work with incomplete lists.
    """
    return Message("the provider refuses incomplete lists", "Report it with the output of `--json`")


def ids_unusable() -> Message:
    """
    Some objects have no id, or one that cannot be used in a path.

    Report it with the output of `--json`. What has no id cannot be deleted.
    """
    return Message(
        "what has no usable id cannot be read or deleted by id",
        "Report it with the output of `--json`",
    )


def responses_do_not_match() -> Message:
    """
    A response is about another object than the one that was requested, or refers to another parent.

    Report it with the output of `--json`; this provider refuses such responses.
    """
    return Message("the provider refuses such responses", "Report it with the output of `--json`")


def secrets_not_understood() -> Message:
    """
    A list of project secrets is not empty, and has a structure that this provider does not know.

    Report it with the output of `--json`; project secrets are refused until then.
    """
    return Message(
        "the provider does not know this structure", "Report it with the output of `--json`"
    )


def statuses_missing() -> Message:
    """
    Objects are returned without a readable status.

    Report it with the output of `--json`. The end of a deployment is read from other fields.
    """
    return Message("no object has a readable status", "Report it with the output of `--json`")


def statuses_unknown() -> Message:
    """
    Objects have statuses that this provider does not know.

    Report them with the output of `--json`. An unknown status is waited for until the API reports
    the end in another field.
    """
    return Message(
        "the provider does not know all of these", "Report it with the output of `--json`"
    )
