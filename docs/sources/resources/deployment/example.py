import pulumi

import pulumi_runsite as runsite

config = pulumi.Config()

web = runsite.WebService("web", image_ref="nginx:1.27", port=80)
session_key = runsite.EnvVar(
    "session-key",
    web_service_id=web.id,
    key="SESSION_KEY",
    value=config.require_secret("sessionKey"),
)
deployment = runsite.Deployment(
    "web",
    web_service_id=web.id,
    triggers={"session_key": session_key.revision},
    timeout=600,
    rollback_on_failure=True,
)

pulumi.export("url", deployment.url)
