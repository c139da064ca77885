import pulumi

import pulumi_runsite as runsite

web = runsite.WebService("web", image_ref="nginx:1.27", port=80)
deployment = runsite.Deployment("web", web_service_id=web.id)
log_level = runsite.EnvVar(
    "log-level", web_service_id=web.id, key="LOG_LEVEL", value="info", is_secret=False
)
runsite.Restart(
    "web",
    web_service_id=web.id,
    triggers=[log_level.revision],
    opts=pulumi.ResourceOptions(depends_on=[deployment]),
)
