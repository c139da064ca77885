"""The routes of the page: `/`, rendered on the server without JavaScript, and its forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse

from ..api.dependencies import CurrentEmulator
from ..api.errors import ApiError, validation_messages
from ..control.clock_change import ClockChange, change_clock
from ..control.token import FORM_PATH, is_control_token, is_page_key, page_key
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
async def get_page(
    emulator: CurrentEmulator, request: Request, token: str = "", live: str = ""
) -> Response:
    """
    Return the page; with the token in the address, set the cookie and redirect to the page.

    The address of the page then has no token, which a history or a screenshot would keep.
    """
    if is_control_token(emulator, token):
        return _redirect_with_cookie(emulator, request)
    cookie = request.cookies.get(_cookie_name(request), "")
    key = cookie if is_page_key(emulator, cookie) else ""
    # A deployment is followed until it has ended, unless live updates were stopped.
    is_live = live == "1" or (live != "0" and bool(emulator.in_transition))
    page = _render_page(emulator, key, is_live=is_live)
    # A lone surrogate, which UTF-8 cannot encode, is displayed as a question mark.
    return HTMLResponse(page.encode(errors="replace"), headers=_HEADERS)


@router.post(FORM_PATH)
async def submit_form(emulator: CurrentEmulator, request: Request) -> Response:
    """Execute a form, and redirect to the page."""
    body = (await request.body()).decode(errors="replace")
    form = {name: values[-1] for name, values in parse_qs(body).items()}
    token = form.get("token", "")
    if not (is_control_token(emulator, token) or is_page_key(emulator, token)):
        raise ApiError(403, "The control API requires its token in the form")
    try:
        _execute(emulator, form.get("do", ""), form)
    except ValidationError as error:
        raise ApiError(422, validation_messages(error.errors())) from error
    return _redirect_with_cookie(emulator, request)


def _redirect_with_cookie(emulator: Emulator, request: Request) -> Response:
    response = RedirectResponse("/", 303, _HEADERS)
    # `lax`: the link may be opened from a page, such as a terminal in the browser. The forms do
    # not rely on the cookie, so that no other site can submit them.
    response.set_cookie(_cookie_name(request), page_key(emulator), httponly=True, samesite="lax")
    return response


def _cookie_name(request: Request) -> str:
    # Cookies are shared by all ports of a host.
    return f"runsite_emulator_{request.url.port}"


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
        _render_header(emulator, is_live=is_live),
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


def _render_header(emulator: Emulator, *, is_live: bool) -> Html:
    return tag(
        "header",
        tag("h1", "Runsite emulator"),
        tag("span", timestamp(emulator.clock.now()), class_="dim", id="now"),
        tag("a", "Stop live updates", href="/?live=0")
        if is_live
        else tag("a", "Live updates", href="/?live=1"),
    )
