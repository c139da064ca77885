"""The archives from which `pulumi plugin install` installs the provider plugin."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

from tools.release.version import ROOT, check_version

PLATFORMS = tuple(
    f"{system}-{machine}"
    for system in ("linux", "darwin", "windows")
    for machine in ("amd64", "arm64")
)
CONTENT = ("PulumiPlugin.yaml", "pyproject.toml", "README.md", "LICENSE", "pulumi_runsite")


def pack_plugins(out: Path) -> list[Path]:
    """
    Write an archive for each platform into *out*, and return their paths.

    Pulumi selects an archive by its name. The content is the same for all: Pulumi reads
    PulumiPlugin.yaml, and installs the package into a virtual environment.
    """
    out.mkdir(parents=True, exist_ok=True)
    version = check_version(None)
    names = [f"pulumi-resource-runsite-v{version}-{platform}.tar.gz" for platform in PLATFORMS]
    for name in names:
        _pack(out / name)
    return [out / name for name in names]


def _pack(archive: Path) -> None:
    command = ["git", "ls-files", *CONTENT]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    with tarfile.open(archive, "w:gz") as packed:
        for name in done.stdout.splitlines():
            packed.add(ROOT / name, arcname=name)
