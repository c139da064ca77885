import pulumi

import pulumi_runsite as runsite

config = pulumi.Config()

project = runsite.Project("shop")
web = runsite.WebService("web", project_id=project.id, image_ref="nginx:1.27", port=80)
payment_key = runsite.ProjectSecret(
    "payment-key",
    project_id=project.id,
    scope="production",
    key="PAYMENT_KEY",
    value=config.require_secret("paymentKey"),
)
runsite.Deployment("web", web_service_id=web.id, triggers=[payment_key.revision])
