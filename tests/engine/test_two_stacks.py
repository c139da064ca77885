"""One program in two stacks of one account: default names, renames, and Pulumi's autonaming."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.plugin.conftest import new_project, sdks
from tests.engine.stack import Stack

__all__ = ["new_project", "sdks"]

pytestmark = pytest.mark.engine

IMPORTS = "import pulumi\nimport {} as runsite\n"
SHOP = """
project = runsite.Project("shop")
runsite.WebService("web", project_id=project.id, image_ref="nginx:1.27")
"""
RENAMED = """
renamed = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="shop")])
project = runsite.Project("store", opts=renamed)
runsite.WebService("web", project_id=project.id, image_ref="nginx:1.27")
"""


def names(emulator: Runsite, path: str, field: str) -> set[str]:
    return {item["name"] for item in emulator.get(f"/{path}")[field]}


def up_in_two_stacks(dev: Stack, emulator: Runsite, imports: str) -> Stack:
    """Create the program in two stacks; return the second one, `production`."""
    dev.connect(emulator)
    production = dev.other("production")
    dev.program(imports + SHOP)
    for stack in (dev, production):
        up = stack.up()
        assert up.code == 0, up.out
    assert names(emulator, "projects", "projects") == {"shop-dev", "shop-production"}
    assert names(emulator, "web-services", "web_services") == {"web-dev", "web-production"}
    return production


def test_two_stacks_of_the_plugin_have_names_of_their_own(
    new_project: Callable[[str], Stack], emulator: Runsite
) -> None:
    up_in_two_stacks(new_project("project"), emulator, IMPORTS.format("pulumi_runsite_sdk"))


def test_two_stacks_have_names_of_their_own_that_neither_a_rename_nor_a_setting_changes(
    stack: Stack, emulator: Runsite
) -> None:
    dev, imports = stack, IMPORTS.format("pulumi_runsite")
    production = up_in_two_stacks(dev, emulator, imports)

    dev.config_path("pulumi:autonaming.pattern", "${stack}.${name}.${hex(4)}")
    dev.program(imports + RENAMED)
    preview = dev.preview("--expect-no-changes")
    assert preview.code == 0, preview.out
    dev.program(imports + RENAMED + 'runsite.Project("new")\n')
    assert dev.up().changes == {"create": 1}
    new = names(emulator, "projects", "projects") - {"shop-dev", "shop-production"}
    assert re.fullmatch(r"dev\.new\.[0-9a-f]{4}", new.pop())

    dev.program(imports + RENAMED + 'runsite.Project("theirs", name="shop-production")\n')
    error = dev.up().only_error()
    id = production.resources()["shop"]["id"]
    assert provider_messages.adopt_input(id) in error
    assert provider_messages.ANOTHER_STACK_MAY_OWN_IT in error
