"""States of earlier versions, and the program that they belong to."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent

PROGRAM = """
import pulumi
import {package} as runsite

project = runsite.Project("shop", description="A shop")
web = runsite.WebService(
    "web",
    project_id=project.id,
    git_repository_url="https://github.com/acme/shop",
    github_branch="release",
    port=3000,
    build_command="make build",
    start_command="make start",
    pre_deploy_command="make migrate",
    health_check_path="/health",
    dockerfile_path="./deploy/Dockerfile",
    root_directory="app",
    min_instances=1,
    max_instances=2,
    auto_deploy=False,
    secret_env_vars={{"INITIAL": "canary-initial"}},
    desired_state="running",
    on_destroy="abandon",
)
worker = runsite.WebService("worker", image_ref="worker:1", project_type="worker")
session_key = runsite.EnvVar(
    "session-key", web_service_id=web.id, key="SESSION_KEY", value="canary-session"
)
mode = runsite.EnvVar("mode", web_service_id=web.id, key="MODE", value="fast", is_secret=False)
stripe = runsite.ProjectSecret(
    "stripe", project_id=project.id, key="STRIPE", value="canary-stripe", scope="production"
)
live = runsite.Deployment(
    "live",
    web_service_id=web.id,
    branch="release",
    triggers={{"session": session_key.revision, "numbers": [1, 2.5, True], "map": {{"a": "b"}}}},
    timeout=600,
    stream_logs=True,
)
background = runsite.Deployment("background", web_service_id=worker.id, wait=False)
restart = runsite.Restart(
    "restart",
    web_service_id=web.id,
    triggers=[stripe.revision],
    opts=pulumi.ResourceOptions(depends_on=[live]),
)
pulumi.export("url", live.url)
"""
"""One of every resource type, with every input; `package` is the SDK."""


def recorded(adapter: str) -> list[Path]:
    """Return the recorded states of *adapter*, `dynamic` or `plugin`, one per version."""
    return sorted(FOLDER.glob(f"*/{adapter}.json"))
