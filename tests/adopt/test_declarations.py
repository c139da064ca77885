"""What the API returns is declared; what it does not return is a comment or configuration."""

from __future__ import annotations

import re

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from tests.under_mocks import declared

from .accounts import CANARY, Account
from .conftest import Command


def test_inputs_that_the_api_does_not_return_are_named_in_a_comment(
    account: Account, command: Command
) -> None:
    account.service("web", port=3000)
    command.run()
    assert "The Runsite API does not return port (default: 8080), start_command" in command.comments
    assert command.arguments("port") == []
    assert "build_command" not in command.program, "an image is not built"


def test_inputs_that_the_api_returns_are_declared(
    account: Account, command: Command, runsite: Running
) -> None:
    runsite.emulator.switches.echo = "all"
    repository = "https://git.example.org/acme/web"
    account.service("web", source_type="git", git_repository_url=repository, port=3000)
    command.run()
    assert command.arguments("port") == ["3000"]
    assert command.arguments("git_repository_url") == [f'"{repository}"']
    assert command.comments == ""


def test_the_url_of_a_repository_is_derived_from_its_name_or_is_configuration(
    account: Account, command: Command
) -> None:
    known, other = "https://github.com/acme/web", "https://git.example.org/acme/web"
    account.service("known", source_type="git", git_repository_url=known)
    account.service("other", source_type="git", git_repository_url=other)
    command.run()
    assert command.arguments("git_repository_url") == [
        f'"{known}"',
        'config.require("other-repository")',
    ]
    assert command.comments.count("The Runsite API returns at most the name of the repository") == 2
    script = (command.out / "set-secrets.sh").read_text()
    assert script.splitlines()[-1] == "pulumi config set --plaintext other-repository"


def test_resources_of_one_name_have_different_identifiers(
    account: Account, command: Command
) -> None:
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


def test_what_cannot_be_declared_is_skipped_with_a_comment(
    account: Account, command: Command, runsite: Running
) -> None:
    runsite.emulator.switches.empty_value = "accept"
    deleting = account.service("deleting")
    runsite.emulator.store.web_services.get(deleting).status = "pending_deletion"
    shop = account.project(" shop")
    web = account.service("web", project_id=shop)
    account.variable(web, "EMPTY", "", is_secret=False)
    account.variable(web, "MODE", "fast", is_secret=False)
    account.deploy(web)
    odd = account.service(" odd")
    account.variable(odd, "OTHER", "fast", is_secret=False)
    output = command.run()
    for comment in (
        f"Skipped web service 'deleting' ({deleting}): it is being deleted.",
        f"Skipped project ' shop' ({shop}): name must not begin or end with whitespace.",
        "Skipped environment variable 'EMPTY'",
        f"Skipped web service ' odd' ({odd}): name must not begin or end with whitespace.",
    ):
        assert comment in command.comments
        assert comment in output
    assert command.arguments("project_id") == [f'"{shop}"']
    assert command.arguments("key") == ['"MODE"', '"OTHER"']
    assert command.arguments("web_service_id") == ["web.id", "web.id", f'"{odd}"']
    assert "triggers=[\n        web_mode.revision,\n    ]" in command.program


def test_resources_are_sorted_by_name(account: Account, command: Command) -> None:
    for name in ("till", "blog"):
        account.service(name, project_id=account.project(f"{name}s"))
    command.run()
    assert command.arguments("name") == ['"blogs"', '"blog"', '"tills"', '"till"']


def test_fields_that_a_list_lacks_are_read_by_id(
    account: Account, command: Command, runsite: Running
) -> None:
    shop = account.project("shop")
    web = account.service("web", project_id=shop)
    body = {"web_services": [{"id": web, "name": "web", "status": "stopped"}]}
    runsite.emulator.faults.add(
        Fault(kind="answer", status=200, method="GET", path="/web-services", body=body)
    )
    command.run()
    assert command.arguments("image_ref") == ['"nginx:1"']
    assert command.arguments("project_id") == ["shop.id"]


def test_a_value_that_is_not_marked_as_plain_is_configuration(
    account: Account, command: Command, runsite: Running
) -> None:
    account.service("web")
    body = {"environment_variables": [{"id": "v-1", "key": "A", "value": CANARY}]}
    runsite.emulator.faults.add(
        Fault(kind="answer", status=200, method="GET", path="/web-services/*/env", body=body)
    )
    command.run()
    assert command.arguments("value") == ['config.require_secret("web-a")']
    assert command.arguments("is_secret") == []
    assert CANARY not in "".join(command.files().values())


def test_a_repository_and_a_variable_of_that_name_have_different_keys(
    account: Account, command: Command
) -> None:
    other = "https://git.example.org/acme/web"
    web = account.service("web", source_type="git", git_repository_url=other)
    account.variable(web, "REPOSITORY", CANARY, is_secret=True)
    command.run()
    script = (command.out / "set-secrets.sh").read_text()
    keys = [line.split()[-1] for line in script.splitlines() if line.startswith("pulumi")]
    assert len(set(keys)) == len(keys) == 2
