"""docs/emulator.md is complete, and its examples produce what it shows."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute

from pulumi_runsite.emulator import Emulator
from pulumi_runsite.emulator import __main__ as command
from pulumi_runsite.emulator.control.dashboard_changes import router as dashboard
from pulumi_runsite.emulator.control.routes import router as control
from pulumi_runsite.emulator.coverage.report import COVERAGE_FILE
from pulumi_runsite.emulator.faults.schedule import Fault, FaultKind
from pulumi_runsite.emulator.world.switches import Switches
from tests.emulator.harness import Runsite, connect

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "emulator.md").read_text()
KEYS = ("ak_live_a1b2c3d4", "ak_live_e5f6a7b8:read")
SHELL_VARIABLES = {
    "URL": "http://localhost",
    "KEY": KEYS[0],
    "READ_KEY": "ak_live_e5f6a7b8",
    "TOKEN": "let-me-in",
}


def session_steps() -> Iterator[tuple[str, Any]]:
    """Yield each command of the session with the response below it."""
    for block in re.findall(r"^```console\n\$ (.*?)^```", GUIDE, re.MULTILINE | re.DOTALL):
        command_line, brace, response = block.partition("\n{")
        yield command_line.replace("\\\n", " "), json.loads(brace + response)


def curl(runsite: Runsite, arguments: list[str]) -> Any:
    """Return the output of curl for *arguments*; supports the options used in the guide."""
    method, url, headers, body = None, "", {}, None
    rest = iter(arguments[1:])
    for argument in rest:
        if argument == "-X":
            method = next(rest)
        elif argument == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif argument == "-d":
            body = next(rest)
        elif argument != "-s":
            url = argument
    method = method or ("GET" if body is None else "POST")
    return runsite.bare.request(method, url, headers=headers, content=body).json()


def test_the_session_returns_what_the_guide_shows() -> None:
    emulator = Emulator(scale=0, seed=1, api_keys=KEYS, control_token="let-me-in")
    session = list(session_steps())
    with connect(emulator) as runsite:
        for line, response in session:
            expanded = re.sub(r"\$(\w+)", lambda name: SHELL_VARIABLES[name[1]], line)
            assert curl(runsite, shlex.split(expanded)) == response, line
    assert len(session) > 12


def test_the_program_in_the_guide_runs() -> None:
    (program,) = re.findall(r"^```py\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    exec(program, {})  # noqa: S102 - the code of the guide


def options() -> list[str]:
    actions = command.build_parser()._actions
    return [action.option_strings[-1] for action in actions if action.dest != "help"]


@pytest.mark.parametrize("option", options())
def test_it_documents_every_option(option: str) -> None:
    assert re.search(rf"^\| `{option}[ `]", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("kind", get_args(FaultKind))
def test_it_documents_every_fault_kind(kind: str) -> None:
    assert re.search(rf"^\| `{kind}` \|", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("field", sorted(set(Fault.model_fields) - {"kind"}))
def test_it_documents_every_field_of_a_fault(field: str) -> None:
    faults = GUIDE.partition("## Faults")[2].partition("\n## ")[0]
    assert f"`{field}`" in faults


@pytest.mark.parametrize("name", Switches.model_fields)
def test_it_documents_every_switch_with_its_description(name: str) -> None:
    field = Switches.model_fields[name]
    default = json.dumps(field.get_default(call_default_factory=True))
    assert f"\n| `{name}` | `{default}` | {field.description} |\n" in GUIDE


def test_it_names_the_login_as_absent() -> None:
    absent = GUIDE.partition("## What is absent")[2].partition("\n## ")[0]
    assert "`POST /api/auth/login`" in absent
    assert "`POST /api/auth/login`" in COVERAGE_FILE.read_text().partition("## Absent")[2]


def test_it_documents_every_call_of_the_control_api() -> None:
    calls = {
        (method, f"/_emulator{route.path}")
        for router in (control, dashboard)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    documented = set(re.findall(r"^\| `([A-Z]+) (/_emulator[^`]*)`", GUIDE, re.MULTILINE))
    documented |= {("POST", "/_emulator/dashboard/deployments/{id}/{end}")}
    documented -= {("POST", "/_emulator/dashboard/deployments/{id}/fail")}
    assert documented == calls


def test_it_has_a_small_picture() -> None:
    (name,) = re.findall(r"!\[.*\]\((.*)\)", GUIDE)
    picture = (DOCS / name).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000
