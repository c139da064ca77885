"""What holds for the whole process of a provider."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = """
def new_schema_validator(*args, **kwargs):
    print("saw a model")
    return None, None, None
"""
"""A plugin of pydantic, as telemetry packages install one: it would see each validated value."""

PARSE_A_SECRET = """
from pulumi_runsite.provider.models.env_var import EnvVarInputs
print(EnvVarInputs.parse({
    "web_service_id": "a4b68a78-3c42-4f2b-b4eb-379f147c9df8", "key": "A", "value": "hidden"
})["key"])
"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Return a folder of packages with a plugin of pydantic."""
    (tmp_path / "telemetry.py").write_text(PLUGIN)
    metadata = tmp_path / "telemetry-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: telemetry\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[pydantic]\ntelemetry = telemetry\n")
    return tmp_path


def output_of(program: str, packages: Path) -> str:
    command = [sys.executable, "-c", program]
    env = {"PYTHONPATH": str(packages), "PATH": ""}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.mark.parametrize("adapter", ["pulumi_runsite.dynamic", "pulumi_runsite.__main__"])
def test_no_plugin_of_pydantic_sees_a_secret(packages: Path, adapter: str) -> None:
    assert "saw a model" in output_of(PARSE_A_SECRET, packages)
    assert output_of(f"import {adapter}{PARSE_A_SECRET}", packages) == "A"


def test_the_collector_runs_again_once_the_provider_is_loaded(packages: Path) -> None:
    program = "import gc, pulumi_runsite.dynamic; print(gc.isenabled(), gc.get_freeze_count() > 0)"
    assert output_of(program, packages) == "True True"
