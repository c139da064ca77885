"""Where this package was installed from, as a line of requirements.txt."""

from __future__ import annotations

import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any
from urllib.parse import urlsplit

from ..api import RunsiteError
from . import messages

_NAME = "pulumi-runsite"


def requirement() -> str:
    """
    Return the requirement that installs this package from where it was installed.

    The name alone would install what anyone may have registered under it on a package index.

    Raises:
        RunsiteError: the package was not installed.
    """
    try:
        return requirement_of(distribution(_NAME))
    except PackageNotFoundError:
        raise RunsiteError(messages.package_not_installed()) from None


def requirement_of(installed: Distribution) -> str:
    """Return the requirement for *installed*, which pip records if no index was used (PEP 610)."""
    recorded = installed.read_text("direct_url.json")
    if recorded is None:
        return f"{_NAME}=={installed.version}"
    source: dict[str, Any] = json.loads(recorded)
    url = _without_credentials(source["url"])
    vcs, fragment = source.get("vcs_info"), {}
    if vcs:
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    elif archive_hash := source.get("archive_info", {}).get("hash"):
        fragment = dict([archive_hash.split("=", 1)])
    if "subdirectory" in source:
        fragment["subdirectory"] = source["subdirectory"]
    suffix = "&".join(f"{name}={value}" for name, value in fragment.items())
    return f"{_NAME} @ {url}{'#' * bool(suffix)}{suffix}"


def _without_credentials(url: str) -> str:
    parts = urlsplit(url)
    _, at, host = parts.netloc.rpartition("@")
    is_ssh = parts.scheme == "ssh"  # its user is no secret: git@github.com
    return url if is_ssh or not at else parts._replace(netloc=host).geturl()
