"""A web service with an environment variable and a deployment."""

import pulumi

import pulumi_runsite as runsite

project = runsite.Project("quickstart")
web = runsite.WebService("web", project_id=project.id, image_ref="nginx:1.27", port=80)
greeting = runsite.EnvVar(
    "greeting", web_service_id=web.id, key="GREETING", value="Hello", is_secret=False
)
deployment = runsite.Deployment(
    "web-deployment", web_service_id=web.id, triggers=[greeting.revision]
)

pulumi.export("url", deployment.url)
