"""Download the CLI with the official installer, through Pulumi's Automation API."""

import importlib.util
import subprocess
import sys
from pathlib import Path

from . import Unavailable, progress, versions

INSTALLER = "https://get.pulumi.com/install.sh"
CONNECT_TIMEOUT_S = 20
DOWNLOAD_TIMEOUT_S = 900

_CONNECT = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).close()"
_INSTALL = """\
import sys
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
"""


def install(folder: Path) -> None:
    """
    Download the CLI into the `bin` folder of *folder*.

    Raises:
        Unavailable: the SDK is not installed, the installer cannot be reached, or it failed.
    """
    if importlib.util.find_spec("pulumi") is None:
        raise Unavailable(
            "the official installer needs the `pulumi` package in this Python environment"
        )
    # In a child process, because name resolution has no timeout.
    try:
        subprocess.run(
            [sys.executable, "-c", _CONNECT, INSTALLER],
            capture_output=True,
            check=True,
            timeout=CONNECT_TIMEOUT_S,
        )
    except subprocess.SubprocessError as error:
        raise Unavailable("the official installer cannot be reached") from error
    progress.run(
        [sys.executable, "-c", _INSTALL, folder, versions.ENGINE],
        title=f"Downloading Pulumi {versions.ENGINE} with its official installer",
        timeout_s=DOWNLOAD_TIMEOUT_S,
    )
