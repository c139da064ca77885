"""The part of the page for the control API: clock, faults, journal, and their forms."""

from __future__ import annotations

from typing import Any, get_args

from ..control.token import FORM_PATH
from ..faults.schedule import FaultKind, ScheduledFault
from ..world.emulator import Emulator
from .html import Html, concat, tag, void_tag

MAX_ENTRIES = 100


def render_clock(emulator: Emulator, token: str) -> Html:
    """Return the scale of the clock and the forms to change it."""
    scale = emulator.clock.scale
    mode = "manual" if scale == 0 else "real time" if scale == 1 else f"{scale:g} times real time"
    return concat(
        tag("h2", "Clock"),
        tag("div", f"Mode: {mode}.", class_="dim"),
        _form("advance", token, _number("advance", "5", "Seconds"), button="Move forward"),
        _form("pace", token, _number("scale", "1", "Scale"), button="Set scale"),
    )


def render_faults(emulator: Emulator, token: str) -> Html:
    """Return the scheduled faults and the form to schedule one."""
    kinds = tag("select", *[tag("option", kind) for kind in get_args(FaultKind)], name="kind")
    rows = [_fault_row(fault) for fault in emulator.faults.all()]
    return concat(
        tag("h2", "Faults"),
        _table(("kind", "hits", "remaining", "matches"), rows),
        _form(
            "fault",
            token,
            tag("label", "Kind", kinds),
            _text("method", "any method"),
            _text("path", "any path, /web-services/*"),
            _number("status", "503", "Status"),
            _number("count", "1", "Count"),
            button="Schedule",
        ),
        _form("clear", token, button="Remove all"),
    )


def render_journal(emulator: Emulator) -> Html:
    """Return the latest requests, newest first."""
    entries = emulator.journal.latest(MAX_ENTRIES)
    rows = [_entry_row(entry) for entry in reversed(entries)]
    columns = ("#", "time", "request", "status", "ms", "fault")
    return concat(tag("h2", f"Journal ({emulator.journal.last_seq})"), _table(columns, rows))


def _entry_row(entry: dict[str, Any]) -> Html:
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


def _fault_row(fault: ScheduledFault) -> Html:
    matches = " ".join(filter(None, (fault.method, fault.path, fault.operation))) or "everything"
    cells = (fault.kind, str(fault.hits), str(fault.remaining), matches)
    return tag("tr", *[tag("td", cell) for cell in cells])


def _table(columns: tuple[str, ...], rows: list[Html]) -> Html:
    if not rows:
        return tag("p", "None.", class_="dim")
    head = tag("thead", tag("tr", *[tag("th", column) for column in columns]))
    return tag("table", head, tag("tbody", *rows))


def _form(do: str, token: str, *fields: str, button: str) -> Html:
    # The token is part of the form: another site can make a browser submit it, but does not know
    # the token.
    token_field = _hidden("token", token) if token else _token_input()
    return tag(
        "form",
        _hidden("do", do),
        token_field,
        *fields,
        tag("button", button),
        method="post",
        action=FORM_PATH,
    )


def _hidden(name: str, value: str) -> Html:
    return void_tag("input", type="hidden", name=name, value=value)


def _token_input() -> Html:
    return void_tag(
        "input", type="password", name="token", placeholder="control token", required="required",
        autocomplete="off", aria_label="Control token",
    )  # fmt: skip


def _text(name: str, placeholder: str) -> Html:
    return void_tag("input", name=name, placeholder=placeholder, aria_label=name)


def _number(name: str, value: str, label: str) -> Html:
    field = void_tag("input", type="number", name=name, value=value, min="0", step="any")
    return tag("label", label, field)
