"""The example with several providers under mocks, since its other providers cannot run here."""

from __future__ import annotations

from typing import Any

import pytest

from tests.under_mocks import SECRET, declared, secret

from .conftest import EXAMPLES

DeclaredInputs = dict[str, dict[str, Any]]

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def several_providers() -> DeclaredInputs:
    """The inputs that `examples/several_providers` declares, by type and name."""
    outputs = {
        "random:index/randomPassword:RandomPassword": {"result": secret("a password")},
        "digitalocean:index/spacesBucket:SpacesBucket": {
            "name": "uploads-1f2e",
            "endpoint": "fra1.digitaloceanspaces.com",
        },
        "pulumi-python:dynamic/runsite:EnvVar": {"revision": "r1"},
        "pulumi-python:dynamic/runsite:Deployment": {"url": "https://web.runsite.app"},
    }
    program = EXAMPLES / "several_providers" / "__main__.py"
    resources = declared([program], {"shop:region": "fra1"}, outputs)[str(program)]
    return {
        f"{each['type'].rsplit(':', 1)[-1]} {each['name']}": each["inputs"] for each in resources
    }


def test_a_password_of_another_provider_stays_a_secret(
    several_providers: DeclaredInputs,
) -> None:
    assert several_providers["EnvVar signing-key"]["value"] == [SECRET, "a password"]
    assert several_providers["EnvVar signing-key"]["is_secret"] is True


def test_outputs_of_another_provider_are_variables_of_the_service(
    several_providers: DeclaredInputs,
) -> None:
    bucket = several_providers["EnvVar uploads-bucket"]
    assert (bucket["key"], bucket["value"]) == ("UPLOADS_BUCKET", "uploads-1f2e")
    endpoint = several_providers["EnvVar uploads-endpoint"]
    assert endpoint["value"] == "fra1.digitaloceanspaces.com"
    assert bucket["web_service_id"] == endpoint["web_service_id"] == "web-id"


def test_the_bucket_allows_only_the_url_of_the_service(
    several_providers: DeclaredInputs,
) -> None:
    (rule,) = several_providers["SpacesBucketCorsConfiguration uploads"]["corsRules"]
    assert rule["allowedOrigins"] == ["https://web.runsite.app"]


def test_a_changed_output_of_another_provider_deploys_the_service(
    several_providers: DeclaredInputs,
) -> None:
    assert several_providers["Deployment web-deployment"]["triggers"] == ["r1", "r1", "r1"]
