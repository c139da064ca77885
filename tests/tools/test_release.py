"""A release has one version everywhere, and archives that can be installed."""

from __future__ import annotations

import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from tools.release import ReleaseError
from tools.release.archives import build, check_metadata
from tools.release.plugins import PLATFORMS, pack_plugins
from tools.release.version import ROOT, check_addresses, check_changelog, check_version

UNRELEASED = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A change.\n"
RELEASED = "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-01\n\n- A change.\n"


def test_all_files_have_the_version_of_the_package() -> None:
    version = check_version(None)
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text()


def test_a_tag_of_another_version_is_rejected() -> None:
    with pytest.raises(ReleaseError, match=r"the tag has the version 99\.0\.0, pyproject\.toml "):
        check_version("v99.0.0")


def test_a_release_says_where_its_plugin_is() -> None:
    check_addresses({"repository": "https://github.com/a/b", "pluginDownloadURL": "github://x"})
    with pytest.raises(ReleaseError, match="does not say where the plugin is; set `Repository`"):
        check_addresses({"homepage": "https://runsite.app"})


def test_a_release_needs_its_section_of_the_changelog() -> None:
    check_changelog(UNRELEASED, "1.2.3", is_release=False)
    check_changelog(RELEASED, "1.2.3", is_release=True)
    for changelog, is_release, reason in (
        (UNRELEASED, True, "has no section"),
        (RELEASED.replace("- A change", "A change"), True, "lists no change"),
        (RELEASED, False, "lists no change"),
        ("# Changelog\n", False, "has no section"),
    ):
        with pytest.raises(ReleaseError, match=reason):
            check_changelog(changelog, "1.2.3", is_release=is_release)


def test_the_archives_have_valid_metadata_and_the_wheel_its_data(tmp_path: Path) -> None:
    archives = build(tmp_path)
    for archive in archives:
        check_metadata(archive)
    with zipfile.ZipFile(archives.wheel) as wheel:
        assert {"pulumi_runsite/py.typed", "pulumi_runsite/schema.json"} <= set(wheel.namelist())


def test_a_plugin_archive_has_what_pulumi_installs_a_plugin_from(tmp_path: Path) -> None:
    archives = pack_plugins(tmp_path)
    assert len(archives) == len(PLATFORMS) == 6
    for archive in archives:
        assert re.fullmatch(r"pulumi-resource-runsite-v[\w.]+-\w+-\w+\.tar\.gz", archive.name)
        with tarfile.open(archive) as packed:
            names = set(packed.getnames())
        assert {"PulumiPlugin.yaml", "pyproject.toml", "pulumi_runsite/__main__.py"} <= names
