"""How long a request waits for a rate limit and before it is sent again."""

from __future__ import annotations

from datetime import datetime, timezone

import anyio
import pytest

from pulumi_runsite.api.pacing import RequestPacer, retry_after_s
from tests.api.clocks import FakeClock

NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30.0),
        (" 7 ", 7.0),
        ("Tue, 24 Nov 2026 12:00:09 GMT", 9.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("86400", 86400.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("NaN", None),
        ("1e309", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, NOW) == seconds


def test_a_pause_delays_all_requests_of_its_limit_group_only() -> None:
    async def go() -> list[float]:
        clock = FakeClock()
        pacer = RequestPacer(clock)
        pacer.pause("requests", 20)
        pacer.pause("requests", 5)
        await pacer.wait_until_allowed("deployments")
        before = clock.now()
        await pacer.wait_until_allowed("requests")
        return [before, clock.now()]

    assert anyio.run(go) == [0.0, 20.0]


def test_only_the_creation_of_deployments_has_a_limit_group_of_its_own() -> None:
    assert RequestPacer.limit_group("POST", "/web-services/s/deployments") == "deployments"
    assert RequestPacer.limit_group("GET", "/web-services/s/deployments") == "requests"
    assert RequestPacer.limit_group("POST", "/web-services/s/deployments/d/rollback") == "requests"


def test_pauses_double_up_to_a_limit() -> None:
    pacer = RequestPacer(FakeClock(), jitter=lambda _low, high: high)
    assert [pacer.backoff_s(n, 8.0) for n in range(1, 6)] == [1.0, 2.0, 4.0, 8.0, 8.0]
    assert [pacer.rate_limit_pause_s(n, None) for n in range(6)] == [1.0, 2.0, 4.0, 8.0, 16.0, 20.0]
    assert pacer.rate_limit_pause_s(0, 30.0) == 30.25
