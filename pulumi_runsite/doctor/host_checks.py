"""Checks what this machine has: Python, packages, the Pulumi CLI, the plugin, the creation log."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from ..provider.private_folder import create_log_folder
from .config_checks import project_folder
from .findings import Findings
from .messages import setup as messages

_PACKAGE = "pulumi-runsite"
_PLUGIN = "pulumi-resource-runsite"
_PLUGIN_SDK = "pulumi_runsite_sdk"
_RUNTIME = r"""^runtime:[ \t]*(?:\n\s+name:[ \t]*)?["']?(\w+)"""
_MIN_CLI = (3, 216)
"""The version of Pulumi that the Python package requires."""
_CLI_TIMEOUT_S = 30


def add_host_checks(findings: Findings, environ: Mapping[str, str], folder: Path) -> None:
    """Add the findings about this machine, for the program in *folder*."""
    findings.add("python", f"{platform.python_version()} on {platform.system()}")
    _add_packages(findings)
    _add_cli(findings, environ)
    _add_plugin(findings, environ, folder)
    _add_creation_log(findings, environ)


def _add_packages(findings: Findings) -> None:
    found = {_PACKAGE: version(_PACKAGE)}
    wrong = []
    for name, required in _requirements():
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
        if not is_within(found[name], required):
            wrong.append(f"{name}{required}")
    answer = ", ".join(f"{name} {number}" for name, number in found.items())
    if wrong:
        findings.fail("packages", answer, messages.packages_unsuitable(", ".join(wrong)))
    else:
        findings.add("packages", answer)


def _requirements() -> Iterator[tuple[str, str]]:
    for text in requires(_PACKAGE) or []:
        name = re.match(r"[\w-]+", text)
        if name and ";" not in text:
            yield name[0], text[name.end() :].strip()


def is_within(number: str, required: str) -> bool:
    """Return whether the version *number* is within *required*, such as `<4,>=3.216`."""
    actual = _numbers(number)
    limits = re.findall(r"(<|>=)\s*([\d.]+)", required)
    lower = all(actual >= _numbers(limit) for sign, limit in limits if sign == ">=")
    return bool(actual) and lower and all(actual < _numbers(n) for sign, n in limits if sign == "<")


def _numbers(text: str) -> tuple[int, ...]:
    digits = re.match(r"v?(\d+(?:\.\d+)*)", text)
    return tuple(map(int, digits[1].split("."))) if digits else ()


def _add_cli(findings: Findings, environ: Mapping[str, str]) -> None:
    command = shutil.which("pulumi", path=environ.get("PATH"))
    if command is None:
        findings.warn("pulumi_cli", "not on PATH", messages.cli_missing())
        return
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command
            [command, "version"],
            env={**environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            capture_output=True,
            text=True,
            timeout=_CLI_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        findings.warn("pulumi_cli", "cannot be started", messages.cli_missing())
        return
    number = _numbers(done.stdout.strip())
    if done.returncode != 0 or number < _MIN_CLI:
        answer = ".".join(map(str, number)) or "reports no version"
        findings.warn("pulumi_cli", answer, messages.cli_too_old(".".join(map(str, _MIN_CLI))))
    else:
        findings.add("pulumi_cli", ".".join(map(str, number)))


def _add_plugin(findings: Findings, environ: Mapping[str, str], folder: Path) -> None:
    if shutil.which(_PLUGIN, path=environ.get("PATH")):
        findings.add("plugin", "on PATH")
    elif not _uses_plugin(folder):
        findings.add("plugin", "not on PATH; dynamic resources do not need it")
    elif shutil.which(_PLUGIN, path=str(Path(sys.executable).parent)):
        answer = "installed beside this Python, not on PATH"
        findings.warn("plugin", answer, messages.plugin_not_on_path())
    else:
        findings.warn("plugin", "not installed", messages.plugin_not_on_path())


def _uses_plugin(folder: Path) -> bool:
    """Return whether the files of the program in *folder* show that it needs the plugin."""
    try:
        project = project_folder(folder)
        if project is None:
            return False
        settings = (project / "Pulumi.yaml").read_text(encoding="utf-8", errors="replace")
        runtime = re.search(_RUNTIME, settings, re.MULTILINE)
        if runtime and runtime[1] != "python":
            return True
        programs = (
            file.read_text(encoding="utf-8", errors="replace") for file in project.glob("*.py")
        )
        return any(_PLUGIN_SDK in program for program in programs)
    except OSError:
        return False


def _add_creation_log(findings: Findings, environ: Mapping[str, str]) -> None:
    folder = create_log_folder(environ)
    if folder is None:
        findings.fail("creation_log", "no home folder", messages.creation_log_unusable())
        return
    try:
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        is_open = existing.stat().st_mode & 0o077
    except OSError:
        findings.fail("creation_log", "not accessible", messages.creation_log_unusable())
        return
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        findings.fail("creation_log", "not writable", messages.creation_log_unusable())
    elif existing != folder:
        findings.add("creation_log", "created when needed")
    elif os.name == "posix" and is_open:
        findings.warn("creation_log", "readable by others", messages.creation_log_open())
    else:
        findings.add("creation_log", "writable")
