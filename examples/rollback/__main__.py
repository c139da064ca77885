"""
A rollback by configuration: no change of the program, and nothing is built.

    pulumi stack output recent          # the ids, newest first
    pulumi config set rollbackTo ID && pulumi up
    pulumi config rm rollbackTo && pulumi up    # the newest commit again
"""

import pulumi

import pulumi_runsite as runsite

config = pulumi.Config()

project = runsite.Project("rollback")
web = runsite.WebService(
    "web", project_id=project.id, git_repository_url="https://github.com/example/shop"
)
deployment = runsite.Deployment(
    "web-deployment",
    web_service_id=web.id,
    triggers=[config.require("commit")],
    rollback_to=config.get("rollbackTo"),
    rollback_on_failure=True,
)
recent = runsite.get_deployments_output(web_service_id=deployment.web_service_id, limit=10)

pulumi.export("url", deployment.url)
pulumi.export(
    "recent",
    recent.apply(lambda found: [f"{each.id} {each.commit_sha}" for each in found.deployments]),
)
