"""What Runsite tells is declared; on what it is silent about nothing is guessed."""

from __future__ import annotations

import re

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from tests.under_mocks import declared

from .accounts import CANARY, Account
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
    account.deploy(web)
    odd = account.service(" odd")
    account.variable(odd, "OTHER", "fast", is_secret=False)
    said = command.run()
    for remark in (
        f"Left out: web service 'going' ({going}): Runsite is deleting it",
        f"Left out: project ' shop' ({shop}): name must not begin or end with white space",
        "Left out: environment variable 'EMPTY'",
        f"Left out: web service ' odd' ({odd}): name must not begin or end with white space",
    ):
        assert remark in command.comments
        assert remark in said
    assert command.said_of("project_id") == [f'"{shop}"']
    assert command.said_of("key") == ['"MODE"', '"OTHER"']
    assert command.said_of("web_service_id") == ["web.id", "web.id", f'"{odd}"']
    assert "triggers=[\n        web_mode.revision,\n    ]" in command.program


def test_things_are_told_by_their_names_whatever_runsites_order(
    account: Account, command: Command
) -> None:
    for name in ("till", "blog"):
        account.service(name, project_id=account.project(f"{name}s"))
    command.run()
    assert command.said_of("name") == ['"blogs"', '"blog"', '"tills"', '"till"']


def test_what_a_list_leaves_out_is_asked_for(
    account: Account, command: Command, runsite: Running
) -> None:
    shop = account.project("shop")
    web = account.service("web", project_id=shop)
    body = {"web_services": [{"id": web, "name": "web", "status": "stopped"}]}
    runsite.emulator.faults.add(
        Fault(kind="answer", status=200, method="GET", path="/web-services", body=body)
    )
    command.run()
    assert command.said_of("image_ref") == ['"nginx:1"']
    assert command.said_of("project_id") == ["shop.id"]


def test_a_value_that_is_not_said_to_be_plain_is_asked_for(
    account: Account, command: Command, runsite: Running
) -> None:
    account.service("web")
    body = {"environment_variables": [{"id": "v-1", "key": "A", "value": CANARY}]}
    runsite.emulator.faults.add(
        Fault(kind="answer", status=200, method="GET", path="/web-services/*/env", body=body)
    )
    command.run()
    assert command.said_of("value") == ['config.require_secret("web-a")']
    assert command.said_of("is_secret") == []
    assert CANARY not in "".join(command.texts().values())


def test_a_repository_and_a_variable_of_that_name_are_asked_for_by_two_keys(
    account: Account, command: Command
) -> None:
    other = "https://git.example.org/acme/web"
    web = account.service("web", source_type="git", git_repository_url=other)
    account.variable(web, "REPOSITORY", CANARY, is_secret=True)
    command.run()
    script = (command.out / "set-secrets.sh").read_text()
    keys = [line.split()[-1] for line in script.splitlines() if line.startswith("pulumi")]
    assert len(set(keys)) == len(keys) == 2
