"""P6: bad inputs of the functions."""

from __future__ import annotations

from typing import Any

REFUSED: list[tuple[str, str, dict[str, Any], str]] = [
    ("P6.1", "getLogs", {"tail": 0}, "tail: must be at least 1"),
    ("P6.2", "getLogs", {"tail": 10001}, "tail: must be at most 10000"),
    ("P6.3", "getLogs", {"tail": -1}, "tail: must be at least 1"),
    ("P6.4", "getLogs", {"tail": 1.5}, "tail: must be an integer"),
    ("P6.5", "getLogs", {"tail": "100"}, "tail: must be an integer, got string"),
    ("P6.6", "getLogs", {"tail": True}, "tail: must be an integer, got bool"),
    ("P6.7", "getLogs", {"since": -1}, "since: must be at least 0"),
    ("P6.8", "getLogs", {"since": 1.7e12}, "since: must be at most 100000000000"),
    ("P6.9", "getLogs", {"since": "2024-01-01"}, "since: must be an integer, got string"),
    ("P6.11", "getLogs", {"since": float("nan")}, "since: must be an integer"),
    ("P6.12", "getDeployments", {"limit": 0}, "limit: must be at least 1"),
    ("P6.13", "getDeployments", {"limit": 101}, "limit: must be at most 100"),
    ("P6.14", "getDeployments", {"limit": "10"}, "limit: must be an integer, got string"),
    ("P6.15", "getDeployments", {"offset": -1}, "offset: must be at least 0"),
    ("P6.16", "getDeployments", {"offset": float(2**63)}, "offset: must be at most 2147483647"),
    ("P6.17", "getProject", {"id": ""}, "id: is not a valid Runsite id"),
    ("P6.18", "getProject", {"id": ".."}, "id: is not a valid Runsite id"),
    ("P6.19", "getProject", {}, "id: required unless `name` is set"),
]
"""Number of the row, function, inputs beside a valid `web_service_id`, message."""

ELSEWHERE = {
    "P6.10": "tests/provider/functions/test_logs.py::test_a_time_in_the_future_is_a_warning",
    "P6.20": "tests/provider/functions/test_by_name.py::test_ten_thousand_projects_are_returned",
}
"""The rows that need more than this table, and the test that has each, or why there is none."""
