"""The official installer, as Pulumi's own SDK calls it."""

import importlib.util
import subprocess
import sys
from pathlib import Path

from . import Unavailable, progress, versions

INSTALLER = "https://get.pulumi.com/install.sh"
REACH_S = 20
DOWNLOAD_S = 900

_REACH = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).close()"
_INSTALL = """\
import sys
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
"""


def install(place: Path) -> None:
    """
    Download the CLI into *place*, so that it lies in its bin folder.

    Raises:
        Unavailable: the SDK is not installed, the host is not reached, the installer failed.
    """
    if importlib.util.find_spec("pulumi") is None:
        raise Unavailable("the official installer needs the pulumi package in this Python")
    # In a process of its own, because name resolution knows no timeout.
    try:
        subprocess.run(
            [sys.executable, "-c", _REACH, INSTALLER],
            capture_output=True,
            check=True,
            timeout=REACH_S,
        )
    except subprocess.SubprocessError as error:
        raise Unavailable("the official installer is not reached from here") from error
    progress.run(
        [sys.executable, "-c", _INSTALL, place, versions.ENGINE],
        what=f"Downloading Pulumi {versions.ENGINE} with its official installer",
        timeout_s=DOWNLOAD_S,
    )
