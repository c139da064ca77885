"""The tables of a benchmark."""

from __future__ import annotations

from benchmarks.table import details, overview
from benchmarks.variants import Load
from tests.benchmarks.measured import LOAD, results, sample


def rows(table: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in table.splitlines()]


def test_the_overview_has_the_floor_first_and_ratios_to_it() -> None:
    table = overview(results(single=[3.0], floor=[2.0]), LOAD)
    head, _, create = rows(table)
    assert head == ["step", "floor", "single"]
    assert create == ["create", "2.00", "3.00 (1.50)"]


def test_the_overview_has_no_ratio_without_a_floor() -> None:
    assert rows(overview(results(single=[3.0]), LOAD))[-1] == ["create", "3.00"]


def test_the_details_have_everything_that_was_measured() -> None:
    found = results(floor=[2.0])
    requests = {"GET": 1, "PUT": 200}
    found.add(LOAD, "create", "single", sample(3.0, requests=requests, state_bytes=12_345))
    head, _, floor, single = rows(details(found, LOAD))
    assert len(head) == len(single)
    assert floor[:5] == ["create", "floor", "2.00", "2.00", "1.00"]
    assert single[2:] == ["3.00", "3.00", "1.50", "2.00", "60", "1 GET + 200 PUT", "12"]
    assert floor[7] == "0"


def test_the_tables_of_a_run_that_was_cut_have_what_it_measured() -> None:
    found = results(floor=[2.0], single=[3.0])
    found.add(LOAD, "no-op up", "floor", sample(1.0))
    assert rows(overview(found, LOAD))[-1] == ["no-op up", "1.00", "-"]
    assert [row[:2] for row in rows(details(found, LOAD))[2:]] == [
        ["create", "floor"],
        ["create", "single"],
        ["no-op up", "floor"],
    ]


def test_a_load_is_described_with_its_numbers() -> None:
    assert str(Load(0, 1, 1)) == "1 variable on 1 web service, 0 ms a request"
    assert str(Load(30, 20, 1000)) == "1,000 variables on 20 web services, 30 ms a request"
