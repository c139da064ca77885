"""The examples do what their pages promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.under_mocks import SECRET, declared, secret

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("name", ["quickstart", "shop", "composed"])
def test_an_editor_finds_nothing_wrong_in_an_example(name: str) -> None:
    program = EXAMPLES / name / "__main__.py"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(program)],
        cwd=EXAMPLES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.fixture(scope="module")
def composed() -> dict[str, dict[str, object]]:
    """What `examples/composed` declares, by name: its other providers cannot be run here."""
    outputs = {
        "random:index/randomPassword:RandomPassword": {"result": secret("a password")},
        "digitalocean:index/spacesBucket:SpacesBucket": {
            "name": "uploads-1f2e",
            "endpoint": "fra1.digitaloceanspaces.com",
        },
        "pulumi-python:dynamic/runsite:EnvVar": {"revision": "r1"},
        "pulumi-python:dynamic/runsite:Deployment": {"url": "https://web.runsite.app"},
    }
    program = EXAMPLES / "composed" / "__main__.py"
    told = declared([program], {"shop:region": "fra1"}, outputs)[str(program)]
    return {f"{each['type'].rsplit(':', 1)[-1]} {each['name']}": each["inputs"] for each in told}


def test_a_password_of_another_provider_stays_a_secret_on_its_way_to_runsite(composed) -> None:
    assert composed["EnvVar signing-key"]["value"] == [SECRET, "a password"]
    assert composed["EnvVar signing-key"]["is_secret"] is True


def test_what_another_cloud_made_is_a_variable_of_the_service(composed) -> None:
    bucket = composed["EnvVar uploads-bucket"]
    assert (bucket["key"], bucket["value"]) == ("UPLOADS_BUCKET", [SECRET, "uploads-1f2e"])
    endpoint = composed["EnvVar uploads-endpoint"]
    assert endpoint["value"] == [SECRET, "fra1.digitaloceanspaces.com"]
    assert bucket["web_service_id"] == endpoint["web_service_id"] == "web-id"


def test_the_address_of_the_service_is_the_one_origin_that_the_bucket_allows(composed) -> None:
    (rule,) = composed["SpacesBucketCorsConfiguration uploads"]["corsRules"]
    assert rule["allowedOrigins"] == ["https://web.runsite.app"]


def test_a_new_value_of_another_provider_deploys_the_service(composed) -> None:
    assert composed["Deployment web-deployment"]["triggers"] == ["r1", "r1", "r1"]
