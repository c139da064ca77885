"""The advice about what this Runsite does with the objects of `--write`."""

from __future__ import annotations

from ...api.messages import Message


def nothing_created(noun: str) -> Message:
    """
    Runsite refused to create the project or the web service of `--write`.

    With a key of the scope `write`, report it with the output of `--json`.
    """
    return Message(
        f"the {noun} was refused, so the rest was not tried",
        "Use a key with the scope `write`, and else report it with the output of `--json`",
    )


def created_not_found(noun: str) -> Message:
    """
    What `--write` created, or may have created, cannot be found by its name.

    Report it with the output of `--json`. Look for the name in the dashboard.
    """
    return Message(
        f"the {noun} was not found by its name, so the rest was not tried",
        "Report it with the output of `--json`",
    )


def not_written() -> Message:
    """
    Runsite refused a variable or a secret, or did not store it although it reported success.

    Report it with the output of `--json`.
    """
    return Message("the value was not stored", "Report it with the output of `--json`")


def service_variables_not_created() -> Message:
    """
    The request that creates a web service does not create variables with it.

    No action is needed: this provider then writes `env_vars` and `secret_env_vars` afterwards.
    """
    return Message(
        "a new web service is without its variables at first",
        "This provider writes them afterwards; deploy after that, as with `env_vars_revision`",
    )


def service_variables_not_masked() -> Message:
    """
    A secret variable in the request that creates a web service is readable on Runsite.

    Report it with the output of `--json`. Declare secrets as `EnvVar` resources.
    """
    return Message(
        "values of `secret_env_vars` may be readable on Runsite after the create",
        "Declare secrets as `EnvVar` resources, and report it with the output of `--json`",
    )


def duplicates_possible() -> Message:
    """
    Runsite creates a second variable with the same key instead of refusing it.

    Do not create variables in the dashboard that a program declares.
    """
    return Message(
        "the same key can exist twice",
        "Do not create variables in the dashboard that a program declares",
    )


def mask_accepted() -> Message:
    """
    Runsite stores the mask as a value: a program that writes back what it read loses the value.

    Never copy a masked value from a list into a program.
    """
    return Message(
        "a mask that is written back replaces the value", "Never copy a mask into a program"
    )


def bulk_replaces() -> Message:
    """
    A bulk write removes the variables that it does not list.

    No action is needed: this provider then deletes and creates instead. Other tools may not.
    """
    return Message(
        "other variables are lost with each bulk write",
        "This provider notices it and deletes and creates instead; check your other tools",
    )


def not_deleted() -> Message:
    """
    A variable or a secret was not deleted.

    Use a key with the scope `admin` if the answer names it, and else the dashboard.
    """
    return Message(
        "not everything can be deleted with this key",
        "Use a key with the scope `admin` if the answer names it, and else the dashboard",
    )


def not_deployed() -> Message:
    """
    Runsite refused to deploy a new web service.

    Report it with the output of `--json`.
    """
    return Message("a new web service was not deployed", "Report it with the output of `--json`")
