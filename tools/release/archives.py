"""The wheel and the archive of the sources."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from packaging.metadata import ExceptionGroup, Metadata

from tools.release import ReleaseError
from tools.release.version import ROOT

UNPACKED = ("pyproject.toml", "README.md", "LICENSE", ".gitignore", "CHANGELOG.md", "SECURITY.md")
PACKED_FOLDERS = ("pulumi_runsite", "examples", "tests")


class Archives(NamedTuple):
    """The built archives."""

    sources: Path
    wheel: Path


def build(out: Path) -> Archives:
    """Build both archives into *out*, the wheel from the archive of the sources."""
    out.mkdir(parents=True, exist_ok=True)
    _hatchling(ROOT, "sdist", out)
    (sources,) = out.glob("*.tar.gz")
    with tarfile.open(sources) as archive:
        archive.extractall(out / "sources", filter="data")
    (folder,) = (out / "sources").iterdir()
    _hatchling(folder, "wheel", out)
    (wheel,) = out.glob("*.whl")
    return Archives(sources, wheel)


def _hatchling(project: Path, target: str, out: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out.resolve())]
    subprocess.run(command, cwd=project, check=True, stdout=subprocess.DEVNULL)


def check_metadata(archive: Path) -> None:
    """
    Check the metadata of *archive* as a package index does.

    Raises:
        ReleaseError: it is invalid, or the index would not display the README.
    """
    try:
        metadata = Metadata.from_email(_metadata(archive), validate=True)
    except ExceptionGroup as error:
        reasons = "; ".join(map(str, error.exceptions))
        raise ReleaseError(f"the metadata of {archive.name} are invalid: {reasons}") from None
    if metadata.description_content_type != "text/markdown" or not metadata.description:
        raise ReleaseError(f"{archive.name} has no README that a package index displays")


def _metadata(archive: Path) -> bytes:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            (name,) = (each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
            return wheel.read(name)
    with tarfile.open(archive) as sources:
        (member,) = (each for each in sources.getmembers() if each.name.endswith("/PKG-INFO"))
        file = sources.extractfile(member)
        return file.read() if file else b""


def check_sources(archive: Path) -> None:
    """
    Check that *archive* has the files that git tracks, and no other.

    Raises:
        ReleaseError: it does not.
    """
    with tarfile.open(archive) as sources:
        packed = {each.name.partition("/")[2] for each in sources.getmembers() if each.isfile()}
    command = ["git", "ls-files", *PACKED_FOLDERS, *UNPACKED, "PulumiPlugin.yaml"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    tracked = set(done.stdout.splitlines())
    if surplus := packed - tracked - {"PKG-INFO"}:
        raise ReleaseError(f"{archive.name} has {min(surplus)}, which git does not track")
    if missing := tracked - packed:
        raise ReleaseError(f"{archive.name} lacks {min(missing)}")
