"""The routes of the page: `/`, rendered on the server without JavaScript, and its forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse

from ..api.dependencies import CurrentEmulator
from ..api.errors import ApiError, validation_messages
from ..control.clock_change import ClockChange, change_clock
from ..control.token import is_control_token
from ..faults.schedule import Fault
from ..world.emulator import Emulator
from ..world.records import timestamp
from . import control_view
from .html import Html, concat, tag, void_tag
from .resource_view import render_resources
from .style import STYLE

router = APIRouter(include_in_schema=False)

_REFRESH_S = "1"
_HEADERS = {
    # Nothing is loaded from or sent to another address, and no address leaks a token.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@router.get("/")
async def get_page(emulator: CurrentEmulator, token: str = "", live: str = "") -> Response:
    """Return the page; its forms have the token if the one in the address is valid."""
    valid_token = token if is_control_token(emulator, token) else ""
    page = _render_page(emulator, valid_token, is_live=bool(live))
    return HTMLResponse(page, headers=_HEADERS)


@router.post(control_view.FORM_ACTION)
async def submit_form(emulator: CurrentEmulator, request: Request) -> Response:
    """Execute a form, and redirect to the page."""
    body = (await request.body()).decode(errors="replace")
    form = {name: values[-1] for name, values in parse_qs(body).items()}
    if not is_control_token(emulator, form.get("token", "")):
        raise ApiError(403, "The control API requires its token in the form")
    try:
        _execute(emulator, form.get("do", ""), form)
    except ValidationError as error:
        raise ApiError(422, validation_messages(error.errors())) from error
    location = f"/?token={quote(form['token'])}" if "keep" in form else "/"
    return RedirectResponse(location, 303, _HEADERS)


def _execute(emulator: Emulator, action: str, form: dict[str, str]) -> None:
    if action == "advance":
        change = ClockChange.model_validate({"advance": form.get("advance", "")})
        change_clock(emulator, change)
    elif action == "pace":
        change_clock(emulator, ClockChange.model_validate({"scale": form.get("scale", "")}))
    elif action == "fault":
        fields: dict[str, Any] = {n: form[n] for n in form if n in Fault.model_fields}
        emulator.faults.add(Fault.model_validate(fields))
    elif action == "clear":
        emulator.faults.clear()
    else:
        raise ApiError(422, f"There is no form {action}")


def _render_page(emulator: Emulator, token: str, *, is_live: bool) -> Html:
    clock = control_view.render_clock(emulator, token)
    faults = control_view.render_faults(emulator, token)
    journal = control_view.render_journal(emulator)
    body = tag(
        "body",
        _render_header(emulator, token, is_live=is_live),
        tag(
            "main",
            tag("div", render_resources(emulator)),
            tag("div", clock, faults),
            tag("div", journal, style="grid-column: 1 / -1"),
        ),
    )
    head = tag(
        "head",
        void_tag("meta", charset="utf-8"),
        void_tag("meta", name="viewport", content="width=device-width"),
        void_tag("meta", http_equiv="refresh", content=_REFRESH_S) if is_live else "",
        tag("title", "Runsite emulator"),
        tag("style", STYLE),
    )
    return concat(Html("<!doctype html>\n"), tag("html", head, body, lang="en"))


def _render_header(emulator: Emulator, token: str, *, is_live: bool) -> Html:
    token_query = f"token={quote(token)}" if token else ""
    href = "/?" + "&".join(filter(None, (token_query, "" if is_live else "live=1")))
    return tag(
        "header",
        tag("h1", "Runsite emulator"),
        tag("span", timestamp(emulator.clock.now()), class_="dim", id="now"),
        tag("a", "Stop live updates" if is_live else "Live updates", href=href),
    )
