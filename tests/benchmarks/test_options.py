"""The command line of a benchmark: what it measures, and what it rejects."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.options import options
from benchmarks.variants import FULL, REFERENCE, SETTINGS, VARIANTS, Load

CHECKOUT = str(Path(__file__).parents[2])


def names(*arguments: str) -> list[str]:
    return [variant.name for variant in options(arguments).variants]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("--variants foo", "'foo': choose from floor, naive, single, map, plugin"),
        ("--variants single foo", "'foo': choose from floor, naive, single, map, plugin"),
        ("--variants gzip", "'gzip': choose from floor, naive, single, map, plugin"),
        ("--settings --variants naive", "no backups, gzip, map"),
        ("--variants before", "'before' needs --before CHECKOUT"),
        ("--variables 2 --services 5", "at most as many web services as variables"),
        ("--variables 0", "argument --variables: an integer of at least 1 is required, not '0'"),
        ("--services 0", "argument --services: an integer of at least 1"),
        ("--services two", "argument --services: an integer of at least 1"),
        ("--repetitions 0", "argument --repetitions: an integer of at least 1"),
        ("--delays=-1", "argument --delays: an integer of at least 0"),
        ("--full --variables 5", "--full has loads of its own"),
        ("--full --delays 5", "--full has loads of its own"),
        ("--before /nowhere", "/nowhere is no checkout: it has no pulumi_runsite/__init__.py"),
    ],
)
def test_what_cannot_be_measured_is_an_error_of_one_line(
    arguments: str, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        options(arguments.split())
    assert stopped.value.code == 2
    assert error in capsys.readouterr().err.splitlines()[-1]


def test_the_default_is_every_provider_at_the_load_of_the_aims_three_times() -> None:
    chosen = options([])
    assert (chosen.variants, chosen.loads) == (list(VARIANTS), [REFERENCE])
    assert chosen.repetitions == 3
    assert (options(["--full"]).loads, options(["--full"]).repetitions) == (list(FULL), 1)
    assert options(["--full", "--repetitions", "2"]).repetitions == 2


def test_the_named_variants_are_measured_and_the_other_checkout_always() -> None:
    assert names("--variants", "single", "floor") == ["floor", "single"]
    assert names("--settings", "--variants", "--parallel 64", "gzip") == ["--parallel 64", "gzip"]
    assert names("--before", CHECKOUT)[-2:] == ["plugin", "before"]
    assert names("--before", CHECKOUT, "--variants", "floor") == ["floor", "before"]
    assert names("--before", CHECKOUT, "--variants", "before") == ["before"]


def test_a_number_of_services_is_combined_with_the_loads_that_have_enough_variables() -> None:
    chosen = options(["--variables", "1", "50", "--services", "1", "20", "--delays", "0"])
    assert chosen.loads == [Load(0, 1, 1), Load(0, 1, 50), Load(0, 20, 50)]


def test_the_help_has_every_variant_and_the_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    for variant in (*VARIANTS, *SETTINGS):
        assert variant.name in text
    for default in ("default 200", "default 1", "default 30", "build/benchmark.json"):
        assert default in text
