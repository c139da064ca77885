"""The checks of the connection: each problem is one line, and the other checks still run."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import pytest

from pulumi_runsite.api import Proxy
from pulumi_runsite.api.transport import certificates
from pulumi_runsite.doctor.connection_checks import add_connection_checks
from pulumi_runsite.doctor.diagnosis import diagnose
from pulumi_runsite.doctor.findings import Findings
from pulumi_runsite.doctor.output import as_json, as_table
from pulumi_runsite.provider.config import Settings
from tests.api.clocks import FakeClock
from tests.api.connect_proxy import ConnectProxy, listening

from .conftest import Doctor
from .other_servers import CERTIFICATE, answering, speaking_tls

KEY = "ak_live_0123456789abcdef"


def checked(url: str, folder: Path) -> Findings:
    """Return the findings of a run with `--write` against *url*."""
    findings = Findings()
    environ = {"RUNSITE_API_KEY": KEY, "RUNSITE_API_URL": url, "PATH": str(folder)}
    asyncio.run(diagnose(findings, environ, folder, FakeClock(), "write"))
    assert KEY not in as_json(findings) + as_table(findings)
    assert {"python", "settings", "proxy"} <= findings.by_id.keys()
    return findings


@contextmanager
def closed_port() -> Iterator[str]:
    """Yield a URL at which nothing listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


def test_an_unreachable_address_is_one_failure(tmp_path: Path) -> None:
    with closed_port() as url:
        findings = checked(url, tmp_path)
    assert findings.by_id["tls"].answer == "not used; no connection"
    assert "Start the emulator" in findings.by_id["tls"].advice
    assert [each.id for each in findings.in_order if each.status == "failed"] == ["tls"]


def test_a_host_that_is_not_in_the_dns_is_one_failure() -> None:
    findings = Findings()
    host = f"{'x' * 64}.invalid"  # a label is too long, so no server is asked
    assert not add_connection_checks(findings, Settings(KEY, f"https://{host}"))
    assert findings.by_id["dns"].status == "failed"


def test_a_server_without_tls_is_one_failure(tmp_path: Path) -> None:
    with answering(200, b"{}") as url:
        findings = checked(url.replace("http://", "https://"), tmp_path)
    assert findings.by_id["tls"].answer == "the server does not speak TLS"


def test_an_untrusted_certificate_is_one_failure(tmp_path: Path) -> None:
    with speaking_tls() as url:
        findings = checked(url, tmp_path)
    assert findings.by_id["tls"].answer.startswith("the certificate is not trusted (code ")
    assert "SSL_CERT_FILE" in findings.by_id["tls"].advice


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Trust the certificate of the servers of these tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    certificates.cache_clear()
    yield
    certificates.cache_clear()


@pytest.mark.parametrize(
    ("answer", "expected", "status"),
    [
        (None, "issued by another issuer", "warning"),
        (b"HTTP/1.1 407 canary\r\n\r\n", "the proxy refused the connection (status 407)", "failed"),
        (b"canary\r\n\r\n", "no connection through the proxy", "failed"),
    ],
)
def test_the_connection_is_checked_through_the_proxy(
    trusted: None, answer: bytes | None, expected: str, status: str
) -> None:
    findings = Findings()
    with speaking_tls() as url:
        port = int(url.rpartition(":")[2])
        proxy = ConnectProxy(port, answer)
        with listening(proxy.handle) as proxy_port:
            used = Proxy(f"http://canary:x@127.0.0.1:{proxy_port}", "HTTPS_PROXY")
            settings = Settings(KEY, "https://localhost", proxy=used)
            assert add_connection_checks(findings, settings) == (answer is None)
    assert proxy.requests[0].startswith("CONNECT localhost:443 ")
    assert "Proxy-Authorization: Basic Y2FuYXJ5Ong=" in proxy.requests[0]
    assert findings.by_id["dns"].answer == "1 of IPv4, of the proxy"
    assert expected in findings.by_id["tls"].answer
    assert findings.by_id["tls"].status == status
    assert "canary" not in repr(findings)


def test_a_trusted_issuer_that_is_not_public_is_a_warning_without_its_name(
    trusted: None,
) -> None:
    findings = Findings()
    with speaking_tls() as url:
        assert add_connection_checks(findings, Settings(KEY, url))
    assert "issued by another issuer" in findings.by_id["tls"].answer
    assert findings.by_id["tls"].status == "warning"
    assert "canary" not in repr(findings)


@pytest.mark.parametrize(
    ("status", "body", "id", "answer"),
    [
        (200, b"<html>canary</html>", "api_prefix", "/api: 200 with HTML; /api/v1: 200 with HTML"),
        (200, b"canary", "api_prefix", "/api: 200 with text; /api/v1: 200 with text"),
        (301, b"", "api_prefix", "a redirect, or"),
        (502, b"<html>canary</html>", "api_prefix", "/api: refused with 502"),
        (404, b'{"detail":"canary"}', "api_prefix", "/api: refused with 404"),
        (200, b"[1, 2]", "api_prefix", "/api: 200 with list"),
        (401, b'{"detail":"canary"}', "api_key", "rejected (401)"),
        (403, b'{"detail":"canary"}', "api_key", "refused with 403"),
        (403, b'{"detail":{"code":"canary"}}', "api_key", "refused with 403"),
        (429, b'{"detail":"canary"}', "api_key", "unknown"),
    ],
)
def test_a_response_that_is_no_list_of_projects_is_one_line(
    tmp_path: Path, status: int, body: bytes, id: str, answer: str
) -> None:
    with answering(status, body, location="https://canary.example") as url:
        findings = checked(url, tmp_path)
    assert answer in findings.by_id[id].answer
    assert "canary" not in as_json(findings) + as_table(findings)


def test_a_clock_that_is_wrong_is_a_warning(tmp_path: Path) -> None:
    at = datetime.now(timezone.utc) - timedelta(minutes=10)
    with answering(401, b'{"detail":""}', date=format_datetime(at, usegmt=True)) as url:
        findings = checked(url, tmp_path)
    assert findings.by_id["clock"].answer.endswith("s ahead of the server")
    assert findings.by_id["clock"].status == "warning"


def test_a_key_that_only_reads_is_a_warning_and_writes_nothing(doctor: Doctor) -> None:
    emulator = doctor.runsite.emulator
    emulator.reset()
    emulator.keys.add("ak_live_abcdef", "read")
    findings = checked_with(doctor, "ak_live_abcdef")
    assert findings.by_id["key_scope"].answer == "`read`, does not expire"
    assert findings.by_id["create"].answer == "project: refused with 403 (needs the scope `write`)"
    assert findings.remaining == []


def checked_with(doctor: Doctor, key: str) -> Findings:
    findings = Findings()
    environ = doctor.environ(RUNSITE_API_KEY=key)
    asyncio.run(diagnose(findings, environ, doctor.folder, FakeClock(), "write"))
    return findings
