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
        ("9" * 400, None),
        ("Tue, 24 Nov 9999 12:00:09 -2359", 251603625549.0),
        ("Tue, 24 Nov 99999 12:00:09 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0.0),
        ("Tue, 24 Nov 2026 12:00:09 +99999999", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, NOW) == seconds


def test_a_pause_of_the_account_delays_all_requests() -> None:
    assert waited({"requests": (20, 5)}) == {"deployments": 20.0, "requests": 20.0}


def test_a_pause_of_the_creation_of_deployments_delays_nothing_else() -> None:
    assert waited({"deployments": (20,)}) == {"deployments": 20.0, "requests": 0.0}


def waited(pauses: dict[str, tuple[float, ...]]) -> dict[str, float]:
    async def wait(limit_group: str) -> float:
        pacer = RequestPacer(FakeClock())
        for paused, seconds in ((group, each) for group in pauses for each in pauses[group]):
            pacer.pause(paused, seconds)
        return await pacer.wait_until_allowed(limit_group)

    return {group: anyio.run(wait, group) for group in ("deployments", "requests")}


def test_only_the_creation_of_deployments_has_a_limit_group_of_its_own() -> None:
    assert RequestPacer.limit_group("POST", "/web-services/s/deployments") == "deployments"
    assert RequestPacer.limit_group("GET", "/web-services/s/deployments") == "requests"
    assert RequestPacer.limit_group("POST", "/web-services/s/deployments/d/rollback") == "requests"


def test_pauses_double_up_to_a_limit() -> None:
    pacer = RequestPacer(FakeClock(), jitter=lambda _low, high: high)
    assert [pacer.backoff_s(n, 8.0) for n in range(1, 6)] == [1.0, 2.0, 4.0, 8.0, 8.0]
    assert [pacer.rate_limit_pause_s(n, None) for n in range(6)] == [1.0, 2.0, 4.0, 8.0, 16.0, 20.0]
    assert pacer.rate_limit_pause_s(0, 30.0) == 30.25
