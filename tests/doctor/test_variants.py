"""Every value of every switch of the emulator is named by the command."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import Any

import pytest

from pulumi_runsite.doctor.findings import Finding
from pulumi_runsite.emulator.world.switch_values import COMBINATIONS
from pulumi_runsite.emulator.world.switches import VARIANTS

from .conftest import Doctor
from .read_variants import READ
from .variants import Variant
from .write_variants import NOT_OBSERVABLE, WRITE

Answers = dict[str, Finding]


def expect_named(variant: Variant, found: Answers, default: Answers) -> None:
    answer = found[variant.finding].answer
    assert re.search(variant.answer, answer), (variant, answer)
    before = default[variant.finding].answer
    assert not re.search(variant.answer, before), (variant, before)


def values_of(switch: str) -> list[str]:
    """Return the values of *switch* that the tests expect something of, as JSON."""
    variants = [each for each in chain(READ, *WRITE) if each.switch == switch]
    values = [*(each.value for each in variants), *NOT_OBSERVABLE.get(switch, ())]
    return sorted({json.dumps(value) for value in values})


@pytest.mark.parametrize("switch", VARIANTS)
def test_every_value_is_named_or_cannot_be_observed(switch: str) -> None:
    assert values_of(switch) == sorted(json.dumps(value) for value in VARIANTS[switch][1:])


@pytest.mark.parametrize("variant", READ, ids=lambda each: f"{each.switch}={each.value}")
def test_a_read_only_run_names_the_variant(
    doctor: Doctor, read_only: Answers, variant: Variant
) -> None:
    expect_named(variant, doctor.run("read", **{variant.switch: variant.value}), read_only)


def test_a_list_with_pages_is_no_problem_where_offset_reads_them(doctor: Doctor) -> None:
    paged = doctor.run("read", list_limit=1, list_paging="offset")["paging"]
    limited = doctor.run("read", list_limit=1)["paging"]
    assert "projects: 1 of 2 items; `offset` returns others" in paged.answer
    assert limited.answer == "1 of 2 items; `offset` does not return others"
    assert (paged.status, limited.status) == ("ok", "warning")


@pytest.mark.parametrize("variants", WRITE, ids=lambda some: f"{some[0].switch}={some[0].value}")
def test_a_run_with_write_names_the_variants(
    doctor: Doctor, default: Answers, variants: tuple[Variant, ...]
) -> None:
    found = doctor.run("write", **{each.switch: each.value for each in variants})
    for variant in variants:
        expect_named(variant, found, default)


@pytest.mark.parametrize("switches", COMBINATIONS, ids=json.dumps)
def test_switches_that_belong_together_change_the_answers(
    doctor: Doctor, default: Answers, switches: dict[str, Any]
) -> None:
    found = doctor.run("write", **switches)
    changed = [id for id in default if found[id].answer != default[id].answer]
    assert len(changed) >= len(switches) or "echo" in switches


@pytest.mark.parametrize("number", [0, 1])
def test_what_cannot_be_observed_changes_no_answer(
    doctor: Doctor, default: Answers, number: int
) -> None:
    switches = {name: values[number] for name, values in NOT_OBSERVABLE.items() if values[number:]}
    found = doctor.run("write", **switches)
    changed = [id for id, each in default.items() if found[id].answer != each.answer]
    assert set(changed) <= {
        "clock"
    }  # the emulated time stands still, that of this machine does not
