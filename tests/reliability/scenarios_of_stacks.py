"""Stories of deployments, renamed resources, other machines and other accounts."""

from __future__ import annotations

import re
from dataclasses import replace

from .faults import MANY, failing
from .kills import provider_killed
from .operations import SECOND, SERVICE, Operation, deployment, project, secret, service, variable
from .scenarios import deploy_as_a_colleague, scenario
from .story import Story


@scenario(
    "deployment refused, then a colleague deploys", Operation("", deployment(), deployments=1)
)
def _(story: Story) -> None:
    with failing(story.emulator, "403", 1, 1):
        story.up(deployment())
    deploy_as_a_colleague(story)


@scenario(
    "deployment not sent, then a colleague deploys", Operation("", deployment(), deployments=1)
)
def _(story: Story) -> None:
    with failing(story.emulator, "connection refused", 1, MANY):
        story.up(deployment())
    deploy_as_a_colleague(story)


@scenario(
    "deployment whose wait failed, then another machine",
    Operation("", deployment(), deployments=1),
)
def _(story: Story) -> None:
    with failing(story.emulator, "401", 2, MANY):
        story.up(deployment())
    story.use_another_machine()


_UNRELATED = {"shop": project()["it"], "it": variable()["it"]}


@scenario("rate limit of a day, met by one of two resources", Operation("", _UNRELATED))
def _(story: Story) -> None:
    with failing(story.emulator, "429 for a day", 0, 1):
        story.up(_UNRELATED)


_TWO = {"it": deployment()["it"], "other": deployment(triggers=["other"])["it"]}


@scenario("two deployments of one service, one refused", Operation("", _TWO, deployments=2))
def _(story: Story) -> None:
    with failing(story.emulator, "403", 1, 1):
        story.up(_TWO)


@scenario("two deployments of one service, both lost", Operation("", _TWO, deployments=2))
def _(story: Story) -> None:
    with failing(story.emulator, "reset after the commit", 1, MANY):
        story.up(_TWO)


def _refused_on_another_machine(story: Story) -> str:
    """Return the message of the first run on another machine than the one that was killed."""
    with provider_killed(1, "after the commit"):
        story.up_killed(deployment())
    story.use_another_machine()
    (message,) = story.up(deployment()).messages
    return message


@scenario("deployment killed, then adopted on another machine", Operation("", {}, deployments=1))
def _(story: Story) -> None:
    adopted = re.search(r"`adopt_id='(.*?)'`", _refused_on_another_machine(story))
    assert adopted
    story.operation = replace(story.operation, after=deployment(adopt_id=adopted[1]))


@scenario(
    "deployment killed, then another one created on another machine",
    Operation("", deployment(), deployments=2),
)
def _(story: Story) -> None:
    assert "`pulumi up` again to create another one" in _refused_on_another_machine(story)


@scenario(
    "deployment killed, then other triggers",
    Operation("", deployment(triggers=["2"]), deployments=2),
)
def _(story: Story) -> None:
    with provider_killed(1, "after the commit"):
        story.up_killed(deployment(triggers=["1"]))


@scenario("deployment killed, then the list lags", Operation("", deployment(), deployments=1))
def _(story: Story) -> None:
    with provider_killed(1, "after the commit"):
        story.up_killed(deployment())
    story.emulator.switches.list_lag_seconds = 60.0
    story.up(deployment())
    story.emulator.switches.list_lag_seconds = 0.0


_REPLACED = {
    "web_services": (
        service(immutable_changes="replace", port=8081),
        service(immutable_changes="replace", port=8082),
    ),
    "projects": (
        project(immutable_changes="replace", description="1"),
        project(immutable_changes="replace", description="2"),
    ),
}


def _replacement_killed_elsewhere(story: Story, table: str) -> str:
    """Return the id of what a replacement created whose run was killed on another machine."""
    before, after = _REPLACED[table]
    story.up(before)
    (replaced,) = story.oracle.new(table)
    with provider_killed(1, "after the commit"):
        story.up_killed(after)
    story.use_another_machine()
    (killed,) = (row.id for row in story.oracle.new(table) if row.id != replaced.id)
    return str(killed)


def _replaced_then_refused(table: str) -> None:
    after = _REPLACED[table][1]

    @scenario(
        f"replacement of {table} killed, then another machine",
        Operation("", after, replaced_names=1),
    )
    def _(story: Story) -> None:
        killed = _replacement_killed_elsewhere(story, table)
        story.is_blocked = True
        (message,) = story.up(after).messages
        assert re.search(f"Nothing was created.*'{killed}' \\(.*`adopt_id='{killed}'`", message)


def _replaced_then_adopted(table: str) -> None:
    after = _REPLACED[table][1]

    @scenario(
        f"replacement of {table} killed, then adopted on another machine",
        Operation("", after, replaced_names=1),
    )
    def _(story: Story) -> None:
        killed = _replacement_killed_elsewhere(story, table)
        type, inputs = after["it"]
        adopting = {"it": (type, inputs | {"adopt_id": killed})}
        story.operation = replace(story.operation, after=adopting)
        assert story.up(adopting).steps == {"it": "replace"}


for _table in _REPLACED:
    _replaced_then_refused(_table)
    _replaced_then_adopted(_table)


@scenario("project renamed after a lost answer", Operation("", project(name="new")))
def _(story: Story) -> None:
    with failing(story.emulator, "reset after the commit", 1, MANY):
        story.up(project(name="old"))


@scenario("variable renamed after a lost answer", Operation("", variable(key="NEW")))
def _(story: Story) -> None:
    with failing(story.emulator, "reset after the commit", 1, MANY):
        story.up(variable(key="OLD"))


_SHOP = {
    "shop": project()["it"],
    "web": service()["it"],
    "it": variable()["it"],
    "secret": secret()["it"],
}


@scenario("another key of the same account", Operation("", _SHOP, _SHOP))
def _(story: Story) -> None:
    story.prepare()
    story.use_another_key()


@scenario("refresh with the key of another account", Operation("", _SHOP, _SHOP))
def _(story: Story) -> None:
    story.prepare()
    story.use_another_account()
    story.refresh()
    story.up(_SHOP)
    story.use_own_account()


@scenario(
    "up with the key of another account",
    Operation("", {**_SHOP, "it": variable(value=SECOND)["it"]}, _SHOP),
)
def _(story: Story) -> None:
    story.prepare()
    story.use_another_account()
    story.up(story.operation.after)
    story.use_own_account()


@scenario(
    "destroy with the key of another account",
    Operation("", {}, {**_SHOP, "web": service(adopt_id=SERVICE, name="parent")["it"]}),
)
def _(story: Story) -> None:
    story.prepare()
    story.use_another_account()
    story.up({})
    story.use_own_account()
