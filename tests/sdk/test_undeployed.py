"""A preview notices a variable that is written without a deployment that follows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks
from pulumi.runtime.config import set_all_config
from pulumi.runtime.settings import reset_options

import pulumi_runsite as runsite
from tests.sdk.test_base_resource import THREAD

CREATED, UPDATED, SAME = "created", "updated", "same"
FOLLOW = "the web service may keep running without the new value. Add "


class PreviewMocks(mocks.Mocks):
    """The results of a preview: *steps* has those that are created or updated, by name."""

    def __init__(self, steps: dict[str, str]) -> None:
        self._steps = steps

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        step = self._steps.get(args.name, SAME)
        known = dict.fromkeys(("revision", "env_vars_revision", "created_at", "status"), "x")
        id = "" if step == CREATED else f"{args.name}-id"
        known |= dict.fromkeys(("account", "written"), "x")
        return id, {**args.inputs, **known} if step == SAME else dict(args.inputs)

    def call(self, args: mocks.MockCallArgs) -> dict[str, Any]:
        raise NotImplementedError(args.token)


def previewed(program: Callable[[], Any], setting: str = "", **steps: str) -> list[str]:
    """Preview *program* as a separate stack; return the warnings."""
    return THREAD.submit(_run, program, setting, steps).result()


def _run(program: Callable[[], Any], setting: str, steps: dict[str, str]) -> list[str]:
    warnings: list[str] = []
    logger = logging.getLogger("a previewed program")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())  # type: ignore[method-assign]
    logger.handlers = [handler]
    reset_options()
    mocks.set_mocks(PreviewMocks(steps), preview=True, logger=logger)
    set_all_config({"runsite:undeployedChanges": setting} if setting else {})
    try:
        pulumi.runtime.test(program)()
    finally:
        set_all_config({})
    return warnings


def _web(**more: Any) -> runsite.WebService:
    return runsite.WebService("web", image_ref="nginx", project_id="p-1", **more)


def _key(web: runsite.WebService) -> runsite.EnvVar:
    return runsite.EnvVar("the-key", web_service_id=web.id, key="K", value="x")


def _live(web: runsite.WebService, *depends_on: Any, **more: Any) -> None:
    opts = pulumi.ResourceOptions(depends_on=list(depends_on))
    runsite.Deployment("live", web_service_id=web.id, opts=opts, **more)


def without_trigger() -> None:
    _key(web := _web())
    _live(web)


def after_the_variable() -> None:
    key = _key(web := _web())
    _live(web, key)


def with_trigger() -> None:
    key = _key(web := _web())
    _live(web, triggers=[key.revision])


def before_the_variable() -> None:
    _live(web := _web())
    _key(web)


def with_restart() -> None:
    key = _key(web := _web())
    _live(web)
    runsite.Restart("restart", web_service_id=web.id, triggers={"key": key.revision})


def not_deployed() -> None:
    _key(_web())
    runsite.Deployment("live", web_service_id="another")


@pytest.mark.parametrize(
    ("program", "steps"),
    [
        (without_trigger, {"the-key": UPDATED}),
        (without_trigger, {"web": CREATED, "the-key": CREATED, "live": CREATED}),
        (before_the_variable, {"web": CREATED, "the-key": CREATED, "live": CREATED}),
        (after_the_variable, {"the-key": UPDATED}),
        (after_the_variable, {"the-key": CREATED, "live": UPDATED}),
        (with_restart, {"the-key": UPDATED}),
    ],
)
def test_a_write_that_no_deployment_follows_is_one_warning_with_the_line_to_add(
    program: Callable[[], None], steps: dict[str, str]
) -> None:
    (warning,) = previewed(program, **steps)
    assert warning.startswith("EnvVar 'the-key' is about to be written, but Deployment 'live' ")
    assert FOLLOW + "`triggers=[the_key.revision]` to the deployment." in warning
    assert previewed(program, "ignore", **steps) == []


@pytest.mark.parametrize(
    ("program", "steps"),
    [
        (without_trigger, {}),
        (without_trigger, {"live": CREATED}),
        (with_trigger, {"the-key": UPDATED, "live": CREATED}),
        (with_trigger, {"web": CREATED, "the-key": CREATED, "live": CREATED}),
        (after_the_variable, {"web": CREATED, "the-key": CREATED, "live": CREATED}),
        (with_restart, {"the-key": UPDATED, "restart": CREATED}),
        (not_deployed, {"the-key": UPDATED}),
    ],
)
def test_a_write_that_a_deployment_or_restart_follows_is_no_warning(
    program: Callable[[], None], steps: dict[str, str]
) -> None:
    assert previewed(program, **steps) == []


def test_each_written_variable_is_a_warning_also_one_that_is_declared_later() -> None:
    def program() -> None:
        def declare(_: str) -> None:
            runsite.EnvVar("late", web_service_id=web.id, key="LATE", value="x")

        web = _web()
        for name in ("same", "one", "two"):
            runsite.EnvVar(name, web_service_id=web.id, key=name, value="x")
        _live(web)
        web.image_ref.apply(declare)

    warnings = previewed(program, one=UPDATED, two=UPDATED, late=UPDATED)
    assert sorted(each.split("'")[1] for each in warnings) == ["late", "one", "two"]


def test_the_line_to_add_keeps_the_triggers_of_the_deployment() -> None:
    def program() -> None:
        _key(web := _web())
        _live(web, triggers=["v2"])

    (warning,) = previewed(program, **{"the-key": UPDATED})
    assert FOLLOW + "`the_key.revision` to its `triggers`. If" in warning


def test_a_changed_map_needs_its_revision_as_a_trigger() -> None:
    def without() -> None:
        _live(_web(env_vars={"A": "x"}))

    def with_revision() -> None:
        web = _web(secret_env_vars={"A": "x"})
        _live(web, triggers=[web.env_vars_revision])

    (warning,) = previewed(without, web=UPDATED)
    assert warning.startswith("WebService 'web' is about to change, but Deployment 'live' is not")
    assert "`triggers=[web.env_vars_revision]`" in warning
    assert previewed(without, web=CREATED, live=CREATED) == []
    assert previewed(with_revision, web=UPDATED, live=CREATED) == []


@pytest.mark.parametrize(("scope", "count"), [("production", 1), ("development", 0)])
def test_a_production_secret_of_the_project_needs_a_deployment_too(scope: Any, count: int) -> None:
    def program() -> None:
        runsite.ProjectSecret("s", project_id="p-1", key="K", value="x", scope=scope)
        _live(_web())

    assert len(previewed(program, s=UPDATED)) == count
    assert previewed(program) == []
