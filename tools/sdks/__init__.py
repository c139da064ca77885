"""The SDKs of the plugin's schema, and what builds and runs programs that use them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SCHEMA = HERE.parents[1] / "pulumi_runsite" / "schema.json"

_PULUMI = "github.com/pulumi/pulumi/sdk/v3"
HOSTS = {"go": "go/pulumi-language-go", "nodejs": "nodejs/cmd/pulumi-language-nodejs"}
"""Language hosts besides Python's, by what `runtime` of a Pulumi.yaml calls them."""
HOSTS_VERSION = "3.55.0"
"""The last sdk that holds them as packages; later ones are modules that registries do not carry."""

# The settings of the engine's build (tools/pulumi_cli), so that what was compiled for it serves.
_OPTIONS = ("-mod=readonly", "-trimpath", "-tags", "osusergo,grpcnotrace")
_NPM = ("--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error")


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


def build_host(language: str, binary: Path) -> None:
    """Build Pulumi's language host for *language*, which runs a program that is compiled."""
    stamp = f"-w -s -X {_PULUMI}/go/common/version.Version=v{HOSTS_VERSION}"
    package = f"{_PULUMI}/{HOSTS[language]}"
    _go(HERE / "hosts", "build", *_OPTIONS, "-ldflags", stamp, "-o", str(binary), package)


def build_go_program(folder: Path, binary: Path) -> None:
    """Have the compiler and the vet look at the Go module in *folder*, and build its program."""
    _go(folder, "vet", *_OPTIONS, "./...")
    _go(folder, "build", *_OPTIONS, "-o", str(binary), ".")


def build_ts_program(folder: Path, sdk: Path) -> None:
    """Compile the TypeScript of *sdk*, and of the Node.js package in *folder* that uses it."""
    subprocess.run(["npm", "ci", *_NPM], check=True, cwd=folder)
    built = Path(shutil.copytree(sdk, folder / "sdk"))
    _tsc(folder, "sdk")
    # As a published package is: what was compiled, and its package.json.
    shutil.copy(built / "package.json", built / "bin")
    (built / "bin").rename(folder / "node_modules" / "pulumi-runsite-sdk")
    _tsc(folder, ".")


def _tsc(folder: Path, project: str) -> None:
    tsc = "node_modules/typescript/bin/tsc"
    subprocess.run(["node", tsc, "--project", project], check=True, cwd=folder)


def _go(folder: Path, *words: str) -> None:
    env = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}
    subprocess.run(["go", *words], check=True, cwd=folder, env=env)
