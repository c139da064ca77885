"""The subdomain of a web service is its name, unless another service or Runsite itself has it."""

from __future__ import annotations

import re

import pytest

from tests.emulator.harness import Runsite


def test_the_subdomain_is_the_name(runsite: Runsite) -> None:
    assert runsite.get(runsite.create_service(name="My Shop!"))["subdomain"] == "my-shop"


@pytest.mark.parametrize("name", ["api", "www", "docs", "API"])
def test_a_host_of_the_platform_is_not_a_subdomain(runsite: Runsite, name: str) -> None:
    subdomain = runsite.get(runsite.create_service(name=name))["subdomain"]
    assert re.fullmatch(rf"{name.lower()}-[0-9a-f]{{6}}", subdomain)


def test_a_used_subdomain_has_a_suffix(runsite: Runsite) -> None:
    subdomains = [runsite.get(runsite.create_service(name="web"))["subdomain"] for _ in range(2)]
    assert subdomains[0] == "web"
    assert re.fullmatch(r"web-[0-9a-f]{6}", subdomains[1])
