"""
One program, two stacks: dev and prod differ in their configuration only.

    pulumi stack init dev && pulumi config set branch develop
    pulumi config set --secret sessionKey && pulumi up
    pulumi stack init prod && pulumi config set maxInstances 3
    pulumi config set --secret sessionKey && pulumi up
"""

import pulumi

import pulumi_runsite as runsite

config = pulumi.Config()

# The names on Runsite are those of the resources and the stack: `stages-dev`, `web-prod`.
project = runsite.Project("stages")
web = runsite.WebService(
    "web",
    project_id=project.id,
    git_repository_url="https://github.com/example/shop",
    max_instances=config.require_int("maxInstances"),
)
stage = runsite.EnvVar(
    "stage", web_service_id=web.id, key="STAGE", value=pulumi.get_stack(), is_secret=False
)
session_key = runsite.EnvVar(
    "session-key",
    web_service_id=web.id,
    key="SESSION_KEY",
    value=config.require_secret("sessionKey"),
)
deployment = runsite.Deployment(
    "web-deployment",
    web_service_id=web.id,
    branch=config.require("branch"),
    triggers=[stage.revision, session_key.revision],
)

pulumi.export("url", deployment.url)
