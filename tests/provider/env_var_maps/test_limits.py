"""A limit of bulk writes, and one of requests: a map is written in parts, and never over others."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.emulator.api import env_vars
from pulumi_runsite.emulator.api.errors import ApiError
from pulumi_runsite.emulator.api.request_models import EnvVarCreate
from pulumi_runsite.provider.resources import WebService

from .conftest import SERVICE, ManagedMaps

KEYS = [f"K{number}" for number in range(20)]
TOO_LONG = [
    {"loc": ["body", "variables"], "msg": "List should have at most 6 items after validation"}
]


def limit(monkeypatch: pytest.MonkeyPatch, most: int, status: int, detail: Any) -> None:
    """Have the emulator refuse a bulk write of more than *most* items."""
    original = env_vars._match_items

    def match(emulator: Any, web_service_id: str, items: list[Any]) -> Any:
        if len(items) > most:
            raise ApiError(status, detail)
        return original(emulator, web_service_id, items)

    monkeypatch.setattr(env_vars, "_match_items", match)


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        (413, "Request body is too large"),
        (400, "At most 6 variables per request"),
        (422, TOO_LONG),
    ],
)
@pytest.mark.parametrize("bulk", ["merge", "replace"])
def test_a_write_beyond_the_limit_is_split(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch, status: int, detail: Any, bulk: str
) -> None:
    web.up(dict.fromkeys(KEYS, "first"), {})
    limit(monkeypatch, 6, status, detail)
    web.world.control("PATCH", "switches", bulk=bulk)
    plain = dict.fromkeys(KEYS, "second") | {"NEW": "n"}
    assert web.up(plain, {}) == "update"
    assert web.on_runsite() == {key: (value, False) for key, value in plain.items()}
    assert web.is_quiet(plain, {})


def test_a_refused_variable_ends_a_write_in_parts(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.up(dict.fromkeys(KEYS, "first"), {})
    limit(monkeypatch, 0, 400, "no")
    mark = web.world.mark()
    web.fails(dict.fromkeys(KEYS, "second"), {})
    assert len(web.world.writes(mark)) == 5, "20, 10, 5, 2, 1"
    assert web.in_state() == dict.fromkeys(KEYS, "first")


@pytest.mark.parametrize("status", [400, 422])
def test_a_refusal_that_names_a_variable_is_believed(web: ManagedMaps, status: int) -> None:
    web.up(dict.fromkeys(KEYS, "first"), {})
    mark = web.world.mark()
    detail = [{"loc": ["body", "variables", 3, "value"], "msg": "is too long"}]
    body = {"detail": detail if status == 422 else "variable K3: too long"}
    web.world.fault(kind="answer", status=status, body=body, method="PUT")
    assert "too long" in web.fails(dict.fromkeys(KEYS, "second"), {})
    assert len(web.world.writes(mark)) == 1


def test_a_refusal_after_a_lost_attempt_and_a_rate_limit_is_believed(web: ManagedMaps) -> None:
    web.up(dict.fromkeys(KEYS, "first"), {})
    mark = web.world.mark()
    for status in (503, 429, 400):
        web.world.fault(kind="answer", status=status, body={"detail": "no"}, method="PUT")
    assert "status 400: no" in web.fails(dict.fromkeys(KEYS, "second"), {})
    assert len(web.world.writes(mark)) == 3


def colleague_creates_during_the_next_wait(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep = web.world.clock.sleep

    async def sleep_meanwhile(seconds: float) -> None:
        await sleep(seconds)
        if "NEW" not in web.rows():
            web.by_hand("NEW", "theirs", is_secret=True)

    monkeypatch.setattr(web.world.clock, "sleep", sleep_meanwhile)


@pytest.mark.parametrize("without_id", ["refuse", "upsert"])
def test_what_a_colleague_creates_during_a_wait_for_the_rate_limit_is_refused(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch, without_id: str
) -> None:
    web.up({"MODE": "fast"}, {})
    web.world.control("PATCH", "switches", bulk_env_without_id=without_id)
    web.world.fault(
        kind="answer", status=429, body={"detail": "slow"}, method="PUT",
        headers={"retry-after": "30"},
    )  # fmt: skip
    colleague_creates_during_the_next_wait(web, monkeypatch)
    program: dict[str, Any] = SERVICE | {"env_vars": {"MODE": "fast", "NEW": "mine"}}
    mark = web.world.mark()
    with pytest.raises(RunsiteError, match=r"`NEW` .* exists already on web service"):
        web.world.update(WebService, web.web.id, web.web.state, **program)
    assert web.world.writes(mark).count(f"PUT /web-services/{web.web.id}/env/bulk") == 1
    assert web.on_runsite()["NEW"] == ("theirs", True)


def test_a_key_that_a_colleague_creates_just_before_a_write_is_refused(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.up({"MODE": "fast"}, {})
    original = env_vars._match_items

    def match(emulator: Any, web_service_id: str, items: list[Any]) -> Any:
        if "NEW" not in web.rows():
            theirs = EnvVarCreate(key="NEW", value="theirs", is_secret=True)
            env_vars.add_variable(emulator, web_service_id, theirs)
        return original(emulator, web_service_id, items)

    monkeypatch.setattr(env_vars, "_match_items", match)
    assert "`NEW`" in web.fails({"MODE": "fast", "NEW": "mine"}, {})
    assert web.on_runsite()["NEW"] == ("theirs", True)
    assert "NEW" not in str(web.web.state)
