"""docs/emulator.md leaves nothing out, and what it shows is what happens."""

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
from pulumi_runsite.emulator.control.dashboard import router as dashboard
from pulumi_runsite.emulator.control.routes import router as control
from pulumi_runsite.emulator.faults.schedule import Fault, Kind
from pulumi_runsite.emulator.world.switches import Switches
from tests.emulator.inside import Runsite, opened

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "emulator.md").read_text()
KEYS = ("ak_live_a1b2c3d4", "ak_live_e5f6a7b8:read")
SAID = {
    "URL": "http://localhost",
    "KEY": KEYS[0],
    "READ_KEY": "ak_live_e5f6a7b8",
    "TOKEN": "let-me-in",
}


def shown() -> Iterator[tuple[str, Any]]:
    """Yield each command of the session and the answer below it."""
    for block in re.findall(r"^```console\n\$ (.*?)^```", GUIDE, re.MULTILINE | re.DOTALL):
        asked, begin, answer = block.partition("\n{")
        yield asked.replace("\\\n", " "), json.loads(begin + answer)


def curl(runsite: Runsite, words: list[str]) -> Any:
    """Return what curl would print for *words*, of which it takes those that the guide uses."""
    method, url, headers, body = None, "", {}, None
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(rest)
        elif word != "-s":
            url = word
    method = method or ("GET" if body is None else "POST")
    return runsite.bare.request(method, url, headers=headers, content=body).json()


def test_the_session_answers_what_the_guide_shows() -> None:
    asked = Emulator(scale=0, seed=1, api_keys=KEYS, control_token="let-me-in")
    session = list(shown())
    with opened(asked) as runsite:
        for line, answer in session:
            said = re.sub(r"\$(\w+)", lambda name: SAID[name[1]], line)
            assert curl(runsite, shlex.split(said)) == answer, line
    assert len(session) > 12


def test_the_program_of_the_guide_runs() -> None:
    (program,) = re.findall(r"^```py\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    exec(program, {})  # noqa: S102 - the guide's own


def options() -> list[str]:
    actions = command.arguments()._actions
    return [action.option_strings[-1] for action in actions if action.dest != "help"]


@pytest.mark.parametrize("option", options())
def test_it_explains_every_option(option: str) -> None:
    assert re.search(rf"^\| `{option}[ `]", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_it_explains_every_kind_of_fault(kind: str) -> None:
    assert re.search(rf"^\| `{kind}` \|", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("field", sorted(set(Fault.model_fields) - {"kind"}))
def test_it_explains_every_field_of_a_fault(field: str) -> None:
    faults = GUIDE.partition("## Faults")[2].partition("## In Python")[0]
    assert f"`{field}`" in faults


@pytest.mark.parametrize("name", Switches.model_fields)
def test_it_explains_every_switch_in_its_own_words(name: str) -> None:
    field = Switches.model_fields[name]
    default = json.dumps(field.get_default(call_default_factory=True))
    assert f"\n| `{name}` | `{default}` | {field.description} |\n" in GUIDE


def test_it_explains_every_call_of_the_control_room() -> None:
    calls = {
        (method, f"/_emulator{route.path}")
        for router in (control, dashboard)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    told = set(re.findall(r"^\| `([A-Z]+) (/_emulator[^`]*)`", GUIDE, re.MULTILINE))
    told |= {("POST", "/_emulator/dashboard/deployments/{id}/{end}")}
    told -= {("POST", "/_emulator/dashboard/deployments/{id}/fail")}
    assert told == calls


def test_it_shows_a_picture_that_loads_quickly() -> None:
    (name,) = re.findall(r"!\[.*\]\((.*)\)", GUIDE)
    picture = (DOCS / name).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000
