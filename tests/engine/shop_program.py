"""A program with one of each main resource, for both SDKs: `SHOP.format(package=...)`."""

SHOP = """
import pulumi
import {package} as runsite

config = pulumi.Config()
project = runsite.Project("shop", description="A shop")
web = runsite.WebService(
    "web", project_id=project.id, image_ref="nginx:1.27", port=config.get_int("port") or 3000
)
url = runsite.EnvVar(
    "url", web_service_id=web.id, key="DATABASE_URL", value=config.get("db") or "canary-first"
)
mode = runsite.EnvVar(
    "mode", web_service_id=web.id, key="MODE", value="plain-text", is_secret=False
)
stripe = runsite.ProjectSecret(
    "stripe", project_id=project.id, key="STRIPE", value="canary-stripe", scope="production"
)
live = runsite.Deployment(
    "live", web_service_id=web.id, triggers=[url.revision, mode.revision, stripe.revision]
)
pulumi.export("url", live.url)
"""
