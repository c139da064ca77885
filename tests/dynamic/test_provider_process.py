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

VALIDATE_SECRETS = """
import os
from pulumi_runsite.provider.models.env_var import EnvVarInputs
id = "a4b68a78-3c42-4f2b-b4eb-379f147c9df8"
EnvVarInputs.parse({"web_service_id": id, "key": "A", "value": "hidden"})
EnvVarInputs.value_adapter("value").validate_python("hidden")
print("PYDANTIC_DISABLE_PLUGINS" in os.environ)
"""

OWN_MODEL = """
import pydantic
class Own(pydantic.BaseModel):
    text: str
"""
"""A model of another provider, in the same process."""


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


def test_no_plugin_of_pydantic_sees_a_secret(packages: Path) -> None:
    assert output_of(VALIDATE_SECRETS, packages) == "False"


def test_other_providers_of_the_process_keep_their_plugins(packages: Path) -> None:
    program = f"import pulumi_runsite.dynamic{VALIDATE_SECRETS}{OWN_MODEL}"
    assert output_of(program, packages) == "False\nsaw a model"


@pytest.mark.parametrize("state", ["enable", "disable"])
def test_the_collector_is_as_before_once_the_provider_is_loaded(packages: Path, state: str) -> None:
    program = f"import gc; gc.{state}(); import pulumi_runsite.dynamic; print(gc.isenabled())"
    assert output_of(program, packages) == str(state == "enable")
