"""The statistics of a benchmark, and its JSON file."""

from __future__ import annotations

from pathlib import Path

from benchmarks.results import Cell, Results, requests_between
from benchmarks.variants import FLOOR, STEPS, Load
from tests.benchmarks.measured import LOAD, results, sample


def test_a_cell_has_the_median_and_the_minimum_of_its_times() -> None:
    cell = Cell([sample(3.0, cpu_s=1.0), sample(1.0, cpu_s=9.0), sample(2.0, cpu_s=2.0)])
    assert (cell.median_s, cell.minimum_s, cell.cpu_s) == (2.0, 1.0, 2.0)


def test_a_cell_has_the_largest_memory_and_the_most_requests() -> None:
    samples = [sample(requests={"GET": 9}, provider_mb=70.0), sample(requests={"GET": 2, "PUT": 8})]
    cell = Cell(samples)
    assert (cell.provider_mb, cell.requests) == (70.0, {"GET": 2, "PUT": 8})


def test_the_ratio_compares_the_medians_of_the_same_step_and_load() -> None:
    found = results(floor=[2.0, 4.0, 9.0], single=[6.0, 5.0, 60.0])
    assert found.ratio(LOAD, "create", "single") == 1.5
    assert results(single=[1.0]).ratio(LOAD, "create", "single") is None


def test_the_ratio_is_to_the_floor_of_the_same_repetitions() -> None:
    found = Results({})
    for run, variant, wall_s in [
        ("on a slow machine", FLOOR, 8.0),
        ("later", FLOOR, 2.0),
        ("later", "single", 3.0),
        ("without a floor", "single", 9.0),
        ("without a floor", "map", 1.0),
    ]:
        found.add(LOAD, "create", variant, sample(wall_s, run=run))
    assert found.ratio(LOAD, "create", "single") == 1.5
    assert found.ratio(LOAD, "create", FLOOR) == 1.0
    assert found.ratio(LOAD, "create", "map") is None


def test_a_repetition_counts_when_all_of_its_steps_are_measured() -> None:
    found = Results({})
    assert found.repetitions(LOAD, FLOOR) == 0
    for step in STEPS:
        found.add(LOAD, step.name, FLOOR, sample())
    found.add(LOAD, STEPS[0].name, FLOOR, sample())
    assert found.repetitions(LOAD, FLOOR) == 1
    assert found.repetitions(LOAD, "single") == 0


def test_a_sample_of_a_file_that_does_not_name_its_run_is_of_one_run_with_the_others(
    tmp_path: Path,
) -> None:
    found = results(floor=[2.0], single=[3.0])
    found.save(tmp_path / "results.json")
    text = (tmp_path / "results.json").read_text().replace(', "run": ""', "")
    (tmp_path / "results.json").write_text(text)
    assert "run" not in text
    assert Results.load(tmp_path / "results.json").ratio(LOAD, "create", "single") == 1.5


def test_the_requests_of_a_step_are_those_after_the_step_before() -> None:
    before, after = {"GET": 3, "POST": 2}, {"GET": 3, "POST": 5, "DELETE": 1}
    assert requests_between(before, after) == {"DELETE": 1, "POST": 3}
    assert requests_between(after, after) == {}


def test_the_json_file_holds_every_sample(tmp_path: Path) -> None:
    found = results(floor=[2.0, 4.0], single=[6.0])
    found.save(tmp_path / "new folder" / "results.json")
    assert Results.load(tmp_path / "new folder" / "results.json") == found


def test_a_variant_that_was_not_measured_at_a_load_is_left_out_there() -> None:
    found = results(single=[1.0], floor=[1.0])
    more = Load(delay_ms=0, services=1, variables=1000)
    found.add(more, "create", "floor", sample())
    assert found.variants(LOAD) == ["floor", "single"]
    assert found.variants(LOAD, more) == ["floor"]
    assert found.loads() == [LOAD, more]
