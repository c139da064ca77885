"""The examples do what their pages promise."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.under_mocks import SECRET, declared, secret

from .runsite import LocalRunsite
from .stack import PROJECT, STACK, Stack

pytestmark = pytest.mark.engine

Composed = dict[str, dict[str, Any]]

EXAMPLES = Path(__file__).parents[2] / "examples"
SECRETS = {
    f"{PROJECT}:{name}": f"the value of {name}"
    for name in (
        "sessionKey",
        "queueUrl",
        "paymentKey-production",
        "paymentKey-staging",
        "paymentKey-development",
    )
}


@pytest.fixture
def emulator(start_emulator: Callable[..., LocalRunsite]) -> LocalRunsite:
    """A fresh local Runsite that deploys in no time."""
    return start_emulator("--build-seconds", "0.1")


@pytest.fixture
def quickstart(stack: Stack, emulator: LocalRunsite) -> Stack:
    """`examples/quickstart`, that has never been run."""
    return prepared("quickstart", stack, emulator)


@pytest.fixture
def shop(stack: Stack, emulator: LocalRunsite) -> Stack:
    """`examples/shop`, that has its secrets and has never been run."""
    prepared("shop", stack, emulator)
    stack.config({}, secret=SECRETS)
    return stack


def prepared(name: str, stack: Stack, emulator: LocalRunsite) -> Stack:
    """Make *stack* the example *name*, all of it but the name and the virtual environment."""
    project = (EXAMPLES / name / "Pulumi.yaml").read_text()
    project = project.replace(f"name: {name}", f"name: {PROJECT}")
    project = project.replace("virtualenv: venv", f"virtualenv: {sys.prefix}")
    (stack.folder / "Pulumi.yaml").write_text(project)
    stack.program((EXAMPLES / name / "__main__.py").read_text())
    stack.connect(emulator)
    return stack


def kinds(writes: list[str]) -> Counter[str]:
    """Count *writes* by method and the last word of the path that is not an id."""
    named = [re.sub(r"/[0-9a-f-]{36}", "", write).split("/") for write in writes]
    return Counter(f"{words[0].strip()} {words[-1]}" for words in named)


def test_the_quickstart_is_made_once_and_is_quiet_from_then_on(
    quickstart: Stack, emulator: LocalRunsite
) -> None:
    assert quickstart.up().code == 0
    made = emulator.writes()
    assert kinds(made) == {
        "POST projects": 1,
        "POST web-services": 1,
        "POST env": 1,
        "POST deployments": 1,
    }
    assert quickstart.preview("--expect-no-changes").code == 0
    assert quickstart.up("--expect-no-changes").code == 0
    refreshed = quickstart.refresh("--expect-no-changes")
    assert (refreshed.code, refreshed.changes) == (0, {})
    assert emulator.writes() == made


def test_the_quickstart_exports_the_address_that_it_answers_at(quickstart: Stack) -> None:
    quickstart.up()
    assert (
        quickstart.run("stack", "output", "url", "--stack", STACK).out.strip()
        == "https://web.runsite.app"
    )


def test_a_preview_of_the_quickstart_asks_nothing(
    quickstart: Stack, emulator: LocalRunsite
) -> None:
    assert quickstart.preview().changes == {"create": 5}
    assert emulator.journal() == []


def test_the_quickstart_is_destroyed_with_a_warning_for_what_stays(
    quickstart: Stack, emulator: LocalRunsite
) -> None:
    quickstart.up()
    before = emulator.mark()
    destroyed = quickstart.destroy()
    assert destroyed.code == 0
    assert kinds(emulator.writes(before)) == {"DELETE env": 1, "POST stop": 1}
    stays = [text for text in destroyed.diagnostics("warning") if "stays on Runsite" in text]
    assert [text.partition(" (")[0] for text in sorted(stays)] == [
        "project 'quickstart'",
        "web service 'web'",
    ]
    assert quickstart.resources() == {}


def test_the_shop_is_made_once_and_is_quiet_from_then_on(
    shop: Stack, emulator: LocalRunsite
) -> None:
    assert shop.up().code == 0
    made = emulator.writes()
    assert kinds(made) == {
        "POST projects": 1,
        "POST web-services": 2,
        "POST env": 3,
        "POST secrets": 3,
        "POST deployments": 2,
    }
    assert shop.preview("--expect-no-changes").code == 0
    refreshed = shop.refresh("--expect-no-changes")
    assert (refreshed.code, refreshed.changes) == (0, {})
    assert emulator.writes() == made


def test_a_new_payment_key_deploys_both_services(shop: Stack, emulator: LocalRunsite) -> None:
    shop.up()
    shop.config({}, secret={f"{PROJECT}:paymentKey-production": "another"})
    before = emulator.mark()
    shop.up()
    assert kinds(emulator.writes(before)) == {"PUT bulk": 1, "POST deployments": 2}


def test_every_step_of_the_demo_comes_out_as_promised(engine_env: dict[str, str]) -> None:
    shown = demo(engine_env)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Every step came out as promised" in shown.stdout


def test_a_demo_that_does_not_come_out_as_promised_says_so(
    engine_env: dict[str, str], tmp_path: Path
) -> None:
    restless = shutil.copytree(EXAMPLES / "shop", tmp_path / "restless")
    program = restless / "__main__.py"
    always_new = program.read_text().replace("triggers=[", "triggers=[__import__('time').time(), ")
    program.write_text(always_new)
    shown = demo({**engine_env, "RUNSITE_DEMO_OF": str(restless)})
    assert shown.returncode == 1
    assert "`pulumi preview --expect-no-changes` failed" in shown.stderr


def demo(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, EXAMPLES.parent / "tools" / "demo.py"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


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
def composed() -> Composed:
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


def test_a_password_of_another_provider_stays_a_secret(
    composed: Composed,
) -> None:
    assert composed["EnvVar signing-key"]["value"] == [SECRET, "a password"]
    assert composed["EnvVar signing-key"]["is_secret"] is True


def test_what_another_cloud_made_is_a_variable_of_the_service(composed: Composed) -> None:
    bucket = composed["EnvVar uploads-bucket"]
    assert (bucket["key"], bucket["value"]) == ("UPLOADS_BUCKET", [SECRET, "uploads-1f2e"])
    endpoint = composed["EnvVar uploads-endpoint"]
    assert endpoint["value"] == [SECRET, "fra1.digitaloceanspaces.com"]
    assert bucket["web_service_id"] == endpoint["web_service_id"] == "web-id"


def test_the_bucket_allows_the_address_of_the_service_alone(
    composed: Composed,
) -> None:
    (rule,) = composed["SpacesBucketCorsConfiguration uploads"]["corsRules"]
    assert rule["allowedOrigins"] == ["https://web.runsite.app"]


def test_a_new_value_of_another_provider_deploys_the_service(composed: Composed) -> None:
    assert composed["Deployment web-deployment"]["triggers"] == ["r1", "r1", "r1"]
