"""
What the programs of several stacks share: a project with a generated secret, in a stack of its own.

    pulumi config set rotated "$(date +%F)" && pulumi up

`several_providers` reads the outputs of this stack.
"""

import pulumi
import pulumi_random as random

import pulumi_runsite as runsite

config = pulumi.Config()

project = runsite.Project("gallery")
session_key = random.RandomPassword(
    "session-key", length=40, keepers={"rotated": config.require("rotated")}
)
secret = runsite.ProjectSecret(
    "session-key",
    project_id=project.id,
    scope="production",
    key="SESSION_KEY",
    value=session_key.result,
)

pulumi.export("project_id", project.id)
# A trigger for the deployments of the other stacks. It does not reveal the value.
pulumi.export("revision", secret.revision)
