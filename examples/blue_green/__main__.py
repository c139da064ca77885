"""
Blue and green: two versions of a web service, and a router that sends the requests to one.

Deploy to the color that is not live, try it at its own URL, and switch. The way back is the same:

    pulumi config set green release-2 && pulumi up
    pulumi config set live green && pulumi up
"""

import pulumi

import pulumi_runsite as runsite

config = pulumi.Config()
project = runsite.Project("blue-green")


def deployed(color: str) -> runsite.Deployment:
    """Declare the web service of a color, which runs the branch in the configuration."""
    web = runsite.WebService(
        color, project_id=project.id, git_repository_url="https://github.com/example/shop"
    )
    return runsite.Deployment(color, web_service_id=web.id, branch=config.require(color))


colors = {color: deployed(color) for color in ("blue", "green")}

router = runsite.WebService(
    "router",
    project_id=project.id,
    image_ref="caddy:2",
    port=80,
    start_command="caddy reverse-proxy --from :80 --to $UPSTREAM",
)
# A switch writes this variable and deploys the router, which takes seconds: nothing is built.
upstream = runsite.EnvVar(
    "upstream",
    web_service_id=router.id,
    key="UPSTREAM",
    value=colors[config.require("live")].url.apply(str),
    is_secret=False,
)
deployment = runsite.Deployment("router", web_service_id=router.id, triggers=[upstream.revision])

pulumi.export("url", deployment.url)
for color, version in colors.items():
    pulumi.export(color, version.url)
