"""Find a Pulumi CLI: on PATH, in the cache, by the official installer, or by a build."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from . import Unavailable, build, cache, download, installed, versions


def find() -> Path:
    """
    Return the folder of a Pulumi CLI that can run Python programs.

    The first call on a machine may take minutes; later calls return the cached CLI.

    Raises:
        Unavailable: no source can be used; the message has the reason for each and the remedy.
    """
    reasons: list[str] = []
    if found := _try(installed.find, reasons) or cache.find():
        return found
    with cache.locked():
        if found := cache.find():  # added by another process while this one waited
            return found
        for source in (download.install, build.build):
            if found := _try(partial(cache.add, source), reasons):
                return found
    raise Unavailable(
        f"No Pulumi CLI was found: {'; '.join(reasons)}. "
        f"Install Pulumi {versions.format_version(versions.MINIMUM)} or later "
        f"(https://www.pulumi.com/docs/install/), or Go {versions.GO} or later "
        "(https://go.dev/doc/install) to build it, and run this command again."
    )


def _try(source: Callable[[], Path], reasons: list[str]) -> Path | None:
    try:
        return source()
    except Unavailable as error:
        reasons.append(str(error))
        return None
