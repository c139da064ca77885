"""A server whose certificate is not trusted receives nothing, and is not asked again."""

from __future__ import annotations

import anyio
import pytest

from pulumi_runsite.api import Client, NotSent
from tests.api.clocks import FakeClock
from tests.doctor.other_servers import speaking_tls


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_certificate_that_is_not_trusted_ends_the_command(method: str) -> None:
    clock = FakeClock()

    async def request(url: str) -> None:
        client = Client("ak_live_canary", url, "/api", clock=clock)
        try:
            await client.request(method, "/projects")
        finally:
            await client.close()

    with speaking_tls() as url, pytest.raises(NotSent) as raised:
        anyio.run(request, url)
    assert str(raised.value) == (
        f"{method} /api/projects was not sent: the certificate of {url} is not trusted "
        "(self-signed certificate). Correct `runsite:apiUrl`, or set `SSL_CERT_FILE` if a proxy "
        "inspects the connection."
    )
    assert clock.slept == [], "it was tried again"
