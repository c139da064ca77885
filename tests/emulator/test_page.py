"""The page for people: true, escaped, without JavaScript, and its forms need the token."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from pulumi_runsite.emulator.page import html as markup
from tests.emulator.inside import TOKEN, Runsite

FORMS = "/_emulator/page"
VOID = {"meta", "input"}


class Page(HTMLParser):
    """What a page holds, and whether each tag is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if "style" not in self.open else ""

    def tags(self, tag: str, name: str) -> list[str | None]:
        return [value for t, n, value in self.attributes if (t, n) == (tag, name)]


def page(runsite: Runsite, **query: str) -> Page:
    answer = runsite.bare.get("/", params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return Page(answer.text)


def send(runsite: Runsite, **form: Any) -> httpx.Response:
    return runsite.bare.post(FORMS, data=form)


def test_it_shows_projects_services_and_their_status(runsite: Runsite) -> None:
    assert "There are no projects yet." in page(runsite).text
    runsite.service(name="alone")
    runsite.running(name="api", project_id=runsite.project("shop"))
    text = page(runsite).text
    assert "Project shop" in text
    assert "api running" in text
    assert "No projectalone stopped" in text


def test_it_shows_the_phase_of_a_deployment(runsite: Runsite) -> None:
    runsite.deploy(runsite.service())
    runsite.passes(1)
    shown = page(runsite)
    assert shown.tags("li", "class") == ["done", "done", "now"]
    assert "pendingcloningbuildingdeployingrunning" in shown.text
    assert "Step 2/4" in shown.text
    runsite.passes(10)
    shown = page(runsite)
    assert shown.tags("li", "class") == []
    assert "Deployment of main running live" in shown.text


def test_it_shows_why_a_deployment_failed(runsite: Runsite) -> None:
    runsite.deployed(runsite.service(build_command="fail-build"))
    assert "Build failed: command 'fail-build' exited with code 1" in page(runsite).text


def test_it_shows_what_is_gone_back_to(runsite: Runsite) -> None:
    service = runsite.service()
    first = runsite.deployed(service, "one")
    runsite.deployed(service, "two")
    runsite.make(f"{first}/rollback")
    shown = page(runsite)
    assert "Rollback of one rolling_back" in shown.text
    assert shown.tags("li", "class") == ["now"]


def test_it_shows_keys_and_no_value(runsite: Runsite) -> None:
    project = runsite.project()
    service = runsite.service(project_id=project)
    runsite.variable(service, "PLAIN", "canary-1")
    runsite.variable(service, "HIDDEN", "canary-2", is_secret=True)
    secret = {"key": "STRIPE", "value": "canary-3", "scope": "staging"}
    runsite.make(f"projects/{project}/secrets", secret)
    text = page(runsite).text
    assert "Variables (2)PLAIN***HIDDEN***secret" in text
    assert "Secrets (1)STRIPEstaging***secret" in text
    assert "canary" not in runsite.bare.get("/").text


def test_it_shows_the_latest_hundred_requests(runsite: Runsite) -> None:
    for number in range(105):
        runsite.api.get("projects", params={"n": number})
    shown = page(runsite)
    assert "Journal (105)" in shown.text
    assert len(re.findall(r"GET /api/projects\?n=", shown.text)) == 100
    assert "n=104" in shown.text
    assert "n=4 " not in shown.text.replace("200", " ")


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\"'><img src=x>", "&lt;b&gt;"])
def test_everything_is_escaped(runsite: Runsite, text: str) -> None:
    project = runsite.project(text)
    service = runsite.service(
        name=text, project_id=project, build_command=text, github_branch=text.replace(" ", "_")
    )
    runsite.deploy(service)
    runsite.passes(1)
    runsite.api.get(f"http://localhost/api/{text}")
    runsite.fault("answer", path=text)
    answer = runsite.bare.get("/", params={"token": text})
    shown = Page(answer.text)
    assert f"Project {text}" in shown.text
    assert {t for t, _, _ in shown.attributes} & {"script", "img"} == set()
    assert "<script" not in answer.text


def test_it_needs_no_javascript_and_has_none(runsite: Runsite) -> None:
    shown = page(runsite, token=TOKEN, live="1")
    assert not [name for _, name, _ in shown.attributes if name.startswith("on")]
    assert "javascript:" not in str(shown.attributes)


def test_it_may_load_nothing_and_be_framed_by_nobody(runsite: Runsite) -> None:
    headers = runsite.bare.get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_it_follows_what_happens_when_asked_to(runsite: Runsite) -> None:
    assert page(runsite).tags("a", "href") == ["/?live=1"]
    assert page(runsite, token=TOKEN).tags("a", "href") == [f"/?token={TOKEN}&live=1"]
    followed = page(runsite, live="1")
    assert followed.tags("meta", "http-equiv") == ["refresh"]
    assert page(runsite).tags("meta", "http-equiv") == []


def test_it_is_neither_hit_by_faults_nor_in_the_journal(runsite: Runsite) -> None:
    runsite.fault("answer", status=500)
    page(runsite)
    assert runsite.room.get("journal").json()["entries"] == []


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", "\u00e9"])
@pytest.mark.parametrize("do", ["advance", "pace", "fault", "clear"])
def test_a_form_needs_the_token_in_its_body(runsite: Runsite, do: str, token: str | None) -> None:
    runsite.fault("answer", path="/kept")
    now = runsite.emulator.clock.now()
    form = {"do": do, "advance": "5", "scale": "3", "kind": "close"}
    form |= {} if token is None else {"token": token}
    # What a page of another site could make a browser send, if it had the token's header or query.
    answer = runsite.bare.post(
        FORMS, data=form, params={"token": TOKEN}, headers={"X-Emulator-Token": TOKEN}
    )
    assert answer.status_code == 403
    assert (runsite.emulator.clock.now(), runsite.emulator.clock.scale) == (now, 0)
    assert [fault.path for fault in runsite.emulator.faults.all()] == ["/kept"]


def test_a_form_moves_the_clock(runsite: Runsite) -> None:
    before = runsite.emulator.clock.now()
    answer = send(runsite, token=TOKEN, do="advance", advance="2.5")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert runsite.emulator.clock.now() == before + 2.5
    send(runsite, token=TOKEN, do="pace", scale="10")
    assert runsite.emulator.clock.scale == 10


def test_a_form_schedules_a_fault_and_takes_it_away(runsite: Runsite) -> None:
    form = {"kind": "answer", "method": "", "path": "/projects", "status": "503", "count": "2"}
    assert send(runsite, token=TOKEN, do="fault", **form).status_code == 303
    assert "answer02/projects" in page(runsite).text
    assert runsite.api.get("projects").status_code == 503
    assert "answer11/projects" in page(runsite).text
    send(runsite, token=TOKEN, do="clear")
    assert runsite.api.get("projects").status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"do": "advance", "advance": "-1"},
        {"do": "advance", "advance": "soon"},
        {"do": "pace", "scale": ""},
        {"do": "fault", "kind": "surprise"},
        {"do": "fault", "kind": "answer", "status": "99"},
        {"do": "surprise"},
        {},
    ],
)
def test_a_form_that_makes_no_sense_is_refused(runsite: Runsite, form: dict[str, str]) -> None:
    before = runsite.emulator.clock.now()
    assert send(runsite, token=TOKEN, **form).status_code == 422
    assert runsite.emulator.clock.now() == before
    assert runsite.emulator.faults.all() == []


def test_the_forms_hold_a_token_that_came_with_the_page_and_is_right(runsite: Runsite) -> None:
    with_token = page(runsite, token=TOKEN)
    assert ("input", "value", TOKEN) in with_token.attributes
    answer = send(runsite, token=TOKEN, keep="1", do="clear")
    assert answer.headers["location"] == f"/?token={TOKEN}"
    for shown in (page(runsite), page(runsite, token="wrong")):
        assert TOKEN not in str(shown.attributes)
        assert "password" in shown.tags("input", "type")


def test_markup_escapes_what_is_put_into_it() -> None:
    made = markup.tag("p", "<&", markup.tag("b", '"'), title='"<', class_="x", id=None)
    assert made == '<p title="&quot;&lt;" class="x">&lt;&amp;<b>&quot;</b></p>'
