"""What an account holds can neither break the written program nor get code into it."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex

import pytest

from pulumi_runsite.adopt.declarations import program_items
from pulumi_runsite.adopt.project_files import project_files
from pulumi_runsite.adopt.python_source import string_literal
from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault

from .conftest import Command
from .hostile_accounts import HostileAccounts, responses, strange_parts

ACCOUNTS = int(os.environ.get("HOSTILE_ACCOUNTS", "400"))
"""The number of accounts; a seed that failed is in the name of the test."""

SERVED = max(8, ACCOUNTS // 20)
"""The number of accounts that the whole command reads from an emulator."""


@pytest.mark.parametrize("seed", range(4))
def test_every_file_of_a_hostile_account_is_well_formed(seed: int) -> None:
    accounts = HostileAccounts(seed)
    for _ in range(ACCOUNTS // 4):
        files = project_files(program_items(accounts.account()), "shop", "pulumi-runsite")
        program = files.pop("__main__.py")
        assert strange_parts(program) == []
        assert not re.search(r"=None|['\"]None|None/", program + files["import.json"])
        imported = json.loads(files["import.json"])["resources"]
        assert all(each["id"].isprintable() for each in imported)
        for line in files.get("set-secrets.sh", "").splitlines():
            words = shlex.split(line, comments=True)
            assert words in ([], ["set", "-e"]) or words[:3] == ["pulumi", "config", "set"]
        for text in files.values():
            assert all(character.isprintable() or character == "\n" for character in text)


@pytest.mark.parametrize("seed", range(SERVED))
def test_the_command_writes_a_sound_program_or_prints_one_error(
    runsite: Running, command: Command, seed: int
) -> None:
    runsite.emulator.reset()
    account = HostileAccounts(seed).account()
    for path, body in responses(account):
        fault = Fault(kind="answer", status=200, path=path, body=body, count=9)
        runsite.emulator.faults.add(fault)
    code, output, error = command.call()
    assert (output + error).replace("\n", "").isprintable()
    if code:
        assert (output, error.count("\n"), list(command.out.glob("*"))) == ("", 1, [])
    else:
        assert (error, strange_parts(command.program)) == ("", [])
        assert all(command.files().values())
    assert not list(command.out.glob(".*")), "a draft was left"


def test_a_literal_holds_any_text_and_nothing_else() -> None:
    accounts = HostileAccounts(7)
    for _ in range(ACCOUNTS):
        text = accounts.text()
        literal = string_literal(text)
        assert ast.literal_eval(literal) == text
        assert literal.isprintable()
