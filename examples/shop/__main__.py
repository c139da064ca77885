"""A web service from git and a worker from an image, with variables, secrets and deployments."""

from typing import Literal, get_args

import pulumi

import pulumi_runsite as runsite

Scope = Literal["production", "staging", "development"]

config = pulumi.Config()

project = runsite.Project("shop", description="Sells things")

web = runsite.WebService(
    "web",
    project_id=project.id,
    git_repository_url="https://github.com/example/shop",
    github_branch="main",
    build_command="npm ci && npm run build",
    start_command="npm start",
    health_check_path="/healthz",
    port=config.get_int("port") or 8080,
    min_instances=1,
    max_instances=3,
)
session_key = runsite.EnvVar(
    "session-key",
    web_service_id=web.id,
    key="SESSION_KEY",
    value=config.require_secret("sessionKey"),
)
log_level = runsite.EnvVar(
    "log-level",
    web_service_id=web.id,
    key="LOG_LEVEL",
    value=config.get("logLevel") or "info",
    is_secret=False,
)

worker = runsite.WebService(
    "worker",
    project_id=project.id,
    project_type="worker",
    image_ref="ghcr.io/example/shop-worker:1.4.2",
    env_vars={"LOG_LEVEL": config.get("logLevel") or "info"},
    secret_env_vars={"QUEUE_URL": config.require_secret("queueUrl")},
)

# Both services get this secret; the scope of the deployment selects one of the three values.
payment_keys = [
    runsite.ProjectSecret(
        f"payment-key-{scope}",
        project_id=project.id,
        scope=scope,
        key="PAYMENT_KEY",
        value=config.require_secret(f"paymentKey-{scope}"),
    )
    for scope in get_args(Scope)
]

# Running containers keep their values, so deploy when a value has been written.
shared = [secret.revision for secret in payment_keys]
web_deployment = runsite.Deployment(
    "web-deployment",
    web_service_id=web.id,
    triggers=[session_key.revision, log_level.revision, *shared],
)
worker_deployment = runsite.Deployment(
    "worker-deployment",
    web_service_id=worker.id,
    triggers=[worker.env_vars_revision, *shared],
)

pulumi.export("url", web_deployment.url)
pulumi.export("web_deployment", web_deployment.id)
pulumi.export("worker_deployment", worker_deployment.id)
