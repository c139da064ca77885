"""
The page in a real browser: `python -m tests.emulator.page.browser`, run by hand.

Requires `chromium` and `chromedriver` on PATH; `--picture` writes docs/emulator.png. It is not part
of the pytest suite, which does not require a browser; test_page.py parses the same HTML.
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
from tests.emulator.harness import TOKEN, Runsite, new_emulator

PICTURE = Path(__file__).parents[3] / "docs" / "emulator.png"
WAIT_S = 20.0
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1360,1000", "--hide-scrollbars",
]  # fmt: skip


class Browser:
    """One browser window, controlled by the WebDriver protocol."""

    def __init__(self, driver: httpx.Client, capabilities: dict[str, Any]) -> None:
        self._driver = driver
        created = self._send("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self._session = f"/session/{created['sessionId']}"

    def open(self, url: str) -> None:
        self._send("POST", f"{self._session}/url", {"url": url})

    def address(self) -> str:
        return str(self._send("GET", f"{self._session}/url"))

    def all(self, css: str) -> list[str]:
        """Return the element ids that *css* selects."""
        found = self._send("POST", f"{self._session}/elements", _css(css))
        return [next(iter(element.values())) for element in found]

    def texts(self, css: str) -> list[str]:
        """Return the visible text of each element that *css* selects."""
        return [self._send("GET", f"{self._session}/element/{e}/text") for e in self.all(css)]

    def type(self, css: str, text: str) -> None:
        path = f"{self._session}/element/{self.all(css)[0]}"
        self._send("POST", f"{path}/clear", {})
        self._send("POST", f"{path}/value", {"text": text})

    def click(self, css: str) -> None:
        self._send("POST", f"{self._session}/element/{self.all(css)[0]}/click", {})

    def source(self) -> str:
        return str(self._send("GET", f"{self._session}/source"))

    def picture(self) -> bytes:
        return base64.b64decode(self._send("GET", f"{self._session}/screenshot"))

    def close(self) -> None:
        self._send("DELETE", self._session)

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        return self._driver.request(method, path, json=body).raise_for_status().json()["value"]


def _css(selector: str) -> dict[str, str]:
    return {"using": "css selector", "value": selector}


def wait_until(condition: Callable[[], bool]) -> None:
    """Return once *condition* is true; fail after WAIT_S seconds."""
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def browser(folder: str, *, javascript: int) -> Iterator[Browser]:
    """Yield a browser with its profile in *folder*; *javascript* is 1 (enabled) or 2 (disabled)."""
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


def create_shop(runsite: Runsite) -> str:
    """Create a project with a deployment in progress; return the web service."""
    shop = runsite.create_project("shop")
    api = runsite.create_running_service(name="api", project_id=shop, port=3000)
    runsite.create_variable(api, "DATABASE_URL", "postgres://shop:canary@db/shop", is_secret=True)
    runsite.create_variable(api, "NODE_ENV", "production")
    secret = {"key": "STRIPE_SECRET_KEY", "value": "sk_live_canary", "scope": "production"}
    runsite.post(f"projects/{shop}/secrets", secret)
    image = {"source_type": "image", "image_ref": "worker:1.4", "project_type": "worker"}
    worker = runsite.create_running_service(name="worker", project_id=shop, **image)
    runsite.api.post(f"{worker}/stop")
    runsite.schedule_fault("close_after_commit", method="POST", path="/web-services/*/env")
    runsite.api.delete(f"projects/{shop}")
    runsite.start_deployment(api)
    runsite.advance(1)
    return api


def check_page(window: Browser, runsite: Runsite) -> bytes:
    """Check the content of the page, use its forms, and return a picture of a deployment."""
    create_shop(runsite)
    window.open(f"{runsite.url}/?live=0")
    assert window.texts("h2")[0].startswith("Project shop")
    assert window.texts("li.now") == ["building"]
    assert {"api running", "worker stopped"} <= set(window.texts("h3"))
    assert "canary" not in " ".join(window.texts("body"))
    assert "405" in " ".join(window.texts("td .status"))
    picture = window.picture()

    now = runsite.emulator.clock.now()
    window.type("form:has([value=advance]) [name=token]", "wrong")
    window.click("form:has([value=advance]) button")
    wait_until(lambda: "requires its token" in window.source())
    assert runsite.emulator.clock.now() == now

    window.open(f"{runsite.url}/?token={TOKEN}")
    assert window.address() == f"{runsite.url}/"
    window.open(f"{runsite.url}/?live=0")
    window.type("[name=advance]", "10")
    window.click("form:has([value=advance]) button")
    wait_until(lambda: window.all("li.now") == [] and window.all("#now") != [])
    assert runsite.emulator.clock.now() == now + 10
    assert window.address() == f"{runsite.url}/"

    window.type("form:has([value=fault]) [name=path]", "/projects")
    window.click("form:has([value=fault]) button")
    wait_until(lambda: len(runsite.emulator.faults.all()) == 2)
    assert runsite.api.get("projects").status_code == 503
    window.click("form:has([value=clear]) button")
    wait_until(lambda: runsite.emulator.faults.all() == [])

    before = len(window.all("td.path"))
    window.click("header a")
    runsite.get("projects")
    wait_until(lambda: len(window.all("td.path")) > before)
    return picture


def main() -> int:
    """Check the page with and without JavaScript."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--picture", action="store_true", help=f"write {PICTURE.name}")
    options = parser.parse_args()
    for javascript in (1, 2):
        with (
            tempfile.TemporaryDirectory() as folder,
            running(new_emulator()) as served,
            httpx.HTTPTransport() as transport,
            browser(folder, javascript=javascript) as window,
        ):
            picture = check_page(window, Runsite(served.emulator, transport, served.url))
            if options.picture:
                PICTURE.write_bytes(picture)
        variant = "with" if javascript == 1 else "without"
        sys.stdout.write(f"the page is correct {variant} JavaScript\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
