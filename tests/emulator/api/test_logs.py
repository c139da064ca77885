"""Logs are lines with times, or a message while there are none yet."""

from __future__ import annotations

from datetime import datetime

from tests.emulator.harness import Runsite


def test_logs_are_one_string_of_lines_with_times(runsite: Runsite) -> None:
    service = runsite.create_service()
    assert runsite.get(f"{service}/logs")["logs"] == ""
    runsite.start_deployment(service)
    logs = runsite.get(f"{service}/logs")
    assert logs["logs"] == "Service is not ready yet. Try again shortly."
    runsite.advance(60)
    logs = runsite.get(f"{service}/logs")
    assert logs["logs"].endswith("\n")
    for line in logs["logs"].splitlines():
        datetime.fromisoformat(line.split(" ", 1)[0].replace("Z", "+00:00"))
    assert set(logs) == {"logs", "container_id", "timestamp"}


def test_tail_is_applied_before_since(runsite: Runsite) -> None:
    service = runsite.create_running_service()
    runsite.advance(100)
    start = int(runsite.emulator.clock.now()) - 1000
    lines = runsite.get(f"{service}/logs", tail=3, since=start)["logs"].splitlines()
    assert len(lines) == 3
    recent = int(runsite.emulator.clock.now()) - 15
    assert len(runsite.get(f"{service}/logs", tail=3, since=recent)["logs"].splitlines()) == 1


def test_a_worker_logs_no_http_port(runsite: Runsite) -> None:
    service = runsite.create_running_service(project_type="worker")
    runsite.advance(20)
    (deployment,) = runsite.get(f"{service}/deployments")["deployments"]
    logs = runsite.get(f"{service}/logs")["logs"]
    assert "Worker started\n" in logs
    for text in (logs, deployment["build_logs"]):
        assert "port" not in text
        assert "GET " not in text
    assert "Starting instance" in deployment["build_logs"]
