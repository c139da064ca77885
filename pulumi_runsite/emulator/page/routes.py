"""The page for people at `/`: HTML from the server, without a line of JavaScript."""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse

from ..api.errors import Refusal
from ..control.routes import Turn, turn
from ..faults.schedule import Fault
from ..world.emulator import Emulator, Here
from ..world.records import stamp
from . import control_view
from .html import Markup, joined, tag, void
from .resource_view import things
from .style import STYLE

router = APIRouter(include_in_schema=False)

_FOLLOW_S = "1"
_HEADERS = {
    # Nothing is fetched, framed, or sent anywhere but here; and a token in the address stays here.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@router.get("/")
async def show(here: Here, token: str = "", live: str = "") -> Response:
    """Show everything; the forms hold the token if it was given and is right."""
    known = token if _opens(here, token) else ""
    return HTMLResponse(_whole(here, known, is_live=bool(live)), headers=_HEADERS)


@router.post(control_view.ACTION)
async def act(here: Here, request: Request) -> Response:
    """Do what a form asks for, and show the page again."""
    body = (await request.body()).decode(errors="replace")
    form = {name: values[-1] for name, values in parse_qs(body).items()}
    if not _opens(here, form.get("token", "")):
        raise Refusal(403, "The control room needs its token in the form")
    try:
        _do(here, form.get("do", ""), form)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Refusal(422, said) from error
    back = f"/?token={quote(form['token'])}" if "keep" in form else "/"
    return RedirectResponse(back, 303, _HEADERS)


def _opens(here: Emulator, token: str) -> bool:
    return hmac.compare_digest(token.encode(), here.control_token.encode())


def _do(here: Emulator, what: str, form: dict[str, str]) -> None:
    if what == "advance":
        turn(here, Turn.model_validate({"advance": form.get("advance", "")}))
    elif what == "pace":
        turn(here, Turn.model_validate({"scale": form.get("scale", "")}))
    elif what == "fault":
        asked: dict[str, Any] = {n: form[n] for n in form if n in Fault.model_fields}
        here.faults.add(Fault.model_validate(asked))
    elif what == "clear":
        here.faults.clear()
    else:
        raise Refusal(422, f"There is no form {what}")


def _whole(here: Emulator, token: str, *, is_live: bool) -> Markup:
    body = tag(
        "body",
        _header(here, token, is_live=is_live),
        tag(
            "main",
            tag("div", things(here)),
            tag("div", control_view.clock(here, token), control_view.faults(here, token)),
            tag("div", control_view.journal(here), style="grid-column: 1 / -1"),
        ),
    )
    head = tag(
        "head",
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width"),
        void("meta", http_equiv="refresh", content=_FOLLOW_S) if is_live else "",
        tag("title", "Runsite, emulated"),
        tag("style", STYLE),
    )
    return joined(Markup("<!doctype html>\n"), tag("html", head, body, lang="en"))


def _header(here: Emulator, token: str, *, is_live: bool) -> Markup:
    kept = f"token={quote(token)}" if token else ""
    follow = "/?" + "&".join(filter(None, (kept, "" if is_live else "live=1")))
    return tag(
        "header",
        tag("h1", "Runsite, emulated"),
        tag("span", stamp(here.clock.now()), class_="dim", id="now"),
        tag("a", "Stop following" if is_live else "Follow", href=follow),
    )
