"""What is on Runsite already comes under Pulumi by `pulumi import`, and is not touched by that."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing

import httpx
import pytest

from tests.adopt.accounts import CANARY, Account, fill
from tests.engine.adopted import adopt, asked_for, take_up
from tests.engine.runsite import LocalRunsite
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
def there(start_emulator: Callable[..., LocalRunsite]) -> tuple[LocalRunsite, dict[str, str]]:
    """A Runsite that was filled by hand, and how people name what is there."""
    # It echoes the port, as Runsite may: what it keeps to itself an import cannot know.
    runsite = start_emulator("--build-seconds", "0")
    runsite.control("PATCH", "switches", json={"echo": "all"})
    headers = {"Authorization": f"Bearer {runsite.api_key}"}
    with httpx.Client(base_url=f"{runsite.url}/api", headers=headers) as api:

        def make(path: str, **body: object) -> str:
            return str(api.post(path, json=body).raise_for_status().json()["id"])

        project = make("/projects", name="shop", description="A shop")
        image = {"source_type": "image", "image_ref": "nginx:1.27"}
        web = make("/web-services", name="web", project_id=project, port=3000, **image)
        make(f"/web-services/{web}/env", key="PLAIN", value="seen", is_secret=False)
        masked = make(f"/web-services/{web}/env", key="MASKED", value="unknown", is_secret=True)
        make(f"/projects/{project}/secrets", key="STRIPE", value="unknown", scope="production")
        make(f"/web-services/{web}/deployments")
    runsite.control("POST", "clock", json={"advance": 60})
    named = {
        "Project shop": project,
        "WebService web": web,
        "EnvVar plain": f"{web}/PLAIN",
        "EnvVar masked": f"{web}/{masked}",
        "ProjectSecret stripe": f"{project}/production/STRIPE",
        "Deployment live": f"{web}/live",
    }
    return runsite, named


def test_one_of_each_is_imported_and_only_masked_values_are_written(
    project: Stack, there: tuple[LocalRunsite, dict[str, str]]
) -> None:
    runsite, named = there
    project.connect(runsite)
    mark = runsite.mark()
    listed = [
        {"type": f"runsite:index:{what.split()[0]}", "name": what.split()[1], "id": id}
        for what, id in named.items()
    ]
    (project.folder / "import.json").write_text(json.dumps({"resources": listed}))
    # The Python host that is built here is too old to write the program; users get it printed.
    imported = project.run(
        *("import", "--file", "import.json", "--yes", "--stack", "dev", "--color", "never"),
        *("--protect=false", "--generate-code=false", "--non-interactive", "--skip-preview"),
    )
    assert imported.code == 0, imported.out
    assert "failed to validate" not in imported.out
    assert runsite.writes(mark) == []
    assert "seen" in json.dumps(project.export("--show-secrets"))

    project.program(PROGRAM)
    preview = project.preview()
    assert preview.changes == {"update": 2}, preview.out
    up = project.up()
    assert sorted(up.steps) == [("update", "masked"), ("update", "stripe")]
    assert [write.split("/")[-2:] for write in sorted(runsite.writes(mark))] == [
        ["secrets", "bulk"],
        ["env", "bulk"],
    ]
    assert project.up("--expect-no-changes").code == 0
    assert project.refresh("--expect-no-changes").code == 0


def test_a_program_can_import_too(
    project: Stack, there: tuple[LocalRunsite, dict[str, str]]
) -> None:
    runsite, named = there
    project.connect(runsite)
    project.program(f"""
import pulumi
import pulumi_runsite_sdk as runsite

taken = pulumi.ResourceOptions(import_={named["Project shop"]!r})
runsite.Project("shop", description="A shop", opts=taken)
known = runsite.WebService.get("known", {named["WebService web"]!r})
pulumi.export("subdomain", known.subdomain)
""")
    mark = runsite.mark()
    up = project.up()
    assert up.code == 0, up.out
    assert runsite.writes(mark) == []
    assert project.export()["deployment"]["resources"][0]["outputs"] == {"subdomain": "web"}
    assert project.up("--expect-no-changes").code == 0


def test_what_is_not_there_is_not_imported(project: Stack, emulator: LocalRunsite) -> None:
    project.connect(emulator)
    missing = "00000000-0000-4000-8000-000000000000"
    words = ("--yes", "--stack", "dev", "--color", "never", "--skip-preview")
    imported = project.run("import", "runsite:index:Project", "shop", missing, *words)
    assert imported.code != 0
    assert f"there is no project {missing} on Runsite" in imported.out
    assert project.resources() == {}
    restart = project.run("import", "runsite:index:Restart", "again", missing, *words)
    assert "cannot be imported: Runsite keeps no record of restarts" in restart.out


def test_what_adopt_lists_is_imported_and_what_it_wrote_is_then_quiet(
    project: Stack, start_emulator: Callable[..., LocalRunsite]
) -> None:
    runsite = start_emulator("--build-seconds", "0")
    project.connect(runsite)
    with closing(Account(runsite.url, runsite.api_key)) as account:
        fill(account)
    mark, written = runsite.mark(), project.folder / "adopted"
    adopt(project, written)
    flags = ("--yes", "--skip-preview", "--generate-code=false", "--stack", STACK)
    done = project.run("import", "--file", str(written / "import.json"), *flags)
    assert done.code == 0, done.out
    listed = json.loads((written / "import.json").read_text())["resources"]
    assert project.resources().keys() == {each["name"] for each in listed}
    assert runsite.writes(mark) == []

    take_up(project, written)
    program = (written / "__main__.py").read_text()
    project.program(program.replace("import pulumi_runsite as", "import pulumi_runsite_sdk as"))
    keys = asked_for(written)
    project.config({}, secret={f"{PROJECT}:{key}": f"{CANARY}-{key}" for key in keys})
    masked = {key.rpartition(":")[2] for key in keys}
    up = project.up()
    assert up.code == 0, up.out
    deployments = {each["name"] for each in listed if each["type"].endswith(":Deployment")}
    assert set(up.steps) == {("update", name) for name in masked | deployments}
    assert {write.split("/")[-1] for write in runsite.writes(mark)} == {"bulk"}
    assert len(runsite.writes(mark)) == len(masked)
    assert project.up("--expect-no-changes").code == 0
    assert project.refresh("--expect-no-changes").code == 0
