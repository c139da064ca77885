"""A proxy: the API key goes through its tunnel only, and each of its failures is named."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from pulumi_runsite.api import NotSent, OutcomeUnknown, Redactor
from pulumi_runsite.api.client import MAX_ATTEMPTS
from pulumi_runsite.api.errors import CannotConnect
from pulumi_runsite.api.transport import certificates
from pulumi_runsite.provider.config import Settings
from tests.api.clocks import FakeClock
from tests.api.connect_proxy import (
    CERTIFICATE,
    ORIGIN,
    ConnectProxy,
    listening,
    tls_in_front_of,
)
from tests.world import World, runsite, world

__all__ = ["runsite", "world"]
OFF = "pulumi config set runsite:proxy none"


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Trust the certificate of the tests, and no other."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    certificates.cache_clear()
    yield
    certificates.cache_clear()


@pytest.fixture
def proxy(world: World) -> Iterator[ConnectProxy]:
    with tls_in_front_of(int(world.url.rpartition(":")[2])) as port:
        yield ConnectProxy(port)


class Requests:
    """Sends requests to ORIGIN as the settings of an environment demand."""

    def __init__(self, key: str, **environ: str) -> None:
        self.clock = FakeClock()
        self.redactor = Redactor()
        self._settings = Settings.resolve({"apiKey": key, "apiUrl": ORIGIN}, environ)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        async def go() -> Any:
            client = self._settings.client(self.clock, self.redactor)
            try:
                return await client.request(method, path, body)
            finally:
                await client.close()

        return anyio.run(go)


def test_the_key_is_sent_through_the_tunnel_only(world: World, proxy: ConnectProxy) -> None:
    with listening(proxy.handle) as port:
        url = f"http://user:p%40ss-CANARY@127.0.0.1:{port}"
        requests = Requests(world.emulator.api_key, HTTPS_PROXY=url)
        assert requests.send("GET", "/projects")["total"] == 0
        requests.send("POST", "/projects", {"name": "shop"})
    assert world.requests() == ["GET /projects", "POST /projects"]
    credentials = base64.b64encode(b"user:p@ss-CANARY").decode()
    for head in proxy.requests:
        assert head.startswith("CONNECT api.runsite.test:443 HTTP/1.1\r\n")
        assert f"Proxy-Authorization: Basic {credentials}" in head
    seen = "".join(proxy.requests).encode() + proxy.tunneled
    assert len(proxy.tunneled) > 500
    for private in (world.emulator.api_key, "Bearer", "projects", "shop"):
        assert private.encode() not in seen
    assert "CANARY" not in requests.redactor.finish(f"{credentials} p@ss-CANARY")


@pytest.mark.parametrize(
    ("answer", "error", "expected"),
    [
        (
            b"HTTP/1.1 407 CANARY\r\nContent-Length: 6\r\n\r\nCANARY",
            CannotConnect,
            "requires other credentials (status 407). Set the variable to `http://<user>",
        ),
        (
            b"HTTP/1.1 403 CANARY\r\nContent-Length: 0\r\n\r\n",
            CannotConnect,
            f"does not connect to {ORIGIN} (status 403). Allow the address in the proxy, or run",
        ),
        (b"HTTP/1.1 502 CANARY\r\n\r\n", NotSent, f"does not connect to {ORIGIN} (status 502)"),
        (b"", NotSent, "(RemoteProtocolError). Check the proxy"),
        (b"CANARY\r\n\r\n", NotSent, "(RemoteProtocolError). Check the proxy"),
        (b"HTTP/1.1 200 OK\r\n\r\n", NotSent, ". Check the proxy"),
    ],
)
def test_a_proxy_that_does_not_connect_is_named_and_nothing_was_sent(
    proxy: ConnectProxy, answer: bytes, error: type[NotSent], expected: str
) -> None:
    proxy.answer = answer
    with listening(proxy.handle) as port:
        requests = Requests("ak_live_x", https_proxy=f"http://CANARY:CANARY@127.0.0.1:{port}/")
        with pytest.raises(NotSent) as raised:
            requests.send("POST", "/projects", {"name": "shop"})
    assert type(raised.value) is error
    text = str(raised.value)
    assert text.startswith("POST /api/projects was not sent: ")
    assert f"the proxy http://127.0.0.1:{port} of `https_proxy`" in text
    assert expected in text
    assert "CANARY" not in text
    # What the set-up causes is not tried again: a directory may lock the user after that.
    assert len(proxy.requests) == (1 if error is CannotConnect else MAX_ATTEMPTS)


def test_a_proxy_that_never_answers_has_sent_nothing(proxy: ConnectProxy) -> None:
    async def never(*_: Any) -> None:
        await anyio.sleep_forever()

    async def go(port: int) -> None:
        environ = {"HTTPS_PROXY": f"127.0.0.1:{port}"}
        settings = Settings.resolve({"apiKey": "ak_live_x", "apiUrl": ORIGIN}, environ)
        client = settings.client(FakeClock(), Redactor())
        with pytest.raises(NotSent, match=r"of `HTTPS_PROXY` \(no response within 0\.2 s\)"):
            await client._transport.send("POST", "/api/projects", {}, {}, 0.2)
        await client.close()

    with listening(never) as port:
        anyio.run(go, port)


def test_a_proxy_that_cannot_be_reached_is_named(world: World) -> None:
    requests = Requests("ak_live_x", ALL_PROXY="http://user:CANARY@127.0.0.1:9")
    with pytest.raises(NotSent, match=f"{OFF}` to connect without it") as raised:
        requests.send("GET", "/projects")
    assert f"cannot connect to {ORIGIN} through the proxy http://127.0.0.1:9" in str(raised.value)
    assert "CANARY" not in str(raised.value)


def test_a_response_that_is_lost_in_the_tunnel_has_an_unknown_outcome(
    world: World, proxy: ConnectProxy
) -> None:
    world.fault(kind="close_after_commit", method="POST")
    with listening(proxy.handle) as port:
        requests = Requests(world.emulator.api_key, HTTPS_PROXY=f"http://127.0.0.1:{port}")
        with pytest.raises(OutcomeUnknown, match="was sent, but the response was lost"):
            requests.send("POST", "/projects", {"name": "shop"})
    assert world.requests() == ["POST /projects"]


def test_an_untrusted_certificate_is_named_with_the_variable_and_not_tried_again(
    proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)
    certificates.cache_clear()
    with listening(proxy.handle) as port:
        requests = Requests("ak_live_x", HTTPS_PROXY=f"http://127.0.0.1:{port}")
        with pytest.raises(CannotConnect) as raised:
            requests.send("POST", "/projects", {"name": "shop"})
    text = str(raised.value)
    assert text.startswith(f"POST /api/projects was not sent: the certificate of {ORIGIN} is not ")
    assert "(self-signed certificate)" in text
    assert "`SSL_CERT_FILE`" in text
    assert "`SSL_CERT_DIR`" in text
    assert len(proxy.requests) == 1


def test_an_empty_variable_for_certificates_counts_as_unset(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    certificates.cache_clear()
    expected = certificates().cert_store_stats()
    monkeypatch.setenv("SSL_CERT_FILE", "")
    certificates.cache_clear()
    assert certificates().cert_store_stats() == expected
