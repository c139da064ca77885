"""
The CLI, built from the Go modules that registries carry; for machines without other network.

Two modules, because the last sdk that holds the Python language host as a package is older
than the engine, and Go allows one version of the sdk in a module. A script stands before that
host and hands it what the newer engine says in another way.
"""

import os
import shutil
import subprocess
from pathlib import Path

from . import Unavailable, progress, versions

SDK = "github.com/pulumi/pulumi/sdk/v3"
BUILD_S = 3600

SCRIPTS = (
    "python/cmd/pulumi-language-python-exec",
    "python/dist/pulumi-resource-pulumi-python",
)
"""What the SDK's module holds ready-made; module caches drop the run bit."""


def build(place: Path) -> None:
    """
    Build the CLI into the bin folder of *place*.

    Raises:
        Unavailable: Go is missing or too old, a module is not reached, or a build failed.
    """
    if shutil.which("go") is None:
        raise Unavailable("go is not on PATH")
    progress.say("Building the Pulumi CLI from its Go modules: about 4 minutes, once.")
    _compile(
        place / "bin" / "pulumi",
        package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        module=versions.ENGINE_MODULE,
        version=versions.ENGINE,
        what=f"Building the engine {versions.ENGINE}",
    )
    _compile(
        place / "bin" / "pulumi-language-python-host",
        package=f"{SDK}/python/cmd/pulumi-language-python",
        module=versions.LANGUAGE_HOST_MODULE,
        version=versions.LANGUAGE_HOST,
        what=f"Building the Python language host {versions.LANGUAGE_HOST}",
    )
    sdk = _sdk_folder()
    for script in (versions.LAUNCHER, *(sdk / name for name in SCRIPTS)):
        copied = place / "bin" / script.name
        shutil.copyfile(script, copied)
        copied.chmod(0o755)
    built = versions.shown(versions.version_of(place / "bin" / "pulumi"))
    if built != versions.ENGINE:
        raise Unavailable(f"the build says it is {built}, not {versions.ENGINE}")


def _go_env() -> dict[str, str]:
    # Built for this machine, from our go.mod alone, whatever the user's own Go work needs.
    mine = {name: value for name, value in os.environ.items() if name not in {"GOOS", "GOARCH"}}
    return {**mine, "CGO_ENABLED": "0", "GOWORK": "off"}


def _sdk_folder() -> Path:
    """Return the folder of the engine's SDK in the module cache; the build has put it there."""
    answer = subprocess.run(
        ["go", "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK],
        check=True,
        cwd=versions.ENGINE_MODULE,
        env=_go_env(),
        stdout=subprocess.PIPE,
        text=True,
    )
    return Path(answer.stdout.strip())


def _compile(binary: Path, *, package: str, module: Path, version: str, what: str) -> None:
    stamp = f"{SDK}/go/common/version.Version=v{version}"
    options = ["-mod=readonly", "-buildvcs=false", "-trimpath", "-tags", "osusergo,grpcnotrace"]
    progress.run(
        ["go", "build", *options, "-ldflags", f"-w -s -X {stamp}", "-o", binary, package],
        what=what,
        timeout_s=BUILD_S,
        cwd=module,
        env=_go_env(),
    )
