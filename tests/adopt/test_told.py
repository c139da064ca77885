"""What Runsite tells is declared; on what it is silent about nothing is guessed."""

from __future__ import annotations

import re

from pulumi_runsite.emulator import Running
from tests.under_mocks import declared

from .accounts import Account
from .conftest import Command


def test_what_runsite_does_not_tell_is_said_and_not_guessed(
    account: Account, command: Command
) -> None:
    account.service("web", port=3000)
    command.run()
    assert "Runsite does not tell port (8080 when left out), start_command" in command.comments
    assert command.said_of("port") == []
    assert "build_command" not in command.program, "an image is not built"


def test_what_runsite_tells_is_declared(
    account: Account, command: Command, runsite: Running
) -> None:
    runsite.emulator.switches.echo = "all"
    repository = "https://git.example.org/acme/web"
    account.service("web", source_type="git", git_repository_url=repository, port=3000)
    command.run()
    assert command.said_of("port") == ["3000"]
    assert command.said_of("git_repository_url") == [f'"{repository}"']
    assert command.comments == ""


def test_of_a_repository_that_is_only_named_the_address_is_made_and_of_another_asked_for(
    account: Account, command: Command
) -> None:
    known, other = "https://github.com/acme/web", "https://git.example.org/acme/web"
    account.service("known", source_type="git", git_repository_url=known)
    account.service("other", source_type="git", git_repository_url=other)
    command.run()
    assert command.said_of("git_repository_url") == [
        f'"{known}"',
        'config.require("other-repository")',
    ]
    assert command.comments.count("Of its repository Runsite tells at most the name") == 2
    script = (command.out / "set-secrets.sh").read_text()
    assert script.splitlines()[-1] == "pulumi config set --plaintext other-repository"


def test_no_two_things_that_are_asked_for_have_one_name(account: Account, command: Command) -> None:
    web = account.service(
        "gitty", source_type="git", git_repository_url="https://git.example.org/acme/web"
    )
    account.variable(web, "REPOSITORY", "canary", is_secret=True)
    command.run()
    asked = re.findall(
        r"^pulumi config set \S+ (\S+)$",
        (command.out / "set-secrets.sh").read_text(),
        re.MULTILINE,
    )
    assert len(set(asked)) == len(asked) == 2


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
        assert remark in command.comments
        assert remark in said
    assert command.said_of("project_id") == [f'"{shop}"']
    assert command.said_of("key") == ['"MODE"']
