"""Builds Pulumi's language host for YAML programs."""

from __future__ import annotations

from pathlib import Path

from . import BUILD_FLAGS, HERE, run_go

PACKAGE = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"


def build_yaml_host(folder: Path) -> None:
    """Build the executable `pulumi-language-yaml` in *folder*."""
    # A module of its own: it requires a later sdk than the other hosts.
    binary = folder / PACKAGE.rpartition("/")[2]
    run_go(
        HERE / "yaml_host", "build", *BUILD_FLAGS, "-ldflags", "-w -s", "-o", str(binary), PACKAGE
    )
