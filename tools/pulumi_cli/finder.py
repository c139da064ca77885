"""The order in which a CLI is looked for; the only place that knows all the ways."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from . import Unavailable, build, cache, install, on_path, versions


def find() -> Path:
    """
    Return the folder of a Pulumi CLI that can run Python programs.

    The first call on a machine may take minutes; every later one takes the cached result.

    Raises:
        Unavailable: no way is open; the message names each and what to install.
    """
    reasons: list[str] = []
    if found := _tried(on_path.find, reasons) or cache.find():
        return found
    with cache.locked():
        if found := cache.find():  # another call made it while this one waited
            return found
        for make in (install.install, build.build):
            if found := _tried(partial(cache.fill, make), reasons):
                return found
    raise Unavailable(
        f"There is no Pulumi CLI to run: {'; '.join(reasons)}. "
        f"Install Pulumi {versions.shown(versions.MINIMUM)} or later "
        f"(https://www.pulumi.com/docs/install/), or Go {versions.GO} or later "
        "(https://go.dev/doc/install) to have it built, and run this again."
    )


def _tried(way: Callable[[], Path], reasons: list[str]) -> Path | None:
    try:
        return way()
    except Unavailable as why:
        reasons.append(str(why))
        return None
