"""The shop example under the real engine."""

from __future__ import annotations

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.request_log import count_by_collection
from tests.engine.stack import PROJECT, Stack

pytestmark = pytest.mark.engine


def test_the_shop_is_created_once_and_a_changed_payment_key_deploys_both_services(
    shop: Stack, emulator: Runsite
) -> None:
    assert shop.up().code == 0
    writes = emulator.writes()
    assert count_by_collection(writes) == {
        "POST projects": 1,
        "POST web-services": 2,
        "POST env": 2,
        "POST secrets": 3,
        "POST deployments": 2,
    }
    assert shop.preview("--expect-no-changes").code == 0
    refresh = shop.refresh("--expect-no-changes")
    assert (refresh.code, refresh.changes) == (0, {})
    assert emulator.writes() == writes

    shop.config({}, secret={f"{PROJECT}:paymentKey-production": "another"})
    before = emulator.last_seq()
    shop.up()
    assert count_by_collection(emulator.writes(before)) == {"PUT bulk": 1, "POST deployments": 2}
