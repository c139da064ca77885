"""The fixtures of the pytest plugin, as a test of a program uses them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

import pulumi_runsite.testing
from pulumi_runsite.testing import Runsite, serve

PACKAGE = Path(pulumi_runsite.testing.__file__).parents[1]
IMAGE = {"name": "web", "source_type": "image", "image_ref": "nginx:1.27"}


def test_a_local_runsite_is_empty_and_logs_what_it_receives(runsite: Runsite) -> None:
    assert runsite.get("/projects")["projects"] == []
    before = runsite.last_seq()
    runsite.post("/projects", name="shop")
    assert runsite.requests() == ["GET /api/projects", "POST /api/projects"]
    assert runsite.writes(before) == ["POST /api/projects"]
    assert [entry["status"] for entry in runsite.journal(before)] == [201]


def test_a_deployment_ends_when_the_test_turns_the_clock(runsite: Runsite) -> None:
    runsite.clock.set_scale(0)
    service = f"/web-services/{runsite.post('/web-services', **IMAGE)['id']}"
    runsite.post(f"{service}/deployments")
    assert runsite.get(service)["url"] is None
    runsite.clock.advance(1)
    assert runsite.get(service)["url"] == "https://web.runsite.app"


def test_a_scheduled_fault_occurs_once(runsite: Runsite) -> None:
    runsite.schedule_fault("answer", method="POST", status=503)
    assert runsite.unused_faults() == 1
    with pytest.raises(httpx.HTTPStatusError, match="503"):
        runsite.post("/projects", name="shop")
    assert runsite.unused_faults() == 0
    runsite.post("/projects", name="shop")


def test_a_switch_and_the_dashboard_are_in_the_hands_of_the_test(runsite: Runsite) -> None:
    runsite.set_switches(list_envelope="data")
    id = runsite.post("/projects", name="shop")["id"]
    runsite.control("PATCH", f"dashboard/projects/{id}", name="store")
    assert [each["name"] for each in runsite.get("/projects")["data"]] == ["store"]
    with pytest.raises(httpx.HTTPStatusError):
        runsite.set_switches(list_envelop="data")


def test_two_local_runsites_have_accounts_of_their_own(runsite: Runsite) -> None:
    with serve() as other:
        key = {"Authorization": f"Bearer {runsite.api_key}"}
        assert httpx.get(f"{other.url}/api/projects", headers=key).status_code == 401
        assert runsite.journal() == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{other.url}/api/projects", headers=key)


@pytest.fixture
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the person who runs the tests, before the fixtures start."""
    monkeypatch.setenv("RUNSITE_API_KEY", "ak_live_mine")
    monkeypatch.setenv("RUNSITE_API_TOKEN", "ak_live_mine")
    monkeypatch.setenv("RUNSITE_IMMUTABLE_CHANGES", "replace")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://mine")


@pytest.mark.usefixtures("_own_settings")
def test_pulumi_uses_the_local_runsite_and_a_state_of_the_test(
    runsite: Runsite,
    runsite_environment: dict[str, str],
    tmp_path: Path,
) -> None:
    settings = {k: v for k, v in runsite_environment.items() if k.startswith("RUNSITE_")}
    assert settings == {"RUNSITE_API_URL": runsite.url, "RUNSITE_API_KEY": runsite.api_key}
    assert runsite_environment["PULUMI_BACKEND_URL"].startswith(tmp_path.as_uri())
    assert runsite_environment["PATH"]
    runsite.post("/projects", name="shop")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("pulumi_runsite.emulator")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(ImportError, match=r"fastapi is not installed. .*pulumi-runsite\[testing\]"):
        serve().__enter__()


def test_loading_the_plugin_loads_no_web_server() -> None:
    code = (
        "import sys, pulumi_runsite.testing.fixtures;"
        "print(sorted({'fastapi', 'uvicorn'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_only_the_fixtures_import_pytest() -> None:
    importing = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Import) and "pytest" in {alias.name for alias in node.names}
    }
    assert importing == {"testing/fixtures.py"}
