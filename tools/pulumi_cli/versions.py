"""Which versions, said once: they are read from the go.mod files beside this module."""

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
"""What a bin folder must hold to run a Python program with dynamic resources."""

MINIMUM = (3, 230)
"""The oldest Pulumi we use when the user has one."""

ANSWER_S = 60
"""How many seconds `pulumi version` may take; a first start from a cold disk is slow."""


def _in_go_mod(folder: Path, pattern: str) -> str:
    found = re.search(pattern, (folder / "go.mod").read_text(), re.MULTILINE)
    if found is None:
        raise LookupError(f"{folder / 'go.mod'} has no line like {pattern}")
    return found[1]


ENGINE = _in_go_mod(ENGINE_MODULE, r"github\.com/pulumi/pulumi/pkg/v3 v(\S+)")
LANGUAGE_HOST = _in_go_mod(LANGUAGE_HOST_MODULE, r"github\.com/pulumi/pulumi/sdk/v3 v(\S+)")
GO = _in_go_mod(ENGINE_MODULE, r"^go (\S+)")


def shown(version: tuple[int, ...]) -> str:
    """Return *version* as people write it: ``3.230``."""
    return ".".join(map(str, version))


def version_of(pulumi: Path) -> tuple[int, ...]:
    """
    Ask *pulumi* for its version.

    Raises:
        Unavailable: it cannot be run, or its answer is not a version.
    """
    try:
        answer = subprocess.run(
            [pulumi, "version"],
            capture_output=True,
            check=True,
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            text=True,
            timeout=ANSWER_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(f"{pulumi} does not run ({error})") from error
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", answer.stdout.strip())
    if found is None:
        raise Unavailable(f"{pulumi} does not tell its version")
    return tuple(map(int, found.groups()))
