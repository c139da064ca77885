"""Runsite with two other providers: outputs of each are inputs of the other."""

import pulumi
import pulumi_digitalocean as digitalocean
import pulumi_random as random

import pulumi_runsite as runsite


def variable(key: str, value: pulumi.Input[str], *, is_secret: bool = False) -> runsite.EnvVar:
    """Declare an environment variable of the web service."""
    name = key.lower().replace("_", "-")
    return runsite.EnvVar(name, web_service_id=web.id, key=key, value=value, is_secret=is_secret)


region = pulumi.Config().require("region")

project = runsite.Project("gallery")
web = runsite.WebService(
    "web", project_id=project.id, image_ref="ghcr.io/example/gallery:2.1.0", port=3000
)

# Outputs of the other providers become variables. The password stays a secret.
uploads = digitalocean.SpacesBucket("uploads", region=region)
signing_key = random.RandomPassword("signing-key", length=40)
variables = [
    variable("UPLOADS_BUCKET", uploads.name),
    variable("UPLOADS_ENDPOINT", uploads.endpoint),
    variable("SIGNING_KEY", signing_key.result, is_secret=True),
]
deployment = runsite.Deployment(
    "web-deployment", web_service_id=web.id, triggers=[v.revision for v in variables]
)

# The URL of the service becomes the only origin from which browsers may upload.
digitalocean.SpacesBucketCorsConfiguration(
    "uploads",
    bucket=uploads.id,
    region=region,
    cors_rules=[
        {
            "allowed_origins": deployment.url.apply(lambda url: [url] if url else []),
            "allowed_methods": ["GET", "PUT"],
        }
    ],
)

pulumi.export("url", deployment.url)
