"""The command that writes a program for an account: all of it, no secret, and nothing twice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.adopt.__main__ import main
from pulumi_runsite.adopt.names import Names, words
from pulumi_runsite.adopt.source import string
from pulumi_runsite.emulator import Emulator, Running, running
from tests.under_mocks import declared

from .accounts import CANARY, Account, fill

NO_ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def runsite() -> Iterator[Running]:
    with running(Emulator(scale=0, seed=7)) as serving:
        yield serving


@pytest.fixture
def account(runsite: Running) -> Iterator[Account]:
    """An empty account, on a Runsite that deploys in no time."""
    runsite.emulator.reset()
    runsite.emulator.switches.build_seconds = 0
    with closing(Account(runsite.url, runsite.emulator.api_key)) as made:
        yield made


class Command:
    """The command, as somebody with the account's key gives it."""

    def __init__(self, runsite: Running, out: Path, patch: Any, captured: Any) -> None:
        self.out = out
        self._emulator = runsite.emulator
        self._patch = patch
        self._captured = captured
        patch.setenv("RUNSITE_API_KEY", runsite.emulator.api_key)
        patch.setenv("RUNSITE_API_URL", runsite.url)

    def run(self, *flags: str) -> str:
        """Give it; it writes, and sends nothing but GETs. Return what it says."""
        self._emulator.clock.advance(1)  # deployments that are under way arrive
        since = self._emulator.journal.last_seq
        code, said, wrong = self._give(*flags)
        assert (code, wrong) == (0, "")
        asked = self._emulator.journal.entries(since=since)
        assert {entry["method"] for entry in asked} == {"GET"}
        return said

    def refused(self, *flags: str) -> str:
        """Give it in vain, and return the one sentence."""
        code, said, wrong = self._give(*flags)
        assert (code, said) == (1, "")
        assert wrong.count("\n") == 1
        return wrong.strip()

    def _give(self, *flags: str) -> tuple[int, str, str]:
        self._patch.setattr(sys, "argv", ["adopt", "--out", str(self.out), *flags])
        code = main()
        said = self._captured.readouterr()
        return code, said.out, said.err

    @property
    def program(self) -> str:
        return (self.out / "__main__.py").read_text()

    def texts(self) -> dict[str, str]:
        return {file.name: file.read_text() for file in self.out.iterdir()}


@pytest.fixture
def command(
    runsite: Running,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    return Command(runsite, tmp_path / "adopted", monkeypatch, capsys)


def argument(program: str, name: str) -> list[str]:
    return re.findall(rf"^    {name}=(.*),$", program, re.MULTILINE)


def comments(program: str) -> str:
    """Return what the comments say of what was found."""
    blocks = re.findall(r"(?:^# .*\n)+", program.partition("kept = ")[2], re.MULTILINE)
    return "\n".join(" ".join(block.replace("\n# ", " ").split()) for block in blocks)


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
    assert argument(command.program, "project_id") == ["shop.id", "shop.id"]
    assert argument(command.program, "web_service_id") == ["web.id", "web.id"]
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
    assert argument(command.program, "value") == [
        'config.require_secret("web-masked")',
        '"fast"',
    ]
    assert argument(command.program, "is_secret") == ["False"]
    script = (command.out / "set-secrets.sh").read_text()
    assert script.splitlines()[-1] == "pulumi config set --secret web-masked"
    assert "asks for 1 value" in said


def test_a_plain_value_that_is_shown_as_a_mask_is_asked_for(
    account: Account, command: Command, runsite: Running
) -> None:
    runsite.emulator.switches.accept_mask = True
    account.variable(account.service("web"), "ODD", "*****", is_secret=False)
    command.run()
    assert argument(command.program, "value") == ['config.require_secret("web-odd")']
    assert argument(command.program, "is_secret") == ["False"]


def test_without_a_masked_value_there_is_nothing_to_ask_for(
    account: Account, command: Command
) -> None:
    account.project("shop")
    said = command.run()
    assert not (command.out / "set-secrets.sh").exists()
    assert "config" not in command.program
    assert "set-secrets" not in said


def test_what_runsite_does_not_tell_is_said_and_not_guessed(
    account: Account, command: Command
) -> None:
    account.service("web", port=3000)
    command.run()
    assert "Runsite does not tell port (8080 when left out), start_command" in comments(
        command.program
    )
    assert argument(command.program, "port") == []
    assert "build_command" not in command.program, "an image is not built"


def test_what_runsite_tells_is_declared(
    account: Account, command: Command, runsite: Running
) -> None:
    runsite.emulator.switches.echo = "all"
    repository = "https://git.example.org/acme/web"
    account.service("web", source_type="git", git_repository_url=repository, port=3000)
    command.run()
    assert argument(command.program, "port") == ["3000"]
    assert argument(command.program, "git_repository_url") == [f'"{repository}"']
    assert comments(command.program) == ""


def test_of_a_repository_that_is_only_named_the_address_is_made_and_of_another_asked_for(
    account: Account, command: Command
) -> None:
    known, other = "https://github.com/acme/web", "https://git.example.org/acme/web"
    account.service("known", source_type="git", git_repository_url=known)
    account.service("other", source_type="git", git_repository_url=other)
    command.run()
    assert argument(command.program, "git_repository_url") == [
        f'"{known}"',
        'config.require("other-repository")',
    ]
    script = (command.out / "set-secrets.sh").read_text()
    assert script.splitlines()[-1] == "pulumi config set --plaintext other-repository"


def test_two_of_one_name_are_two(account: Account, command: Command) -> None:
    ids = {account.project("shop"), account.project("shop")}
    account.service("shop")
    command.run()
    assert re.findall(r"^(\w+) = runsite", command.program, re.MULTILINE) == [
        "shop",
        "shop_project",
        "shop_web_service",
    ]
    program = command.out / "__main__.py"
    seen = declared([program], {})[str(program)]
    assert {each["inputs"]["adopt_id"] for each in seen} >= ids


def test_what_cannot_be_declared_is_left_out_aloud_and_the_rest_goes_on(
    account: Account, command: Command, runsite: Running
) -> None:
    runsite.emulator.switches.empty_value = "accept"
    going = account.service("going")
    runsite.emulator.store.web_services.get(going).status = "pending_deletion"
    shop = account.project(" shop")
    web = account.service("web", project_id=shop)
    account.variable(web, "EMPTY", "", is_secret=False)
    account.variable(web, "MODE", "fast", is_secret=False)
    said = command.run()
    for remark in (
        f"Left out: web service 'going' ({going}): Runsite is deleting it",
        f"Left out: project ' shop' ({shop}): name must not begin or end with white space",
        "Left out: environment variable 'EMPTY'",
    ):
        assert remark in comments(command.program)
        assert remark in said
    assert argument(command.program, "project_id") == [f'"{shop}"']
    assert argument(command.program, "key") == ['"MODE"']


def test_only_what_is_in_the_projects_asked_for(account: Account, command: Command) -> None:
    shop, blog = account.project("shop"), account.project("blog")
    for name, project in (("till", shop), ("press", blog)):
        account.service(name, project_id=project)
    account.service("alone")
    command.run("--project", blog)
    assert argument(command.program, "name") == ['"blog"', '"press"']
    said = command.refused("--project", NO_ID)
    assert said == f"error: --project: there is no project {NO_ID} on Runsite"


def test_what_is_there_is_not_overwritten(account: Account, command: Command) -> None:
    account.project("shop")
    command.out.mkdir()
    (command.out / "Pulumi.yaml").write_text("mine")
    said = command.refused()
    assert said.startswith(f"error: {command.out / 'Pulumi.yaml'} exists and is not overwritten")
    assert command.texts() == {"Pulumi.yaml": "mine"}


def test_what_is_wrong_is_one_sentence(
    account: Account, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.refused() == (
        "error: there is nothing on this Runsite account; nothing was written"
    )
    monkeypatch.setenv("RUNSITE_API_KEY", "ak_live_wrong")
    assert "Runsite refuses the API key" in command.refused()
    monkeypatch.delenv("RUNSITE_API_KEY")
    assert command.refused().startswith("error: there is no Runsite API key")
    assert not command.out.exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Größe & Co", "grosse_co"),
        ("  My--Shop!", "my_shop"),
        ("class", "class_project"),
        ("list", "list_project"),
        ("config", "config_project"),
        ("7 seas", "project_7_seas"),
        ("店", "project"),
        ("a" * 99, "a" * 40),
    ],
)
def test_a_name_becomes_an_identifier(text: str, name: str) -> None:
    given = Names().give(words(text), "project")
    assert given == name
    assert given.isidentifier()


def test_no_identifier_is_given_twice() -> None:
    names = Names()
    wanted = ["a", "a", "a", "a_project", "a_project_2", "a"]
    given = [names.give(each, "project") for each in wanted]
    assert len(set(given)) == len(wanted)


@pytest.mark.parametrize(
    "text",
    ["", "plain", "it's", 'say "x"', 'it\'s "x"', '"\'"', "a\\b\\'", "\n\t\r\x00\x7f", "é店\u200b"],
)
def test_a_literal_is_the_text_again_and_as_ruff_writes_it(text: str, tmp_path: Path) -> None:
    literal = string(text)
    assert eval(literal) == text  # noqa: S307
    file = tmp_path / "it.py"
    file.write_text(f"x = {literal}\n")
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", str(file)]
    assert subprocess.run(ruff, capture_output=True, check=False).returncode == 0
