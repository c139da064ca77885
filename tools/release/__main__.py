"""The command line: `python -m tools.release check` or `plugins`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.release import ReleaseError
from tools.release.archives import build, check_metadata, check_sources
from tools.release.installation import check_installation
from tools.release.plugins import pack_plugins
from tools.release.version import check_version


def main() -> int:
    """Run the command, and return 1 after printing why it failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="build, check, install and try the package")
    check.add_argument("--tag", help="the tag of the release, such as v0.1.0; defaults to none")
    check.add_argument("--out", type=Path, help="keep the archives here; defaults to nowhere")
    plugins = commands.add_parser("plugins", help="pack a plugin archive for each platform")
    plugins.add_argument("--out", type=Path, required=True, help="write the archives here")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            if options.command == "plugins":
                pack_plugins(options.out)
            else:
                _check(options.tag, options.out or Path(folder) / "dist", Path(folder))
    except (ReleaseError, subprocess.CalledProcessError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _check(tag: str | None, out: Path, folder: Path) -> None:
    print(f"version: {check_version(tag)}")
    archives = build(out)
    for archive in archives:
        check_metadata(archive)
        print(f"built: {archive.name}")
    check_sources(archives.sources)
    print("sources: exactly the files that git tracks")
    for archive in archives:
        check_installation(archive, folder / archive.suffix)
        print(f"installed and tried in a clean environment: {archive.name}")


if __name__ == "__main__":
    sys.exit(main())
