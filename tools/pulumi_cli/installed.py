"""Find the CLI that is already installed on this machine."""

import os
import shutil
from pathlib import Path

from . import Unavailable, versions

HOSTS = ("pulumi-language-python", "pulumi-resource-pulumi-python")
"""The engine needs these to run Python programs with dynamic resources."""


def find() -> Path:
    """
    Return the folder of the `pulumi` on PATH.

    Raises:
        Unavailable: it is missing or too old, or its Python hosts are missing.
    """
    name = shutil.which("pulumi")
    if name is None:
        raise Unavailable("pulumi is not on PATH")
    pulumi = Path(name).absolute()
    version = versions.get_version(pulumi)
    if version < versions.MINIMUM:
        raise Unavailable(
            f"{pulumi} has version {versions.format_version(version)}, "
            f"{versions.format_version(versions.MINIMUM)} or later is required"
        )
    # The engine also searches its own folder, and a package manager may have linked only `pulumi`.
    folders = [os.environ["PATH"], str(pulumi.parent), str(pulumi.resolve().parent)]
    for host in HOSTS:
        if shutil.which(host, path=os.pathsep.join(folders)) is None:
            raise Unavailable(f"{pulumi} was installed without {host}")
    return pulumi.parent
