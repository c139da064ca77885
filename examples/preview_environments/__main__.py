"""
A preview environment per pull request: a stack of its own, which is destroyed with it.

`pull_request.yml` is the workflow for GitHub. All previews share one Runsite project, since the API
cannot delete projects; it cannot delete web services either, so a destroyed preview is stopped and
stays in the dashboard.
"""

import pulumi

import pulumi_runsite as runsite

config = pulumi.Config()
branch = config.require("branch")

# On Runsite its name ends with the one of the stack: `web-pr-12`.
web = runsite.WebService(
    "web",
    project_id=config.require("projectId"),
    git_repository_url="https://github.com/example/shop",
    github_branch=branch,
)
deployment = runsite.Deployment(
    "web-deployment", web_service_id=web.id, triggers=[config.get("commit") or branch]
)

pulumi.export("url", deployment.url)
