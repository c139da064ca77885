"""requirements.txt names what was installed, not what somebody registered under its name."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from pulumi_runsite.adopt import installed_from
from pulumi_runsite.adopt.installed_from import requirement_of
from pulumi_runsite.emulator import Running

from .accounts import Account
from .conftest import Command


class Installed:
    """What `importlib.metadata` returns for an installed package."""

    version = "1.2.3"

    def __init__(self, source: dict[str, Any] | None) -> None:
        self._source = source

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return None if self._source is None else json.dumps(self._source)


COMMIT = "7921be1537eac1e97bc40179a57f0349c2aee67d"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (None, "pulumi-runsite==1.2.3"),
        (
            {"url": "file:///home/me/my%20checkout", "dir_info": {"editable": True}},
            "pulumi-runsite @ file:///home/me/my%20checkout",
        ),
        (
            {"url": "file:///dist/a-1-py3-none-any.whl", "archive_info": {"hash": "sha256=12ab"}},
            "pulumi-runsite @ file:///dist/a-1-py3-none-any.whl#sha256=12ab",
        ),
        (
            {"url": "https://me:password@example.org/a-1-py3-none-any.whl", "archive_info": {}},
            "pulumi-runsite @ https://example.org/a-1-py3-none-any.whl",
        ),
        (
            {
                "url": "https://example.org/acme/runsite",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"},
                "subdirectory": "python",
            },
            f"pulumi-runsite @ git+https://example.org/acme/runsite@{COMMIT}#subdirectory=python",
        ),
        (
            {
                "url": "ssh://git@example.org/acme/runsite",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT},
            },
            f"pulumi-runsite @ git+ssh://git@example.org/acme/runsite@{COMMIT}",
        ),
    ],
)
def test_the_requirement_is_where_the_package_was_installed_from(
    source: dict[str, Any] | None, expected: str
) -> None:
    line = requirement_of(Installed(source))  # type: ignore[arg-type]
    assert line == expected
    assert Requirement(line).name == "pulumi-runsite"


def test_the_requirement_of_this_checkout_is_its_folder(account: Account, command: Command) -> None:
    account.project("shop")
    command.run()
    (line,) = (command.out / "requirements.txt").read_text().splitlines()
    assert line == f"pulumi-runsite @ {Path(__file__).parents[2].as_uri()}"


def test_a_package_that_is_not_installed_has_no_requirement(
    account: Account, command: Command, runsite: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installed_from, "distribution", missing)
    account.project("shop")
    assert command.error().startswith("error: `pulumi-runsite` is not installed, so ")
    assert not command.out.exists()
