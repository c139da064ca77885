"""What the process of a provider imports, as long as it sends no request."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
import pulumi_runsite.{adapter}
from pulumi_runsite.provider.resources import EnvVar

inputs, failures = EnvVar.check({{"web_service_id": "w-1", "key": "A", "value": "x"}})
assert inputs and not failures
assert not EnvVar.diff(inputs, inputs, "error")
print(*sys.modules)
"""


@pytest.mark.parametrize("adapter", ["dynamic.provider", "plugin.server"])
def test_check_and_diff_import_neither_http_client_nor_what_only_messages_need(
    adapter: str,
) -> None:
    run = [sys.executable, "-c", PROGRAM.format(adapter=adapter)]
    imported = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    assert f"pulumi_runsite.{adapter}" in imported
    assert {"httpx", "html.entities", "difflib"}.isdisjoint(imported)
