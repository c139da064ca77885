"""The page's view of the control room: clock, faults, journal, and the forms that turn them."""

from __future__ import annotations

from typing import Any, get_args

from ..faults.schedule import Kind, Scheduled
from ..world.emulator import Emulator
from .html import Markup, joined, tag, void

SHOWN_ENTRIES = 100
ACTION = "/_emulator/page"


def clock(here: Emulator, token: str) -> Markup:
    """Return the clock and how to turn it."""
    scale = here.clock.scale
    pace = "stands still" if scale == 0 else "real pace" if scale == 1 else f"{scale:g} times"
    return joined(
        tag("h2", "Clock"),
        tag("div", f"Its pace: {pace}.", class_="dim"),
        _form("advance", token, _number("advance", "5", "Seconds"), button="Move forward"),
        _form("pace", token, _number("scale", "1", "Pace"), button="Set pace"),
    )


def faults(here: Emulator, token: str) -> Markup:
    """Return the faults that are scheduled and how to schedule one."""
    kinds = tag("select", *[tag("option", kind) for kind in get_args(Kind)], name="kind")
    return joined(
        tag("h2", "Faults"),
        _table(("kind", "hits", "left", "matches"), [_fault(f) for f in here.faults.all()]),
        _form(
            "fault",
            token,
            tag("label", "Kind", kinds),
            _text("method", "any method"),
            _text("path", "any path, /web-services/*"),
            _number("status", "503", "Status"),
            _number("count", "1", "Times"),
            button="Schedule",
        ),
        _form("clear", token, button="Take all away"),
    )


def journal(here: Emulator) -> Markup:
    """Return the latest requests, newest first."""
    entries = here.journal.latest(SHOWN_ENTRIES)
    rows = [_entry(entry) for entry in reversed(entries)]
    names = ("#", "time", "request", "status", "ms", "fault")
    return joined(tag("h2", f"Journal ({here.journal.last_seq})"), _table(names, rows))


def _entry(entry: dict[str, Any]) -> Markup:
    status = entry["status"] or "-"
    query = f"?{entry['query']}" if entry["query"] else ""
    return tag(
        "tr",
        tag("td", str(entry["seq"]), class_="dim"),
        tag("td", entry["at"][11:19], class_="dim"),
        tag("td", f"{entry['method']} {entry['path']}{query}", class_="path"),
        tag("td", tag("span", str(status), class_=f"status s{str(status)[0]}")),
        tag("td", f"{entry['duration_ms'] or 0:.1f}", class_="dim"),
        tag("td", entry["fault"] or ""),
    )


def _fault(fault: Scheduled) -> Markup:
    matches = " ".join(filter(None, (fault.method, fault.path, fault.operation))) or "everything"
    cells = (fault.kind, str(fault.hits), str(fault.remaining), matches)
    return tag("tr", *[tag("td", cell) for cell in cells])


def _table(names: tuple[str, ...], rows: list[Markup]) -> Markup:
    if not rows:
        return tag("p", "None.", class_="dim")
    head = tag("thead", tag("tr", *[tag("th", name) for name in names]))
    return tag("table", head, tag("tbody", *rows))


def _form(do: str, token: str, *fields: str, button: str) -> Markup:
    # The token is asked for in the form's own body: a page of another site can make a browser
    # send a form, but it cannot know the token.
    known = [_hidden("token", token), _hidden("keep", "1")] if token else [_password()]
    return tag(
        "form",
        _hidden("do", do),
        *known,
        *fields,
        tag("button", button),
        method="post",
        action=ACTION,
    )


def _hidden(name: str, value: str) -> Markup:
    return void("input", type="hidden", name=name, value=value)


def _password() -> Markup:
    return void(
        "input", type="password", name="token", placeholder="control token", required="required",
        autocomplete="off", aria_label="Control token",
    )  # fmt: skip


def _text(name: str, hint: str) -> Markup:
    return void("input", name=name, placeholder=hint, aria_label=name)


def _number(name: str, value: str, label: str) -> Markup:
    field = void("input", type="number", name=name, value=value, min="0", step="any")
    return tag("label", label, field)
