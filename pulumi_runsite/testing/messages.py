"""What a test displays that cannot start a local Runsite."""

from __future__ import annotations


def extra_missing(module: str) -> str:
    """
    The emulator needs packages that a program does not need, and they are not installed.

    Install the package with its extra `testing` in the environment that runs the tests.
    """
    return (
        f"The local Runsite cannot start: the module {module} is not installed. Install "
        "`pulumi-runsite[testing]` in place of `pulumi-runsite`."
    )
