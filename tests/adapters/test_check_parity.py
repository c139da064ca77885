"""Both adapters check inputs in the same way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.emulator import Running
from tests.adapters.comparison import Door, project, through
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin


def a_project_is_replaced_under_a_web_service(door: Door) -> None:
    id, state = project(door)
    old = door.check("WebService", {"name": "web", "image_ref": "nginx", "project_id": id})
    moved = old | {"project_id": UNKNOWN}
    door.check("WebService", moved, old)
    inputs = {"name": "shop", "description": "A shop"}
    replaced = inputs | {"description": "Two shops", "immutable_changes": "replace"}
    door.check("Project", replaced, inputs)
    door.diff("Project", id, state, inputs, replaced)
    for policy in ("error", "accept", "replace"):
        door.check("WebService", moved | {"immutable_changes": policy}, old)
    refused = [str(each.get("failures")) for each in door.seen[-6:]]
    assert [id in each for each in refused] == [False, False, False, True, True, False]


def refused_before_anything_is_sent(door: Door) -> None:
    door.check("WebService", {"name": "web", "port": 99999, "max_instances": 9, "scope": "x"})
    door.check("WebService", {"name": "web", "image_ref": "a", "git_repository_url": "https://x/y"})
    door.check("EnvVar", {"web_service_id": "../..", "key": "A B", "value": "***"})
    door.check("Deployment", {"triggers": "x", "wait": 1})


def not_known_yet(door: Door) -> None:
    news = {"web_service_id": UNKNOWN, "key": "A", "value": UNKNOWN}
    door.check("EnvVar", news)
    known = {"web_service_id": "s-1", "triggers": ["a"]}
    door.diff("Deployment", "d-1", known, known, known | {"triggers": [UNKNOWN]})


CASES = [
    a_project_is_replaced_under_a_web_service,
    refused_before_anything_is_sent,
    not_known_yet,
]


@pytest.mark.parametrize("case", CASES)
def test_both_doors_ask_and_answer_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[Door], None]
) -> None:
    dynamic = through(host, runsite, case)
    assert through(plugin, runsite, case) == dynamic
    assert case in (refused_before_anything_is_sent, not_known_yet) or dynamic["asked"] != "[]"
