"""The CLI that the user already has."""

import os
import shutil
from pathlib import Path

from . import Unavailable, versions

HOSTS = ("pulumi-language-python", "pulumi-resource-pulumi-python")
"""Without these the engine runs, but no Python program does."""


def find() -> Path:
    """
    Return the folder of the `pulumi` on PATH.

    Raises:
        Unavailable: there is none, it is too old, or it comes without its Python hosts.
    """
    name = shutil.which("pulumi")
    if name is None:
        raise Unavailable("pulumi is not on PATH")
    pulumi = Path(name).absolute()
    version = versions.version_of(pulumi)
    if version < versions.MINIMUM:
        raise Unavailable(
            f"{pulumi} is {versions.shown(version)}, "
            f"{versions.shown(versions.MINIMUM)} or later is needed"
        )
    # The engine looks beside itself too, and a package manager may have linked only `pulumi`.
    places = [os.environ["PATH"], str(pulumi.parent), str(pulumi.resolve().parent)]
    for host in HOSTS:
        if shutil.which(host, path=os.pathsep.join(places)) is None:
            raise Unavailable(f"{pulumi} comes without {host}")
    return pulumi.parent
