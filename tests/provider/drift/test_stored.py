"""What the state has of the last write: no value twice, and none in clear."""

from __future__ import annotations

import pytest

from pulumi_runsite.provider import drift
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import WebService

WRITTEN: dict[str, Props] = {
    "as_declared": {"port": {"reported": 80}, "name": {"reported": "web"}},
    "otherwise": {"image_ref": {"reported": "docker.io/library/nginx", "declared": "nginx"}},
    "drift": {"image_ref": {"reported": "httpd"}},
    "never_reported": {"port": {}},
    "reported_later": {"subdomain": {"reported": "web-1"}},
    "of_a_map": {"name": {"reported": "web"}, "variables": {"A": {"id": "1", "is_secret": True}}},
    "marks": {"updated_at": {"reported": "2026-01-01T00:00:00Z"}, "id": {"reported": "v-2"}},
}
STATE: Props = {"name": "web", "port": 80, "image_ref": "nginx", "updated_at": WRITTEN["marks"]}
IN_CLEAR = {"as_declared", "never_reported", "marks"}


@pytest.mark.parametrize("case", WRITTEN)
def test_a_stored_state_is_read_as_it_was(case: str) -> None:
    state = STATE | {"written": WRITTEN[case]}
    assert drift.expanded(drift.shortened(state)) == state


@pytest.mark.parametrize("case", sorted(IN_CLEAR))
def test_a_map_that_an_earlier_version_stored_is_read_too(case: str) -> None:
    state = STATE | {"written": WRITTEN[case]}
    assert drift.expanded(state) == state
    assert "written" not in WebService.secret_fields(state)


def test_an_input_that_is_reported_as_it_is_is_stored_without_its_value() -> None:
    stored = drift.shortened(STATE | {"written": WRITTEN["as_declared"]})
    assert stored["written"] == '{"name":true,"port":true}'


@pytest.mark.parametrize("case", WRITTEN)
def test_what_was_written_last_is_in_clear_only_without_a_value(case: str) -> None:
    stored = drift.shortened(STATE | {"written": WRITTEN[case]})
    assert ("written" in WebService.secret_fields(stored)) == (case not in IN_CLEAR)


@pytest.mark.parametrize("state", [{}, {"name": "web"}])
def test_a_state_without_it_stays_as_it_is(state: Props) -> None:
    assert drift.expanded(drift.shortened(state)) == state
    assert "written" not in WebService.secret_fields(state)


def test_what_is_declared_is_compared_with_a_stored_state_as_with_any_other() -> None:
    state = STATE | {"written": WRITTEN["as_declared"]}
    news = {"name": "other", "port": 80}
    assert drift.with_declared(drift.shortened(state), news) == drift.with_declared(state, news)
