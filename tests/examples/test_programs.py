"""What the examples do on Runsite: the first `pulumi up`, and the one after a change."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from .program_runs import EXAMPLES, FIRST_DEPLOYMENT, SHARED_PROJECT, Done, ProgramRun, up

SHOP = {
    "port": "8080",
    "logLevel": "info",
    "sessionKey": "a",
    "queueUrl": "b",
    "paymentKey-production": "c",
    "paymentKey-staging": "d",
    "paymentKey-development": "e",
}
STAGE = {"branch": "main", "maxInstances": "3", "sessionKey": "s3cret"}
COLORS = {"blue": "release-1", "green": "release-2", "live": "blue"}
PULL_REQUEST = {"projectId": SHARED_PROJECT, "branch": "feature/cart", "commit": "c1"}


def monorepo(**trees: str) -> dict[str, str]:
    """Return the configuration with the hashes of the folders."""
    hashes = ", ".join(f'"{name}": "{tree}"' for name, tree in trees.items())
    return {"trees": f"{{{hashes}}}"}


RUNS = {
    "quickstart": ProgramRun("quickstart"),
    "shop": ProgramRun("shop", SHOP),
    "shop, another key": ProgramRun("shop", SHOP | {"paymentKey-staging": "changed"}),
    "dev": ProgramRun("stages", STAGE | {"branch": "develop", "maxInstances": "1"}),
    "prod": ProgramRun("stages", STAGE, stack="prod"),
    "blue": ProgramRun("blue_green", COLORS),
    "blue, green 3": ProgramRun("blue_green", COLORS | {"green": "release-3"}),
    "green": ProgramRun("blue_green", COLORS | {"green": "release-3", "live": "green"}),
    "pull request": ProgramRun("preview_environments", PULL_REQUEST, stack="pr-12"),
    "next commit": ProgramRun("preview_environments", PULL_REQUEST | {"commit": "c2"}, "pr-12"),
    "secrets": ProgramRun("generated_secrets", {"rotated": "2026-01-01"}),
    "rotated": ProgramRun("generated_secrets", {"rotated": "2026-02-01"}),
    "monorepo": ProgramRun("monorepo", monorepo(web="w1", api="a1", worker="k1")),
    "monorepo, another api": ProgramRun("monorepo", monorepo(web="w1", api="a2", worker="k1")),
    "rollback": ProgramRun("rollback", {"commit": "c1"}),
    "rollback, next": ProgramRun("rollback", {"commit": "c2"}),
    "rolled back": ProgramRun("rollback", {"commit": "c2", "rollbackTo": FIRST_DEPLOYMENT}),
}


@pytest.fixture(scope="module")
def done() -> dict[str, Done]:
    """All runs, in this order and in one account."""
    return dict(zip(RUNS, up(*RUNS.values()), strict=True))


def changed(run: Done) -> dict[str, str]:
    return {name: step for name, step in run.steps.items() if step != "same"}


def created(run: Done) -> Counter[str]:
    """Count the writes of *run* by the last part of the path."""
    return Counter(write.rpartition("/")[2] for write in run.writes)


def test_every_program_in_python_is_run() -> None:
    programs = {path.parent.name for path in EXAMPLES.glob("*/__main__.py")}
    # tests/engine/examples runs these two, which need one another and other providers.
    together = {"several_providers", "shared_project"}
    assert programs == {run.example for run in RUNS.values()} | together


@pytest.mark.parametrize("name", RUNS)
def test_a_run_leaves_nothing_undeployed(done: dict[str, Done], name: str) -> None:
    statuses = {each["name"]: each["status"] for each in done[name].state["web_services"]}
    assert set(statuses.values()) == {"running"}, statuses


def test_the_shop_deploys_both_services_when_a_shared_secret_changes(
    done: dict[str, Done],
) -> None:
    first = {"projects": 1, "web-services": 2, "env": 2, "secrets": 3, "deployments": 2}
    assert created(done["shop"]) == first
    assert changed(done["shop, another key"]) == {
        "ProjectSecret payment-key-staging": "update",
        "Deployment web-deployment": "replace",
        "Deployment worker-deployment": "replace",
    }
    assert created(done["shop, another key"]) == {"bulk": 1, "deployments": 2}


def test_two_stacks_of_one_program_share_an_account(done: dict[str, Done]) -> None:
    assert created(done["dev"]) == created(done["prod"])
    state = done["prod"].state
    assert {"stages-dev", "stages-prod"} <= {each["name"] for each in state["projects"]}
    services = {each["name"]: each for each in state["web_services"]}
    assert [services[f"web-{stack}"]["max_instances"] for stack in ("dev", "prod")] == [1, 3]
    branches = {each["web_service_id"]: each["branch"] for each in state["deployments"]}
    assert branches[services["web-dev"]["id"]] == "develop"
    assert branches[services["web-prod"]["id"]] == "main"


def test_the_color_that_is_not_live_is_deployed_without_the_router(
    done: dict[str, Done],
) -> None:
    assert changed(done["blue, green 3"]) == {"Deployment green": "replace"}


def test_a_switch_of_colors_deploys_the_router_only(done: dict[str, Done]) -> None:
    assert changed(done["green"]) == {
        "EnvVar upstream": "update",
        "Deployment router": "replace",
    }
    upstream = {each["key"]: each["value"] for each in done["green"].state["variables"]}
    assert re.fullmatch(r"https://green.*\.runsite\.app", upstream["UPSTREAM"])


def test_a_pull_request_has_a_service_of_its_branch_in_a_shared_project(
    done: dict[str, Done],
) -> None:
    assert created(done["pull request"]) == {"web-services": 1, "deployments": 1}
    (service,) = (
        each for each in done["pull request"].state["web_services"] if "pr-12" in each["name"]
    )
    assert service["github_branch"] == "feature/cart"
    assert changed(done["next commit"]) == {"Deployment web-deployment": "replace"}


def test_a_generated_secret_is_rotated_by_the_configuration(done: dict[str, Done]) -> None:
    values = [
        next(each["value"] for each in done[run].state["secrets"] if each["key"] == "SIGNING_KEY")
        for run in ("secrets", "rotated")
    ]
    assert ["2026-01-01" in values[0], "2026-02-01" in values[1]] == [True, True]
    assert changed(done["rotated"]) == {
        "ProjectSecret signing-key": "update",
        "Deployment web-deployment": "replace",
        "Deployment api-deployment": "replace",
    }


def test_only_the_changed_folder_of_the_monorepo_is_deployed(done: dict[str, Done]) -> None:
    assert created(done["monorepo"]) == {"projects": 1, "web-services": 3, "deployments": 3}
    assert changed(done["monorepo, another api"]) == {"Deployment api-deployment": "replace"}


def test_a_rollback_by_configuration_builds_nothing(done: dict[str, Done]) -> None:
    assert changed(done["rollback, next"]) == {"Deployment web-deployment": "replace"}
    assert changed(done["rolled back"]) == {"Deployment web-deployment": "replace"}
    (write,) = done["rolled back"].writes
    assert write.endswith("/rollback")
