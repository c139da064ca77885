"""`pulumi import` adds existing resources to a stack without writing to Runsite."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pulumi_runsite.testing import Runsite
from tests.adopt.accounts import CANARY, Account, fill
from tests.engine import provider_messages
from tests.engine.adopt_command import (
    generate_program,
    secret_config_keys,
    use_generated_project,
)
from tests.engine.stack import PROJECT, STACK, Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi_runsite_sdk as runsite

project = runsite.Project("shop", description="A shop")
web = runsite.WebService("web", project_id=project.id, image_ref="nginx:1.27", port=3000)
runsite.EnvVar("plain", web_service_id=web.id, key="PLAIN", value="seen", is_secret=False)
runsite.EnvVar("masked", web_service_id=web.id, key="MASKED", value="canary-masked")
runsite.ProjectSecret(
    "stripe", project_id=project.id, key="STRIPE", value="canary-stripe", scope="production"
)
runsite.Deployment("live", web_service_id=web.id)
"""


@pytest.fixture
def existing(
    start_emulator: Callable[..., Runsite],
) -> tuple[Runsite, dict[str, str]]:
    """An emulator with one resource of each type, and their import ids."""
    # `echo=all` makes the API return the port: an import can only read what it returns.
    emulator = start_emulator(build_seconds=0)
    emulator.control("PATCH", "switches", echo="all")
    create = Account(emulator).create
    project = create("/projects", name="shop", description="A shop")
    image = {"source_type": "image", "image_ref": "nginx:1.27"}
    web = create("/web-services", name="web", project_id=project, port=3000, **image)
    create(f"/web-services/{web}/env", key="PLAIN", value="seen", is_secret=False)
    masked = create(f"/web-services/{web}/env", key="MASKED", value="unknown", is_secret=True)
    create(f"/projects/{project}/secrets", key="STRIPE", value="unknown", scope="production")
    create(f"/web-services/{web}/deployments")
    emulator.control("POST", "clock", advance=60)
    ids = {
        "Project shop": project,
        "WebService web": web,
        "EnvVar plain": f"{web}/PLAIN",
        "EnvVar masked": f"{web}/{masked}",
        "ProjectSecret stripe": f"{project}/production/STRIPE",
        "Deployment live": f"{web}/live",
    }
    return emulator, ids


def test_one_of_each_type_is_imported_and_only_masked_values_are_written(
    project: Stack, existing: tuple[Runsite, dict[str, str]]
) -> None:
    emulator, ids = existing
    project.connect(emulator)
    before = emulator.last_seq()
    resources = [
        {"type": f"runsite:index:{key.split()[0]}", "name": key.split()[1], "id": id}
        for key, id in ids.items()
    ]
    (project.folder / "import.json").write_text(json.dumps({"resources": resources}))
    # The Python host that is built from modules is too old to generate the program.
    imported = project.run(
        *("import", "--file", "import.json", "--yes", "--stack", "dev", "--color", "never"),
        *("--protect=false", "--generate-code=false", "--non-interactive", "--skip-preview"),
    )
    assert imported.code == 0, imported.out
    assert "failed to validate" not in imported.out
    assert emulator.writes(before) == []
    assert "seen" in json.dumps(project.export("--show-secrets"))

    project.program(PROGRAM)
    preview = project.preview()
    assert preview.changes == {"update": 2}, preview.out
    up = project.up()
    assert sorted(up.steps) == [("update", "masked"), ("update", "stripe")]
    assert [write.split("/")[-2:] for write in sorted(emulator.writes(before))] == [
        ["secrets", "bulk"],
        ["env", "bulk"],
    ]
    assert project.up("--expect-no-changes").code == 0
    assert project.refresh("--expect-no-changes").code == 0


def test_a_program_can_import_and_get_resources(
    project: Stack, existing: tuple[Runsite, dict[str, str]]
) -> None:
    emulator, ids = existing
    project.connect(emulator)
    project.program(f"""
import pulumi
import pulumi_runsite_sdk as runsite

imported = pulumi.ResourceOptions(import_={ids["Project shop"]!r})
runsite.Project("shop", description="A shop", opts=imported)
known = runsite.WebService.get("known", {ids["WebService web"]!r})
pulumi.export("subdomain", known.subdomain)
""")
    before = emulator.last_seq()
    up = project.up()
    assert up.code == 0, up.out
    assert emulator.writes(before) == []
    assert project.export()["deployment"]["resources"][0]["outputs"] == {"subdomain": "web"}
    assert project.up("--expect-no-changes").code == 0


def test_a_missing_resource_is_not_imported(project: Stack, emulator: Runsite) -> None:
    project.connect(emulator)
    missing = "00000000-0000-4000-8000-000000000000"
    flags = ("--yes", "--stack", "dev", "--color", "never", "--skip-preview")
    imported = project.run("import", "runsite:index:Project", "shop", missing, *flags)
    assert imported.code != 0
    assert provider_messages.project_not_found(missing) in imported.out
    assert project.resources() == {}
    restart = project.run("import", "runsite:index:Restart", "again", missing, *flags)
    assert provider_messages.RESTART_IS_NOT_IMPORTABLE in restart.out


def test_the_import_file_of_adopt_works_and_its_program_is_then_up_to_date(
    project: Stack, start_emulator: Callable[..., Runsite]
) -> None:
    emulator = start_emulator(build_seconds=0)
    project.connect(emulator)
    fill(Account(emulator), services=5)
    before, generated = emulator.last_seq(), project.folder / "adopted"
    generate_program(project, generated)
    flags = ("--yes", "--skip-preview", "--generate-code=false", "--stack", STACK)
    imported = project.run("import", "--file", str(generated / "import.json"), *flags)
    assert imported.code == 0, imported.out
    resources = json.loads((generated / "import.json").read_text())["resources"]
    assert project.resources().keys() == {each["name"] for each in resources}
    assert emulator.writes(before) == []

    use_generated_project(project, generated)
    program = (generated / "__main__.py").read_text()
    project.program(program.replace("import pulumi_runsite as", "import pulumi_runsite_sdk as"))
    keys = secret_config_keys(generated)
    project.config({}, secret={f"{PROJECT}:{key}": f"{CANARY}-{key}" for key in keys})
    masked = {key.rpartition(":")[2] for key in keys}
    up = project.up()
    assert up.code == 0, up.out
    deployments = {each["name"] for each in resources if each["type"].endswith(":Deployment")}
    assert set(up.steps) == {("update", name) for name in masked | deployments}
    assert {write.split("/")[-1] for write in emulator.writes(before)} == {"bulk"}
    bodies = [each["request_body"] for each in emulator.journal(before) if each["method"] == "PUT"]
    assert sum(len(items) for body in bodies for items in body.values()) == len(masked)
    assert project.up("--expect-no-changes").code == 0
    assert project.refresh("--expect-no-changes").code == 0
