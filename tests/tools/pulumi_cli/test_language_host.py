"""The launcher of the Python language host, which is older than the engine."""

from __future__ import annotations

import subprocess

import pytest

from tools.pulumi_cli import versions

from .conftest import Machine


@pytest.mark.parametrize(
    ("project_file", "virtualenv"),
    [
        ("runtime:\n  name: python\n  options:\n    virtualenv: .venv\n", ".venv"),
        ("runtime: {name: python, options: {virtualenv: ../v e, toolchain: pip}}\n", "../v e"),
        ('runtime:\n  options:\n    virtualenv: "a b"  # comment\n', "a b"),
        ("runtime:\n  options:\n    'virtualenv': 'venv'\n", "venv"),
        ('{"runtime": {"options": {"virtualenv": "/opt/venv"}}}', "/opt/venv"),
        ("runtime:\n  options:\n    # virtualenv: old\n    virtualenv: new # or newer\n", "new"),
        ("runtime: python\n# virtualenv: venv\n", ""),
    ],
)
def test_the_launcher_passes_the_virtualenv_of_the_project_to_the_older_language_host(
    machine: Machine, project_file: str, virtualenv: str
) -> None:
    project = machine.folder / "a project"
    (project / "program").mkdir(parents=True)
    (project / "Pulumi.yaml").write_text(project_file)
    launcher = machine.script("pulumi-language-python", versions.LAUNCHER.read_text())
    machine.script("pulumi-language-python-host", '#!/bin/sh\nprintf "%s\\n" "$@"\n')
    result = subprocess.run(
        [launcher, "127.0.0.1:4"],
        capture_output=True,
        check=True,
        cwd=project / "program",
        text=True,
    )
    assert result.stdout.splitlines() == [
        *("-root", str(project)),
        *("-virtualenv", virtualenv),
        "127.0.0.1:4",
    ]
