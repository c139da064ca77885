"""How long a request is held back."""

from __future__ import annotations

from datetime import datetime, timezone

import anyio
import pytest

from pulumi_runsite.api.pacing import Pace, retry_after_s
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


def test_one_pause_holds_back_all_requests_of_its_kind() -> None:
    async def go() -> list[float]:
        clock = FakeClock()
        pace = Pace(clock)
        pace.hold("requests", 20)
        pace.hold("requests", 5)
        await pace.wait("deployments")
        before = clock.now()
        await pace.wait("requests")
        return [before, clock.now()]

    assert anyio.run(go) == [0.0, 20.0]


def test_only_asking_for_a_deployment_has_a_limit_of_its_own() -> None:
    assert Pace.kind("POST", "/web-services/s/deployments") == "deployments"
    assert Pace.kind("GET", "/web-services/s/deployments") == "requests"
    assert Pace.kind("POST", "/web-services/s/deployments/d/rollback") == "requests"


def test_backing_off_doubles_and_has_an_end() -> None:
    pace = Pace(FakeClock(), jitter=lambda _low, high: high)
    assert [pace.backoff_s(n, 8.0) for n in range(1, 6)] == [1.0, 2.0, 4.0, 8.0, 8.0]
    assert [pace.limited_s(n, None) for n in range(6)] == [1.0, 2.0, 4.0, 8.0, 16.0, 20.0]
    assert pace.limited_s(0, 30.0) == 30.25
