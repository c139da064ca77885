"""The checks of this machine and its configuration: each problem has one sentence of advice."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_runsite.doctor.config_checks import add_config_checks
from pulumi_runsite.doctor.findings import Findings
from pulumi_runsite.doctor.host_checks import add_host_checks, is_within
from pulumi_runsite.provider.config import DEFAULT_URL

KEY = {"RUNSITE_API_KEY": "ak_live_0123456789abcdef"}
EMULATOR = {"RUNSITE_API_URL": "http://localhost:4640"}


@pytest.fixture
def findings() -> Findings:
    return Findings()


def cli(folder: Path, script: str) -> dict[str, str]:
    """Return an environment whose `pulumi` is *script*."""
    command = folder / "pulumi"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    return {"PATH": str(folder), "HOME": str(folder)}


def test_a_version_is_compared_with_both_limits() -> None:
    numbers = ("0.28.0", "0.28.1", "0.27.9", "1.0", "missing")
    assert [each for each in numbers if is_within(each, "<1,>=0.28")] == ["0.28.0", "0.28.1"]


def test_the_packages_are_those_that_the_provider_requires(findings: Findings) -> None:
    add_host_checks(findings, {}, Path("/"))
    packages = findings.by_id["packages"]
    assert packages.status == "ok"
    for name in ("pulumi-runsite", "pulumi ", "httpx", "pydantic"):
        assert name in packages.answer


@pytest.mark.parametrize(
    ("script", "status", "answer"),
    [
        ("echo v3.259.0", "ok", "3.259.0"),
        ("echo v3.100.0", "warning", "3.100.0"),
        ("exit 1", "warning", "reports no version"),
    ],
)
def test_the_pulumi_cli_must_be_recent(
    findings: Findings, tmp_path: Path, script: str, status: str, answer: str
) -> None:
    add_host_checks(findings, cli(tmp_path, script), tmp_path)
    found = findings.by_id["pulumi_cli"]
    assert (found.status, found.answer) == (status, answer)


SDK = "import pulumi_runsite_sdk as runsite"


@pytest.mark.parametrize(
    ("runtime", "program", "answer"),
    [
        (
            "python",
            "import pulumi_runsite as runsite",
            "not on PATH; dynamic resources do not need it",
        ),
        ("\n  name: python", "", "not on PATH; dynamic resources do not need it"),
        ("python", SDK, "installed beside this Python, not on PATH"),
        ("\n  name: python\n  options:", SDK, "installed beside this Python, not on PATH"),
        ("\n  name: nodejs", "", "installed beside this Python, not on PATH"),
        ("yaml", "", "installed beside this Python, not on PATH"),
    ],
)
def test_a_missing_plugin_is_a_warning_where_the_program_needs_it(
    findings: Findings, tmp_path: Path, runtime: str, program: str, answer: str
) -> None:
    (tmp_path / "Pulumi.yaml").write_text(f"name: shop\nruntime: {runtime}\n")
    (tmp_path / "__main__.py").write_text(program)
    (tmp_path / "below").mkdir()
    add_host_checks(findings, {"PATH": str(tmp_path)}, tmp_path / "below")
    found = findings.by_id["plugin"]
    assert found.answer == answer
    assert ("~/.local/bin" in found.advice) == (found.status == "warning") == ("beside" in answer)


def test_a_missing_cli_is_a_warning(findings: Findings, tmp_path: Path) -> None:
    add_host_checks(findings, {"PATH": str(tmp_path)}, tmp_path)
    assert findings.by_id["pulumi_cli"].status == "warning"
    assert findings.by_id["plugin"].status == "ok", "there is no program that needs it"
    assert not findings.has_failed


def test_the_folder_of_the_creation_log_must_be_writable_and_private(tmp_path: Path) -> None:
    def checked(home: Path) -> tuple[str, str]:
        findings = Findings()
        add_host_checks(findings, {"PULUMI_HOME": str(home)}, home)
        found = findings.by_id["creation_log"]
        return found.status, found.answer

    file, folder = tmp_path / "file", tmp_path / "home" / "runsite-creation-log"
    file.touch()
    assert checked(file) == ("failed", "not writable")
    assert checked(tmp_path / "home") == ("ok", "created when needed")
    folder.mkdir(parents=True, mode=0o755)
    assert checked(tmp_path / "home") == ("warning", "readable by others")
    folder.chmod(0o700)
    assert checked(tmp_path / "home") == ("ok", "writable")


def test_each_setting_is_named_with_its_source(findings: Findings, tmp_path: Path) -> None:
    environ = KEY | {"RUNSITE_API_TOKEN": "other", "RUNSITE_API_URL": DEFAULT_URL}
    settings = add_config_checks(findings, environ, tmp_path)
    assert settings is not None
    assert findings.by_id["settings"].answer == (
        "apiKey: RUNSITE_API_KEY (not from RUNSITE_API_TOKEN); apiUrl: RUNSITE_API_URL; "
        "apiPrefix: default; immutableChanges: default; proxy: default; undeployedChanges: default"
    )
    assert findings.by_id["address"].answer == DEFAULT_URL
    assert findings.by_id["api_key_form"].answer == "as documented"


@pytest.mark.parametrize(
    ("environ", "id", "status"),
    [
        ({}, "api_key_form", "failed"),
        ({"RUNSITE_API_KEY": " canary "}, "api_key_form", "failed"),
        ({"RUNSITE_API_KEY": "canary"}, "api_key_form", "warning"),
        ({"RUNSITE_API_KEY": "ak_live_canary"}, "api_key_form", "warning"),
        (EMULATOR | {"RUNSITE_API_KEY": "ak_live_canary"}, "api_key_form", "ok"),
        (EMULATOR | {"RUNSITE_API_KEY": "canary"}, "api_key_form", "warning"),
        (KEY | {"RUNSITE_API_URL": "http://canary.example"}, "address", "failed"),
        (KEY | {"RUNSITE_API_URL": "https://canary.example"}, "address", "ok"),
        (KEY | {"RUNSITE_API_PREFIX": "canary"}, "address", "failed"),
        (KEY | {"https_proxy": "http://canary@proxy"}, "proxy", "ok"),
        (KEY | {"HTTPS_PROXY": "http://canary", "NO_PROXY": "*"}, "proxy", "warning"),
        (KEY | {"HTTPS_PROXY": "http://canary", "RUNSITE_PROXY": "none"}, "proxy", "warning"),
        (KEY | {"HTTPS_PROXY": "socks5://canary"}, "proxy", "failed"),
        (KEY | {"RUNSITE_PROXY": "canary"}, "proxy", "failed"),
        (KEY | {"RUNSITE_IMMUTABLE_CHANGES": "canary"}, "settings", "failed"),
    ],
)
def test_a_setting_is_judged_and_not_displayed(
    findings: Findings, tmp_path: Path, environ: dict[str, str], id: str, status: str
) -> None:
    add_config_checks(findings, environ, tmp_path)
    found = findings.by_id[id]
    assert found.status == status
    assert bool(found.advice) == (status != "ok")
    assert "canary" not in repr(findings)


def test_the_address_is_kept_when_only_the_key_is_missing(
    findings: Findings, tmp_path: Path
) -> None:
    settings = add_config_checks(findings, {}, tmp_path)
    assert settings is not None
    assert (settings.api_url, settings.api_key) == (DEFAULT_URL, "")


def test_the_settings_of_stacks_are_counted_and_not_displayed(
    findings: Findings, tmp_path: Path
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: canary\nruntime: python\n")
    secure = "config:\n  runsite:apiKey:\n    secure: canary\n  shop:x: y\n"
    (tmp_path / "Pulumi.canary.yaml").write_text(secure)
    (tmp_path / "Pulumi.other.yaml").write_text(secure + "  runsite:apiUrl: https://canary\n")
    inside = tmp_path / "src"
    inside.mkdir()
    add_config_checks(findings, KEY, inside)
    found = findings.by_id["stack_settings"]
    assert found.answer == "apiKey encrypted in 2, apiUrl in plain text in 1 of 2 stacks"
    assert "cannot decrypt" in found.advice
    assert "canary" not in repr(findings)


def test_a_folder_without_a_project_or_without_settings_is_no_problem(tmp_path: Path) -> None:
    outside, without = Findings(), Findings()
    add_config_checks(outside, KEY, tmp_path)
    assert outside.by_id["stack_settings"].status == "unknown"
    (tmp_path / "Pulumi.yaml").touch()
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  shop:x: y\n")
    add_config_checks(without, KEY, tmp_path)
    assert without.by_id["stack_settings"].answer == "none in 1 stack"
