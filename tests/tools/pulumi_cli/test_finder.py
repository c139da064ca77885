"""The error when no Pulumi CLI can be found, installed or built."""

from __future__ import annotations

from tools.pulumi_cli import versions

from .conftest import Machine


def test_without_any_source_a_single_line_error_names_what_to_install(machine: Machine) -> None:
    code, folder, stderr = machine.find()
    assert (code, folder) == (1, "")
    assert stderr == (
        "No Pulumi CLI was found: pulumi is not on PATH; "
        "the official installer needs the `pulumi` package in this Python environment; "
        "go is not on PATH. "
        "Install Pulumi 3.230 or later (https://www.pulumi.com/docs/install/), "
        f"or Go {versions.GO} or later (https://go.dev/doc/install) to build it, "
        "and run this command again.\n"
    )
