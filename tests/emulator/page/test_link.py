"""The link that the emulator prints: the forms work, and the token stays where it was."""

from __future__ import annotations

from pulumi_runsite.emulator.control.token import page_key
from pulumi_runsite.emulator.world.clock import MANUAL_START
from tests.emulator.harness import TOKEN, Runsite
from tests.emulator.page.parsed_page import page, submit


def test_the_link_with_the_token_makes_the_forms_work_without_typing_it(runsite: Runsite) -> None:
    opened = runsite.bare.get("/", params={"token": TOKEN})
    assert (opened.status_code, opened.headers["location"]) == (303, "/")
    assert "httponly; path=/; samesite=lax" in opened.headers["set-cookie"].lower()
    with_key = page(runsite)
    (key,) = set(with_key.tags("input", "value")) & {page_key(runsite.emulator)}
    assert "password" not in with_key.tags("input", "type")
    assert submit(runsite, token=key, do="advance", advance="5").headers["location"] == "/"
    assert runsite.emulator.clock.now() == MANUAL_START + 5


def test_the_token_itself_is_neither_in_the_cookie_nor_on_the_page(runsite: Runsite) -> None:
    opened = runsite.bare.get("/", params={"token": TOKEN}, follow_redirects=True)
    assert TOKEN not in str(opened.history[0].headers) + str(opened.url) + opened.text
    headers = {"X-Emulator-Token": page_key(runsite.emulator)}
    assert runsite.bare.get("/_emulator/state", headers=headers).status_code == 403


def test_a_typed_token_is_typed_once(runsite: Runsite) -> None:
    assert "password" in page(runsite).tags("input", "type")
    submit(runsite, token=TOKEN, do="clear")
    assert "password" not in page(runsite).tags("input", "type")


def test_a_wrong_token_gives_no_cookie(runsite: Runsite) -> None:
    opened = runsite.bare.get("/", params={"token": "wrong"})
    assert (opened.status_code, opened.headers.get("set-cookie")) == (200, None)
    runsite.bare.cookies.set("runsite_emulator_None", TOKEN)
    assert "password" in page(runsite).tags("input", "type")
