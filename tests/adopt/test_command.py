"""The command and the files it writes."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault

from .accounts import CANARY, Account, fill
from .conftest import Command

UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NO_ID = "00000000-0000-4000-8000-000000000000"


def project_not_found(id: str) -> str:
    return (
        f"No project with the id {id} exists on Runsite. Check the value of `--project`, and that "
        "the API key is of the account that owns it."
    )


def test_every_resource_is_declared_once(account: Account, command: Command) -> None:
    counts = fill(account)
    command.run()
    found = Counter(re.findall(r"= runsite\.(\w+)\(", command.program))
    assert found == counts
    imports = json.loads((command.out / "import.json").read_text())["resources"]
    assert Counter(each["type"].removeprefix("runsite:index:") for each in imports) == counts
    assert len({(each["type"], each["name"]) for each in imports}) == len(imports)


def test_no_file_contains_a_masked_value_or_the_api_key(
    account: Account, command: Command, runsite: Running
) -> None:
    fill(account)
    output = command.run()
    for text in (output, *command.files().values()):
        assert CANARY not in text
        assert "***" not in text
        assert runsite.emulator.api_key not in text


def test_the_same_account_gives_the_same_files(account: Account, command: Command) -> None:
    fill(account)
    command.run()
    first, command.out = command.files(), command.out.parent / "again" / "adopted"
    command.run()
    assert command.files() == first


def test_the_program_passes_ruff_format_and_mypy_strict(account: Account, command: Command) -> None:
    fill(account)
    account.variable(account.service("x" * 60), "Y" * 60, CANARY, is_secret=True)
    command.run()
    program = str(command.out / "__main__.py")
    for tool in (["ruff", "format", "--isolated", "--check"], ["mypy", "--strict"]):
        arguments = [sys.executable, "-m", *tool, program]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_resources_refer_to_each_other_by_outputs(account: Account, command: Command) -> None:
    shop = account.project("shop")
    web = account.service("web", project_id=shop)
    account.variable(web, "MODE", "fast", is_secret=False)
    account.secret(shop, "PAYMENT_KEY", "staging")
    account.deploy(web)
    command.run()
    assert command.arguments("project_id") == ["shop.id", "shop.id"]
    assert command.arguments("web_service_id") == ["web.id", "web.id"]
    assert "triggers=[\n        web_mode.revision,\n    ]" in command.program


def test_the_import_file_has_the_ids_that_pulumi_import_takes(
    account: Account, command: Command
) -> None:
    shop = account.project("shop")
    web = account.service("web", project_id=shop)
    account.variable(web, "MODE", "fast", is_secret=False)
    account.secret(shop, "PAYMENT_KEY", "staging")
    live = account.deploy(web)
    command.run()
    imports = json.loads((command.out / "import.json").read_text())["resources"]
    assert {each["name"]: each["id"] for each in imports} == {
        "shop": shop,
        "shop-payment-key-staging": f"{shop}/staging/PAYMENT_KEY",
        "web": web,
        "web-mode": f"{web}/MODE",
        "web-deployment": f"{web}/{live}",
    }


def test_a_plain_value_is_a_literal_and_a_masked_one_is_configuration(
    account: Account, command: Command
) -> None:
    web = account.service("web")
    account.variable(web, "PLAIN", "fast", is_secret=False)
    account.variable(web, "MASKED", CANARY, is_secret=True)
    output = command.run()
    assert command.arguments("value") == [
        'config.require_secret("web-masked")',
        '"fast"',
    ]
    assert command.arguments("is_secret") == ["False"]
    script = (command.out / "set-secrets.sh").read_text()
    assert script.splitlines()[-1] == "pulumi config set --secret web-masked"
    assert "prompts for 1 value that the Runsite API does not return" in output


def test_a_plain_value_that_looks_like_a_mask_is_configuration(
    account: Account, command: Command, runsite: Running
) -> None:
    runsite.emulator.switches.accept_mask = True
    account.variable(account.service("web"), "ODD", "*****", is_secret=False)
    command.run()
    assert command.arguments("value") == ['config.require_secret("web-odd")']
    assert command.arguments("is_secret") == ["False"]


def test_without_a_masked_value_no_script_is_written(account: Account, command: Command) -> None:
    account.project("shop")
    output = command.run()
    assert not (command.out / "set-secrets.sh").exists()
    assert "config" not in command.program
    assert "set-secrets" not in output


def test_only_the_resources_of_the_given_projects(account: Account, command: Command) -> None:
    shop, blog = account.project("shop"), account.project("blog")
    for name, project in (("till", shop), ("press", blog)):
        account.service(name, project_id=project)
    account.service("alone")
    command.run("--project", blog)
    assert command.arguments("name") == ['"blog"', '"press"']
    command.out = command.out.parent / "both" / "adopted"
    command.run("--project", blog, "--project", shop)
    assert command.arguments("name") == ['"blog"', '"press"', '"shop"', '"till"']
    assert command.error("--project", NO_ID) == f"error: {project_not_found(NO_ID)}"


def test_a_list_without_project_ids_loses_no_web_service(
    account: Account, command: Command, runsite: Running
) -> None:
    shop = account.project("shop")
    ids = {name: account.service(name, project_id=shop) for name in ("press", "till")}
    short = [{"id": id, "name": name, "status": "stopped"} for name, id in ids.items()]
    fault = Fault(kind="answer", status=200, path="*/web-services", body={"web_services": short})
    runsite.emulator.faults.add(fault)
    command.run("--project", shop)
    assert command.arguments("name") == ['"shop"', '"press"', '"till"']


def test_an_existing_file_is_not_overwritten(account: Account, command: Command) -> None:
    account.project("shop")
    command.out.mkdir()
    (command.out / "Pulumi.yaml").write_text("mine")
    assert command.error() == (
        f"error: The file {command.out / 'Pulumi.yaml'} already exists and was not overwritten; "
        "nothing was written. Pass another directory with `--out`."
    )
    assert command.files() == {"Pulumi.yaml": "mine"}


def test_a_directory_of_any_name_is_a_project_and_is_quoted(
    account: Account, command: Command
) -> None:
    account.project("shop")
    command.out = command.out.parent / "it's mine" / "2026"
    steps = command.run().splitlines()
    (cd,) = [step for step in steps if step.startswith("    cd ")]
    assert shlex.split(cd) == ["cd", str(command.out)]
    # Without quotes it would be a number, which Pulumi rejects.
    assert (command.out / "Pulumi.yaml").read_text().startswith('name: "2026"\n')


def test_the_script_stops_at_the_first_command_that_fails(
    account: Account, command: Command, tmp_path: Path
) -> None:
    web = account.service("web")
    for key in ("ONE", "TWO"):
        account.variable(web, key, CANARY, is_secret=True)
    command.run()
    failing_pulumi = tmp_path / "bin" / "pulumi"
    failing_pulumi.parent.mkdir()
    failing_pulumi.write_text('#!/bin/sh\necho "$@"\nexit 1\n')
    failing_pulumi.chmod(0o755)
    script = str(command.out / "set-secrets.sh")
    path = os.pathsep.join([str(failing_pulumi.parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", script], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["config set --secret web-one"]


def test_every_failure_is_a_single_line_error(
    account: Account, command: Command, runsite: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.error() == (
        "error: The Runsite account has no projects and no web services; nothing was written. "
        "Check that the API key is of the intended account."
    )
    error = command.error("--project", runsite.emulator.api_key)
    assert error == f"error: {project_not_found('[secret]')}"
    monkeypatch.setenv("RUNSITE_API_KEY", "ak_live_wrong")
    assert "The API key was rejected" in command.error()
    monkeypatch.delenv("RUNSITE_API_KEY")
    assert command.error().startswith("error: No Runsite API key is in the environment")
    assert not command.out.exists()


def test_the_guide_shows_the_program_that_is_written(account: Account, command: Command) -> None:
    shop = account.project("shop")
    web = account.create(
        "/web-services", name="web", project_id=shop, source_type="image", image_ref="nginx:1.27"
    )
    account.variable(web, "DATABASE_URL", CANARY, is_secret=True)
    account.deploy(web)
    command.run()
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "adopt.md").read_text()
    documented = guide.partition("```py\n")[2].partition("```")[0]
    written = command.program.partition("shop = ")[1:]
    assert re.sub(UUID, "ID", "".join(written)) == re.sub(UUID, "ID", documented)
