"""The official installer, with a local HTTP server in place of its site."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.pulumi_cli import Unavailable, download, versions


@pytest.fixture
def installer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A local server that is reachable in place of the installer's site."""
    server = http.server.HTTPServer(("127.0.0.1", 0), _EmptyResponse)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    monkeypatch.setattr(download, "INSTALLER", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


class _EmptyResponse(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def _write_sdk(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an SDK on PYTHONPATH whose `PulumiCommand.install` has this *body*."""
    automation = folder / "sdk" / "pulumi" / "automation.py"
    automation.parent.mkdir(parents=True)
    (automation.parent / "__init__.py").touch()
    automation.write_text(
        "import pathlib\n"
        "class PulumiCommand:\n"
        "    @staticmethod\n"
        f"    def install(root, version):\n        {body}\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder / "sdk"))


@pytest.mark.usefixtures("installer")
def test_the_official_installer_gets_the_required_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_sdk(tmp_path, "(pathlib.Path(root) / 'version').write_text(str(version))", monkeypatch)
    download.install(tmp_path)
    assert (tmp_path / "version").read_text() == versions.ENGINE


@pytest.mark.usefixtures("installer")
def test_a_failure_of_the_official_installer_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_sdk(tmp_path, "raise RuntimeError('disk full')", monkeypatch)
    with pytest.raises(Unavailable, match="RuntimeError: disk full"):
        download.install(tmp_path)


def test_an_unreachable_official_installer_is_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "INSTALLER", "http://127.0.0.1:1/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _write_sdk(tmp_path, "(pathlib.Path(root) / 'started').touch()", monkeypatch)
    with pytest.raises(Unavailable, match="cannot be reached"):
        download.install(tmp_path)
    assert not (tmp_path / "started").exists()
