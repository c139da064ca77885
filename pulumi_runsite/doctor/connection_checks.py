"""Checks the connection to the address of the API: DNS and TLS."""

from __future__ import annotations

import re
import socket
import ssl
import time
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from ..api import Proxy
from ..api.transport import certificates
from ..provider.config import Settings
from .findings import Findings
from .messages import connection as messages

_TIMEOUT_S = 10.0
_SOON_DAYS = 14
_DEFAULT_PORTS = {"https": 443, "http": 80}
_PUBLIC_ISSUERS = (
    "Amazon", "Cloudflare", "DigiCert", "Entrust", "GlobalSign", "GoDaddy", "Google Trust Services",
    "Internet Security Research Group", "Let's Encrypt", "Microsoft", "Sectigo", "SSL Corporation",
    "ZeroSSL",
)  # fmt: skip


def add_connection_checks(findings: Findings, settings: Settings) -> bool:
    """Add the findings about the connection, and return whether one is possible."""
    parts = urlsplit(settings.api_url)
    peer = urlsplit(settings.proxy.url) if settings.proxy else parts
    host, port = peer.hostname or "", peer.port or _DEFAULT_PORTS[peer.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        findings.fail("dns", "the host is not found", messages.host_not_found())
        return False
    families = sorted({"IPv6" if each[0] == socket.AF_INET6 else "IPv4" for each in found})
    of_proxy = ", of the proxy" if settings.proxy else ""
    findings.add("dns", f"{len(found)} of {' and '.join(families)}{of_proxy}")
    if parts.scheme == "http":
        return _add_unencrypted(findings, host, port)
    if settings.proxy and peer.scheme == "https":
        findings.unknown("tls", "not checked through a proxy that uses TLS itself")
        return True
    connection = HTTPSConnection(host, port, timeout=_TIMEOUT_S, context=certificates())
    if settings.proxy:
        authorization = settings.proxy.authorization
        headers = {"Proxy-Authorization": authorization} if authorization else {}
        connection.set_tunnel(parts.hostname or "", parts.port or 443, headers)
    return _add_tls(findings, connection, settings.proxy)


def _add_unencrypted(findings: Findings, host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), _TIMEOUT_S).close()
    except OSError:
        findings.fail("tls", "not used; no connection", messages.nothing_on_this_machine())
        return False
    findings.add("tls", "not used: the address is this machine")
    return True


def _add_tls(findings: Findings, connection: HTTPSConnection, proxy: Proxy | None) -> bool:
    try:
        connection.connect()
        secured: ssl.SSLSocket = connection.sock
        _add_certificate(findings, str(secured.version()), secured.getpeercert() or {})
        return True
    except ssl.SSLCertVerificationError as error:
        answer = f"the certificate is not trusted (code {error.verify_code})"
        findings.fail("tls", answer, messages.certificate_not_trusted())
    except ssl.SSLError:
        findings.fail("tls", "the server does not speak TLS", messages.tls_failed())
    except (OSError, HTTPException) as error:
        refused = re.match(r"Tunnel connection failed: (\d{3})", str(error))
        if refused:
            answer = f"the proxy refused the connection (status {refused[1]})"
            findings.fail("tls", answer, messages.proxy_refused())
        elif proxy:
            advice = messages.proxy_does_not_answer(proxy.variable)
            findings.fail("tls", "no connection through the proxy", advice)
        else:
            findings.fail("tls", "no connection", messages.host_does_not_answer())
    finally:
        connection.close()
    return False


def _add_certificate(findings: Findings, protocol: str, certificate: dict[str, Any]) -> None:
    issuer = dict(pair for name in certificate.get("issuer", ()) for pair in name)
    organization = str(issuer.get("organizationName", ""))
    public = next((name for name in _PUBLIC_ISSUERS if organization.startswith(name)), "")
    days = (ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()) / 86400
    answer = f"{protocol}, issued by {public or 'another issuer'}, valid for {days:.0f} days"
    if not public:
        findings.warn("tls", answer, messages.issuer_not_public())
    elif days < _SOON_DAYS:
        findings.warn("tls", answer, messages.certificate_expires())
    else:
        findings.add("tls", answer)
