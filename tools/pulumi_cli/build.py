"""
Build the CLI from its Go modules, for machines that reach a Go module proxy but not Pulumi's site.

Two modules, because the last SDK that contains the Python language host as a package is older than
the engine, and a Go module can require one version of the SDK only. The launcher script passes the
`virtualenv` option to the older host as a flag.
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
"""Scripts in the module of the SDK; module caches drop their executable bit."""


def build(folder: Path) -> None:
    """
    Build the CLI into the `bin` folder of *folder*.

    Raises:
        Unavailable: Go is missing or too old, a module cannot be downloaded, or a build failed.
    """
    if shutil.which("go") is None:
        raise Unavailable("go is not on PATH")
    progress.print_line("Building the Pulumi CLI from its Go modules: about 4 minutes, once.")
    _compile(
        folder / "bin" / "pulumi",
        package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        module=versions.ENGINE_MODULE,
        version=versions.ENGINE,
        title=f"Building the engine {versions.ENGINE}",
    )
    _compile(
        folder / "bin" / "pulumi-language-python-host",
        package=f"{SDK}/python/cmd/pulumi-language-python",
        module=versions.LANGUAGE_HOST_MODULE,
        version=versions.LANGUAGE_HOST,
        title=f"Building the Python language host {versions.LANGUAGE_HOST}",
    )
    sdk = _sdk_folder()
    for script in (versions.LAUNCHER, *(sdk / name for name in SCRIPTS)):
        target = folder / "bin" / script.name
        shutil.copyfile(script, target)
        target.chmod(0o755)
    built = versions.format_version(versions.get_version(folder / "bin" / "pulumi"))
    if built != versions.ENGINE:
        raise Unavailable(f"the built CLI has version {built}, not {versions.ENGINE}")


def _go_env() -> dict[str, str]:
    # Always build for this machine and from the go.mod here, whatever the user has set.
    env = {name: value for name, value in os.environ.items() if name not in {"GOOS", "GOARCH"}}
    return {**env, "CGO_ENABLED": "0", "GOWORK": "off"}


def _sdk_folder() -> Path:
    """Return the folder of the SDK in the module cache, after the build has downloaded it."""
    result = subprocess.run(
        ["go", "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK],
        check=True,
        cwd=versions.ENGINE_MODULE,
        env=_go_env(),
        stdout=subprocess.PIPE,
        text=True,
    )
    return Path(result.stdout.strip())


def _compile(binary: Path, *, package: str, module: Path, version: str, title: str) -> None:
    version_flag = f"{SDK}/go/common/version.Version=v{version}"
    options = ["-mod=readonly", "-buildvcs=false", "-trimpath", "-tags", "osusergo,grpcnotrace"]
    progress.run(
        ["go", "build", *options, "-ldflags", f"-w -s -X {version_flag}", "-o", binary, package],
        title=title,
        timeout_s=BUILD_S,
        cwd=module,
        env=_go_env(),
    )
