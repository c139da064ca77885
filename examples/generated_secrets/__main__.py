"""
A secret from another provider: generated, shared by the services of a project, and rotated.

    pulumi config set rotated "$(date +%F)" && pulumi up
"""

import pulumi
import pulumi_random as random

import pulumi_runsite as runsite

config = pulumi.Config()

project = runsite.Project("generated-secrets")
signing_key = random.RandomPassword(
    "signing-key", length=40, keepers={"rotated": config.require("rotated")}
)
# The value is a secret everywhere: in the state, in previews and on Runsite.
secret = runsite.ProjectSecret(
    "signing-key",
    project_id=project.id,
    scope="production",
    key="SIGNING_KEY",
    value=signing_key.result,
)

for name in ("web", "api"):
    service = runsite.WebService(
        name, project_id=project.id, git_repository_url=f"https://github.com/example/{name}"
    )
    deployment = runsite.Deployment(
        f"{name}-deployment", web_service_id=service.id, triggers=[secret.revision]
    )
    pulumi.export(name, deployment.url)
