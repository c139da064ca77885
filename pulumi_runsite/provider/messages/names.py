"""The check failures of names that the program leaves to a default."""

from __future__ import annotations


def autonaming_disabled() -> str:
    """
    The program sets no name, and `pulumi:autonaming` is `disabled`.

    Set `name`, or change the setting.
    """
    return "required, since `pulumi:autonaming` is disabled for this resource; set it"


def no_letters_for_name() -> str:
    """
    The default for `name` consists of the letters and digits of the resource name and of the stack
    name, and one of them has none of `a` to `z` and `0` to `9`.

    Set `name`.
    """
    return (
        "required, since the resource name or the stack name has no letter from a to z or digit; "
        "set it"
    )


def autonaming_not_understood(reason: str) -> str:
    """
    The setting `pulumi:autonaming` has a form that dynamic resources do not support: Pulumi applies
    it to plugins only, so this package reads it itself.

    Set `name`, or use the provider plugin.
    """
    return (
        f"required, since `pulumi:autonaming` {reason}, which dynamic resources do not support; "
        "set it, or use the provider plugin"
    )
