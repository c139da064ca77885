"""The SDKs of the plugin's schema, and what runs a program that uses one of them: all from Go."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SCHEMA = HERE.parents[1] / "pulumi_runsite" / "schema.json"

_PULUMI = "github.com/pulumi/pulumi/sdk/v3"
GO_HOST = "3.55.0"
"""The last sdk that holds the Go language host as a package; later ones are not on registries."""

# The settings of the engine's build (tools/pulumi_cli), so that what was compiled for it serves.
_OPTIONS = ("-mod=readonly", "-trimpath", "-tags", "osusergo,grpcnotrace")


def write(folder: Path) -> None:
    """
    Write the SDKs into the folders `python`, `nodejs` and `go` of *folder*.

    Without Go only the first, by the Pulumi CLI, which then is not one that Go has built.
    """
    if shutil.which("go") is None:
        asked = ["pulumi", "package", "gen-sdk", str(SCHEMA), "--language", "python"]
        subprocess.run([*asked, "--out", str(folder)], check=True)
        return
    _go(HERE, "run", *_OPTIONS, ".", str(SCHEMA), str(folder))


def build_go_host(binary: Path) -> None:
    """Build Pulumi's language host for Go, which runs a program that is compiled already."""
    stamp = f"-w -s -X {_PULUMI}/go/common/version.Version=v{GO_HOST}"
    package = f"{_PULUMI}/go/pulumi-language-go"
    _go(HERE / "go_host", "build", *_OPTIONS, "-ldflags", stamp, "-o", str(binary), package)


def build_go_program(folder: Path, binary: Path) -> None:
    """Have the compiler and the vet look at the Go module in *folder*, and build its program."""
    _go(folder, "vet", *_OPTIONS, "./...")
    _go(folder, "build", *_OPTIONS, "-o", str(binary), ".")


def _go(folder: Path, *words: str) -> None:
    env = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}
    subprocess.run(["go", *words], check=True, cwd=folder, env=env)
