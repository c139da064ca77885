"""Generate the SDKs of the plugin from its schema, and build programs that use them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SCHEMA = HERE.parents[1] / "pulumi_runsite" / "schema.json"

_PULUMI = "github.com/pulumi/pulumi/sdk/v3"
LANGUAGE_HOSTS = {"go": "go/pulumi-language-go", "nodejs": "nodejs/cmd/pulumi-language-nodejs"}
"""Packages of the language hosts other than Python's, by the `runtime` of a Pulumi.yaml."""
LANGUAGE_HOSTS_VERSION = "3.55.0"
"""The last SDK with these packages; later hosts are modules that the proxy does not serve."""

# The same flags as the build of the engine (tools/pulumi_cli), to reuse what both have compiled.
BUILD_FLAGS = ("-mod=readonly", "-trimpath", "-tags", "osusergo,grpcnotrace")
_NPM_FLAGS = ("--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error")


def generate_sdks(folder: Path) -> None:
    """
    Generate the SDKs into the folders `python`, `nodejs` and `go` of *folder*.

    Without Go, only the Python SDK is generated, by a Pulumi CLI that was not built from modules.
    """
    if shutil.which("go") is None:
        command = ["pulumi", "package", "gen-sdk", str(SCHEMA), "--language", "python"]
        subprocess.run([*command, "--out", str(folder)], check=True)
        return
    run_go(HERE, "run", *BUILD_FLAGS, ".", str(SCHEMA), str(folder))


def build_language_host(language: str, binary: Path) -> None:
    """Build Pulumi's language host for *language*, which runs compiled programs."""
    linker_flags = f"-w -s -X {_PULUMI}/go/common/version.Version=v{LANGUAGE_HOSTS_VERSION}"
    package = f"{_PULUMI}/{LANGUAGE_HOSTS[language]}"
    run_go(
        HERE / "hosts", "build", *BUILD_FLAGS, "-ldflags", linker_flags, "-o", str(binary), package
    )


def build_go_program(folder: Path, binary: Path) -> None:
    """Run `go vet` on the Go module in *folder*, and build its program."""
    run_go(folder, "vet", *BUILD_FLAGS, "./...")
    run_go(folder, "build", *BUILD_FLAGS, "-o", str(binary), ".")


def install_ts_sdk(folder: Path, sdk: Path) -> None:
    """Install what the Node.js package in *folder* needs, and the TypeScript SDK in *sdk*."""
    subprocess.run(["npm", "ci", *_NPM_FLAGS], check=True, cwd=folder)
    copy = Path(shutil.copytree(sdk, folder / "sdk"))
    _tsc(folder, "sdk")
    # A published package contains the compiled files and its package.json.
    shutil.copy(copy / "package.json", copy / "bin")
    (copy / "bin").rename(folder / "node_modules" / "pulumi-runsite-sdk")


def build_ts_program(folder: Path, installed: Path) -> None:
    """Compile the Node.js package in *folder* with the modules of the one in *installed*."""
    (folder / "node_modules").symlink_to(installed / "node_modules")
    _tsc(folder, ".")


def _tsc(folder: Path, project: str) -> None:
    tsc = "node_modules/typescript/bin/tsc"
    subprocess.run(["node", tsc, "--project", project], check=True, cwd=folder)


def run_go(folder: Path, *args: str) -> None:
    env = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}
    subprocess.run(["go", *args], check=True, cwd=folder, env=env)
