"""An account in which every text is a canary: none of them may be displayed."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from pulumi_runsite.testing import Runsite
from tests.adopt.accounts import Account

CANARY = "canary"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def fill(runsite: Runsite) -> None:
    """
    Create an object of every type in every status that an account may have.

    There are web services that run, are stopped, have failed and deploy, and deployments that are
    live, superseded, cancelled, failed and pending.
    """
    clock = runsite.emulator.clock
    account = Account(runsite)
    project = account.project("canary-shop", description="canary description")
    account.project("canary-other")
    clock.advance(1)
    image = {"source_type": "image", "image_ref": "canary/image:1"}
    stopped = account.service("canary-stopped", project_id=project, **image)
    for _ in range(2):
        account.deploy(stopped)
        clock.advance(10)
    account.deploy(stopped)
    runsite.post(f"/web-services/{stopped}/stop")
    clock.advance(10)
    failed = account.service("canary-failed", start_command="canary fail-build")
    account.deploy(failed)
    clock.advance(10)
    repository = "https://github.com/canary/repository"
    git = {"source_type": "git", "git_repository_url": repository}
    deploying = account.service("canary-git", **git)
    account.deploy(account.service("canary-running"))
    clock.advance(10)
    for service in (stopped, failed):
        account.variable(service, "CANARY_SECRET", "canary-secret-1234", is_secret=True)
        clock.advance(1)
        account.variable(service, "CANARY_PLAIN", "canary plain", is_secret=False)
    for scope in ("production", "staging"):
        account.secret(project, "CANARY_KEY", scope)
        clock.advance(1)
    account.deploy(deploying)


def records(runsite: Runsite, own_name: str = "") -> list[dict[str, Any]]:
    """Return every stored object, without those below a project or web service *own_name*."""
    found = [asdict(row) for table in runsite.emulator.store.tables() for row in table.all()]
    own = {row["id"] for row in found if row.get("name") == own_name}
    parents = ("id", "project_id", "web_service_id")
    return [row for row in found if not own & {row.get(name) for name in parents}]


def leaks(runsite: Runsite, text: str) -> list[str]:
    """Return what *text* has of the account: its key, names, values, ids and address."""
    stored = _UUID.findall(str(records(runsite)))
    hidden = {CANARY, runsite.emulator.api_key, "you@example.com", runsite.url, *stored}
    hidden |= {str(int(id[-12:], 16)) for id in stored}
    return [each for each in hidden if each.lower() in text.lower()]
