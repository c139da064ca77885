"""The command that writes a program for an account: all of it, no secret, and nothing twice."""

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


def test_everything_is_declared(account: Account, command: Command) -> None:
    there = fill(account)
    command.run()
    found = Counter(re.findall(r"= runsite\.(\w+)\(", command.program))
    assert found == there
    imports = json.loads((command.out / "import.json").read_text())["resources"]
    assert Counter(each["type"].removeprefix("runsite:index:") for each in imports) == there
    assert len({(each["type"], each["name"]) for each in imports}) == len(imports)


def test_nothing_masked_and_no_key_is_in_what_it_writes(
    account: Account, command: Command, runsite: Running
) -> None:
    fill(account)
    said = command.run()
    for text in (said, *command.texts().values()):
        assert CANARY not in text
        assert "***" not in text
        assert runsite.emulator.api_key not in text


def test_the_same_account_is_written_the_same_way(account: Account, command: Command) -> None:
    fill(account)
    command.run()
    first, command.out = command.texts(), command.out.parent / "again" / "adopted"
    command.run()
    assert command.texts() == first


def test_the_program_is_laid_out_as_ruff_does_it_and_an_editor_finds_nothing_wrong(
    account: Account, command: Command
) -> None:
    fill(account)
    account.variable(account.service("x" * 60), "Y" * 60, CANARY, is_secret=True)
    command.run()
    program = str(command.out / "__main__.py")
    for tool in (["ruff", "format", "--isolated", "--check"], ["mypy", "--strict"]):
        words = [sys.executable, "-m", *tool, program]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_belongs_together_refers_to_it_and_not_to_its_id(
    account: Account, command: Command
) -> None:
    shop = account.project("shop")
    web = account.service("web", project_id=shop)
    account.variable(web, "MODE", "fast", is_secret=False)
    account.secret(shop, "PAYMENT_KEY", "staging")
    account.deploy(web)
    command.run()
    assert command.said_of("project_id") == ["shop.id", "shop.id"]
    assert command.said_of("web_service_id") == ["web.id", "web.id"]
    assert "triggers=[\n        web_mode.revision,\n    ]" in command.program


def test_the_import_file_has_the_ids_that_people_have(account: Account, command: Command) -> None:
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


def test_a_plain_value_is_a_literal_and_a_masked_one_is_asked_for(
    account: Account, command: Command
) -> None:
    web = account.service("web")
    account.variable(web, "PLAIN", "fast", is_secret=False)
    account.variable(web, "MASKED", CANARY, is_secret=True)
    said = command.run()
    assert command.said_of("value") == [
        'config.require_secret("web-masked")',
        '"fast"',
    ]
    assert command.said_of("is_secret") == ["False"]
    script = (command.out / "set-secrets.sh").read_text()
    assert script.splitlines()[-1] == "pulumi config set --secret web-masked"
    assert "asks for 1 value" in said


def test_a_plain_value_that_is_shown_as_a_mask_is_asked_for(
    account: Account, command: Command, runsite: Running
) -> None:
    runsite.emulator.switches.accept_mask = True
    account.variable(account.service("web"), "ODD", "*****", is_secret=False)
    command.run()
    assert command.said_of("value") == ['config.require_secret("web-odd")']
    assert command.said_of("is_secret") == ["False"]


def test_without_a_masked_value_there_is_nothing_to_ask_for(
    account: Account, command: Command
) -> None:
    account.project("shop")
    said = command.run()
    assert not (command.out / "set-secrets.sh").exists()
    assert "config" not in command.program
    assert "set-secrets" not in said


def test_only_what_is_in_the_projects_asked_for(account: Account, command: Command) -> None:
    shop, blog = account.project("shop"), account.project("blog")
    for name, project in (("till", shop), ("press", blog)):
        account.service(name, project_id=project)
    account.service("alone")
    command.run("--project", blog)
    assert command.said_of("name") == ['"blog"', '"press"']
    command.out = command.out.parent / "both" / "adopted"
    command.run("--project", blog, "--project", shop)
    assert command.said_of("name") == ['"blog"', '"press"', '"shop"', '"till"']
    said = command.refused("--project", NO_ID)
    assert said == f"error: --project: there is no project {NO_ID} on Runsite"


def test_a_list_that_tells_no_project_loses_none_of_its_services(
    account: Account, command: Command, runsite: Running
) -> None:
    shop = account.project("shop")
    ids = {name: account.service(name, project_id=shop) for name in ("press", "till")}
    short = [{"id": id, "name": name, "status": "stopped"} for name, id in ids.items()]
    fault = Fault(kind="answer", status=200, path="*/web-services", body={"web_services": short})
    runsite.emulator.faults.add(fault)
    command.run("--project", shop)
    assert command.said_of("name") == ['"shop"', '"press"', '"till"']


def test_what_is_there_is_not_overwritten(account: Account, command: Command) -> None:
    account.project("shop")
    command.out.mkdir()
    (command.out / "Pulumi.yaml").write_text("mine")
    said = command.refused()
    assert said.startswith(f"error: {command.out / 'Pulumi.yaml'} exists and is not overwritten")
    assert command.texts() == {"Pulumi.yaml": "mine"}


def test_a_folder_of_any_name_is_a_project_and_can_be_entered(
    account: Account, command: Command
) -> None:
    account.project("shop")
    command.out = command.out.parent / "it's mine" / "2026"
    steps = command.run().splitlines()
    (enter,) = [step for step in steps if step.startswith("    cd ")]
    assert shlex.split(enter) == ["cd", str(command.out)]
    # Without the quotes it were a number, which Pulumi refuses.
    assert (command.out / "Pulumi.yaml").read_text().startswith('name: "2026"\n')


def test_the_script_stops_at_the_first_value_that_is_not_taken(
    account: Account, command: Command, tmp_path: Path
) -> None:
    web = account.service("web")
    for key in ("ONE", "TWO"):
        account.variable(web, key, CANARY, is_secret=True)
    command.run()
    refusing = tmp_path / "bin" / "pulumi"
    refusing.parent.mkdir()
    refusing.write_text('#!/bin/sh\necho "$@"\nexit 1\n')
    refusing.chmod(0o755)
    script = str(command.out / "set-secrets.sh")
    path = os.pathsep.join([str(refusing.parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", script], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["config set --secret web-one"]


def test_what_is_wrong_is_one_sentence(
    account: Account, command: Command, runsite: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.refused() == (
        "error: there is nothing on this Runsite account; nothing was written"
    )
    said = command.refused("--project", runsite.emulator.api_key)
    assert said == "error: --project: there is no project [secret] on Runsite"
    monkeypatch.setenv("RUNSITE_API_KEY", "ak_live_wrong")
    assert "Runsite refuses the API key" in command.refused()
    monkeypatch.delenv("RUNSITE_API_KEY")
    assert command.refused().startswith("error: there is no Runsite API key")
    assert not command.out.exists()


def test_the_guide_shows_what_is_written(account: Account, command: Command) -> None:
    shop = account.project("shop")
    web = account.make(
        "/web-services", name="web", project_id=shop, source_type="image", image_ref="nginx:1.27"
    )
    account.variable(web, "DATABASE_URL", CANARY, is_secret=True)
    account.deploy(web)
    command.run()
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "adopt.md").read_text()
    shown = guide.partition("```py\n")[2].partition("```")[0]
    written = command.program.partition("shop = ")[1:]
    assert re.sub(UUID, "ID", "".join(written)) == re.sub(UUID, "ID", shown)
