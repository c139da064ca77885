"""
The page in a real browser: `python -m tests.emulator.browser`, by hand.

Needs `chromium` and `chromedriver` on PATH, and writes docs/emulator.png with `--picture`. Pytest
does not run it, because a browser may be missing where it runs; test_page.py reads the same HTML.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from pulumi_runsite.emulator import running
from tests.emulator.inside import TOKEN, Runsite, emulator

PICTURE = Path(__file__).parents[2] / "docs" / "emulator.png"
WAIT_S = 20.0
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1360,1000", "--hide-scrollbars",
]  # fmt: skip


class Browser:
    """One window, by the WebDriver protocol."""

    def __init__(self, driver: httpx.Client, capabilities: dict[str, Any]) -> None:
        self._driver = driver
        made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self._session = f"/session/{made['sessionId']}"

    def open(self, url: str) -> None:
        self._ask("POST", f"{self._session}/url", {"url": url})

    def address(self) -> str:
        return str(self._ask("GET", f"{self._session}/url"))

    def all(self, css: str) -> list[str]:
        """Return the element ids that *css* selects."""
        found = self._ask("POST", f"{self._session}/elements", _css(css))
        return [next(iter(element.values())) for element in found]

    def texts(self, css: str) -> list[str]:
        """Return the text that is seen in each element that *css* selects."""
        return [self._ask("GET", f"{self._session}/element/{e}/text") for e in self.all(css)]

    def type(self, css: str, text: str) -> None:
        path = f"{self._session}/element/{self.all(css)[0]}"
        self._ask("POST", f"{path}/clear", {})
        self._ask("POST", f"{path}/value", {"text": text})

    def click(self, css: str) -> None:
        self._ask("POST", f"{self._session}/element/{self.all(css)[0]}/click", {})

    def source(self) -> str:
        return str(self._ask("GET", f"{self._session}/source"))

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("GET", f"{self._session}/screenshot"))

    def close(self) -> None:
        self._ask("DELETE", self._session)

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        return self._driver.request(method, path, json=body).raise_for_status().json()["value"]


def _css(selector: str) -> dict[str, str]:
    return {"using": "css selector", "value": selector}


def wait(what: Callable[[], bool]) -> None:
    """Return once *what* is so; fail when it is not within WAIT_S seconds."""
    deadline = time.monotonic() + WAIT_S
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def browser(folder: str, *, javascript: int) -> Iterator[Browser]:
    """Yield a browser that keeps its things in *folder*; *javascript* is 1 for yes, 2 for no."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert binary, "chromium is not on PATH"
    assert driver, "chromedriver is not on PATH"
    started = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, text=True)
    with started:
        assert started.stdout is not None
        line = next(line for line in started.stdout if "started successfully on port" in line)
        url = f"http://127.0.0.1:{line.split()[-1].rstrip('.')}"
        options = {
            "binary": binary,
            "args": [*FLAGS, f"--user-data-dir={folder}"],
            "prefs": {"profile.managed_default_content_settings.javascript": javascript},
        }
        with httpx.Client(base_url=url, timeout=60) as client:
            window = Browser(client, {"goog:chromeOptions": options})
            try:
                yield window
            finally:
                window.close()
                started.terminate()


def fill(runsite: Runsite) -> str:
    """Make a shop, one of whose services is being deployed; return that service."""
    shop = runsite.project("shop")
    api = runsite.running(name="api", project_id=shop, port=3000)
    runsite.variable(api, "DATABASE_URL", "postgres://shop:canary@db/shop", is_secret=True)
    runsite.variable(api, "NODE_ENV", "production")
    secret = {"key": "STRIPE_SECRET_KEY", "value": "sk_live_canary", "scope": "production"}
    runsite.make(f"projects/{shop}/secrets", secret)
    image = {"source_type": "image", "image_ref": "worker:1.4", "project_type": "worker"}
    worker = runsite.running(name="worker", project_id=shop, **image)
    runsite.api.post(f"{worker}/stop")
    runsite.fault("close_after_commit", method="POST", path="/web-services/*/env")
    runsite.api.delete(f"projects/{shop}")
    runsite.deploy(api)
    runsite.passes(1)
    return api


def look(window: Browser, runsite: Runsite) -> bytes:
    """Hold the page to what is so, use its forms, and return a picture of a deployment."""
    fill(runsite)
    window.open(runsite.url)
    assert window.texts("h2")[0].startswith("Project shop")
    assert window.texts("li.now") == ["building"]
    assert {"api running", "worker stopped"} <= set(window.texts("h3"))
    assert "canary" not in " ".join(window.texts("body"))
    assert "405" in " ".join(window.texts("td .status"))
    shown = window.picture()

    now = runsite.emulator.clock.now()
    window.type("form:has([value=advance]) [name=token]", "wrong")
    window.click("form:has([value=advance]) button")
    wait(lambda: "needs its token" in window.source())
    assert runsite.emulator.clock.now() == now

    window.open(f"{runsite.url}/?token={TOKEN}")
    window.type("[name=advance]", "10")
    window.click("form:has([value=advance]) button")
    wait(lambda: window.all("li.now") == [] and window.all("#now") != [])
    assert runsite.emulator.clock.now() == now + 10
    assert window.address().endswith(f"/?token={TOKEN}")

    window.type("form:has([value=fault]) [name=path]", "/projects")
    window.click("form:has([value=fault]) button")
    wait(lambda: len(runsite.emulator.faults.all()) == 2)
    assert runsite.api.get("projects").status_code == 503
    window.click("form:has([value=clear]) button")
    wait(lambda: runsite.emulator.faults.all() == [])

    before = len(window.all("td.path"))
    window.click("header a")
    runsite.get("projects")
    wait(lambda: len(window.all("td.path")) > before)
    return shown


def main() -> int:
    """Look at the page with and without JavaScript."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--picture", action="store_true", help=f"write {PICTURE.name}")
    given = parser.parse_args()
    for javascript in (1, 2):
        with (
            tempfile.TemporaryDirectory() as folder,
            running(emulator()) as served,
            httpx.HTTPTransport() as transport,
            browser(folder, javascript=javascript) as window,
        ):
            shown = look(window, Runsite(served.emulator, transport, served.url))
            if given.picture:
                PICTURE.write_bytes(shown)
        said = "with" if javascript == 1 else "without"
        sys.stdout.write(f"the page is as it should be, {said} JavaScript\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
