"""The required versions, read from the go.mod files of this folder."""

import os
import re
import subprocess
from pathlib import Path

from . import Unavailable

HERE = Path(__file__).resolve().parent
ENGINE_MODULE = HERE / "engine"
LANGUAGE_HOST_MODULE = HERE / "language_host"
LAUNCHER = LANGUAGE_HOST_MODULE / "pulumi-language-python"

FILES = (
    "pulumi",
    "pulumi-language-python",
    "pulumi-language-python-exec",
    "pulumi-resource-pulumi-python",
)
"""The files of a `bin` folder that can run Python programs with dynamic resources."""

MINIMUM = (3, 230)
"""The minimum version of a Pulumi CLI on PATH."""

VERSION_TIMEOUT_S = 60
"""The timeout of `pulumi version`; the first start from a cold disk is slow."""


def _find_in_go_mod(folder: Path, pattern: str) -> str:
    found = re.search(pattern, (folder / "go.mod").read_text(), re.MULTILINE)
    if found is None:
        raise LookupError(f"{folder / 'go.mod'} has no line that matches {pattern}")
    return found[1]


ENGINE = _find_in_go_mod(ENGINE_MODULE, r"github\.com/pulumi/pulumi/pkg/v3 v(\S+)")
LANGUAGE_HOST = _find_in_go_mod(LANGUAGE_HOST_MODULE, r"github\.com/pulumi/pulumi/sdk/v3 v(\S+)")
GO = _find_in_go_mod(ENGINE_MODULE, r"^go (\S+)")


def format_version(version: tuple[int, ...]) -> str:
    """Return *version* with dots: ``3.230``."""
    return ".".join(map(str, version))


def get_version(pulumi: Path) -> tuple[int, ...]:
    """
    Return the version that *pulumi* prints.

    Raises:
        Unavailable: it cannot be run, or its output is not a version.
    """
    try:
        result = subprocess.run(
            [pulumi, "version"],
            capture_output=True,
            check=True,
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            text=True,
            timeout=VERSION_TIMEOUT_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(f"{pulumi} cannot be run ({error})") from error
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", result.stdout.strip())
    if found is None:
        raise Unavailable(f"{pulumi} did not print a version")
    return tuple(map(int, found.groups()))
