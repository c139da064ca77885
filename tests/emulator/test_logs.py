"""Logs are text with a time before each line, and a sentence when there are none yet."""

from __future__ import annotations

from datetime import datetime

from tests.emulator.inside import Runsite


def test_logs_are_one_string_of_lines_with_their_time(runsite: Runsite) -> None:
    service = runsite.service()
    assert runsite.get(f"{service}/logs")["logs"] == ""
    runsite.deploy(service)
    logs = runsite.get(f"{service}/logs")
    assert logs["logs"] == "Service is not ready yet. Try again shortly."
    runsite.passes(60)
    logs = runsite.get(f"{service}/logs")
    assert logs["logs"].endswith("\n")
    for line in logs["logs"].splitlines():
        datetime.fromisoformat(line.split(" ", 1)[0].replace("Z", "+00:00"))
    assert set(logs) == {"logs", "container_id", "timestamp"}


def test_tail_comes_before_since(runsite: Runsite) -> None:
    service = runsite.running()
    runsite.passes(100)
    late = int(runsite.emulator.clock.now()) - 1000
    lines = runsite.get(f"{service}/logs", tail=3, since=late)["logs"].splitlines()
    assert len(lines) == 3
    newest = int(runsite.emulator.clock.now()) - 15
    assert len(runsite.get(f"{service}/logs", tail=3, since=newest)["logs"].splitlines()) == 1
