"""The page: its content, its escaping, and its forms, which require the token."""

from __future__ import annotations

import re

import pytest

from pulumi_runsite.emulator.page import html
from tests.emulator.harness import TOKEN, Runsite
from tests.emulator.page.parsed_page import FORMS, Page, page, submit


def test_it_displays_projects_services_and_their_status(runsite: Runsite) -> None:
    assert "There are no projects yet." in page(runsite).text
    runsite.create_service(name="alone")
    runsite.create_running_service(name="api", project_id=runsite.create_project("shop"))
    text = page(runsite).text
    assert "Project shop" in text
    assert "api running" in text
    assert "No projectalone stopped" in text


def test_it_displays_the_phase_of_a_deployment(runsite: Runsite) -> None:
    runsite.start_deployment(runsite.create_service())
    runsite.advance(1)
    parsed = page(runsite)
    assert parsed.tags("li", "class") == ["done", "done", "now"]
    assert "pendingcloningbuildingdeployingrunning" in parsed.text
    assert "Step 2/4" in parsed.text
    runsite.advance(10)
    parsed = page(runsite)
    assert parsed.tags("li", "class") == []
    assert "Deployment of main running live" in parsed.text


def test_it_displays_the_error_of_a_deployment(runsite: Runsite) -> None:
    runsite.complete_deployment(runsite.create_service(build_command="fail-build"))
    assert "Build failed: command 'fail-build' exited with code 1" in page(runsite).text


def test_it_displays_the_target_of_a_rollback(runsite: Runsite) -> None:
    service = runsite.create_service()
    first = runsite.complete_deployment(service, "one")
    runsite.complete_deployment(service, "two")
    runsite.post(f"{first}/rollback")
    parsed = page(runsite)
    assert "Rollback to one rolling_back" in parsed.text
    assert parsed.tags("li", "class") == ["now"]


def test_it_displays_keys_without_values(runsite: Runsite) -> None:
    project = runsite.create_project()
    service = runsite.create_service(project_id=project)
    runsite.create_variable(service, "PLAIN", "canary-1")
    runsite.create_variable(service, "HIDDEN", "canary-2", is_secret=True)
    secret = {"key": "STRIPE", "value": "canary-3", "scope": "staging"}
    runsite.post(f"projects/{project}/secrets", secret)
    text = page(runsite).text
    assert "Variables (2)PLAIN***HIDDEN***secret" in text
    assert "Secrets (1)STRIPEstaging***secret" in text
    assert "canary" not in runsite.bare.get("/").text


def test_it_displays_the_latest_hundred_requests(runsite: Runsite) -> None:
    for number in range(105):
        runsite.api.get("projects", params={"n": number})
    parsed = page(runsite)
    assert "Journal (105)" in parsed.text
    assert len(re.findall(r"GET /api/projects\?n=", parsed.text)) == 100
    assert "n=104" in parsed.text
    assert "n=4 " not in parsed.text.replace("200", " ")


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\"'><img src=x>", "&lt;b&gt;"])
def test_everything_is_escaped(runsite: Runsite, text: str) -> None:
    project = runsite.create_project(text)
    service = runsite.create_service(
        name=text, project_id=project, build_command=text, github_branch=text.replace(" ", "_")
    )
    runsite.start_deployment(service)
    runsite.advance(1)
    runsite.api.get(f"http://localhost/api/{text}")
    runsite.schedule_fault("answer", path=text)
    response = runsite.bare.get("/", params={"token": text})
    parsed = Page(response.text)
    assert f"Project {text}" in parsed.text
    assert {t for t, _, _ in parsed.attributes} & {"script", "img"} == set()
    assert "<script" not in response.text


def test_it_has_no_javascript(runsite: Runsite) -> None:
    runsite.bare.get("/", params={"token": TOKEN})
    parsed = page(runsite, live="1")
    assert not [name for _, name, _ in parsed.attributes if name.startswith("on")]
    assert "javascript:" not in str(parsed.attributes)


def test_it_cannot_load_resources_or_be_framed(runsite: Runsite) -> None:
    headers = runsite.bare.get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_live_updates_refresh_the_page(runsite: Runsite) -> None:
    assert page(runsite).tags("a", "href") == ["/?live=1"]
    live = page(runsite, live="1")
    assert live.tags("meta", "http-equiv") == ["refresh"]
    assert live.tags("a", "href") == ["/?live=0"]
    assert page(runsite).tags("meta", "http-equiv") == []


def test_a_deployment_is_followed_until_it_has_ended(runsite: Runsite) -> None:
    runsite.start_deployment(runsite.create_service())
    assert page(runsite).tags("meta", "http-equiv") == ["refresh"]
    assert page(runsite, live="0").tags("meta", "http-equiv") == []
    runsite.advance(10)
    assert page(runsite).tags("meta", "http-equiv") == []


def test_it_is_exempt_from_faults_and_not_in_the_journal(runsite: Runsite) -> None:
    runsite.schedule_fault("answer", status=500)
    page(runsite)
    assert runsite.control.get("journal").json()["entries"] == []


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", "\u00e9"])
@pytest.mark.parametrize("do", ["advance", "pace", "fault", "clear"])
def test_a_form_requires_the_token_in_its_body(
    runsite: Runsite, do: str, token: str | None
) -> None:
    runsite.schedule_fault("answer", path="/kept")
    now = runsite.emulator.clock.now()
    form = {"do": do, "advance": "5", "scale": "3", "kind": "close"}
    form |= {} if token is None else {"token": token}
    # The token in a header or in the query is not accepted.
    response = runsite.bare.post(
        FORMS, data=form, params={"token": TOKEN}, headers={"X-Emulator-Token": TOKEN}
    )
    assert response.status_code == 403
    assert (runsite.emulator.clock.now(), runsite.emulator.clock.scale) == (now, 0)
    assert [fault.path for fault in runsite.emulator.faults.all()] == ["/kept"]


def test_a_form_changes_the_clock(runsite: Runsite) -> None:
    before = runsite.emulator.clock.now()
    response = submit(runsite, token=TOKEN, do="advance", advance="2.5")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert runsite.emulator.clock.now() == before + 2.5
    submit(runsite, token=TOKEN, do="pace", scale="10")
    assert runsite.emulator.clock.scale == 10


def test_forms_schedule_and_remove_faults(runsite: Runsite) -> None:
    form = {"kind": "answer", "method": "", "path": "/projects", "status": "503", "count": "2"}
    assert submit(runsite, token=TOKEN, do="fault", **form).status_code == 303
    assert "answer02/projects" in page(runsite).text
    assert runsite.api.get("projects").status_code == 503
    assert "answer11/projects" in page(runsite).text
    submit(runsite, token=TOKEN, do="clear")
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
def test_an_invalid_form_is_rejected(runsite: Runsite, form: dict[str, str]) -> None:
    before = runsite.emulator.clock.now()
    assert submit(runsite, token=TOKEN, **form).status_code == 422
    assert runsite.emulator.clock.now() == before
    assert runsite.emulator.faults.all() == []


def test_html_escapes_children_and_attributes() -> None:
    created = html.tag("p", "<&", html.tag("b", '"'), title='"<', class_="x", id=None)
    assert created == '<p title="&quot;&lt;" class="x">&lt;&amp;<b>&quot;</b></p>'
