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
log_level = runsite.EnvVar(
    "log-level", web_service_id=web.id, key="LOG_LEVEL", value="info", is_secret=False
)
runsite.Deployment(
    "web", web_service_id=web.id, triggers=[session_key.revision, log_level.revision]
)
