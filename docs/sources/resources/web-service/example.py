import pulumi

import pulumi_runsite as runsite

project = runsite.Project("shop")
web = runsite.WebService(
    "web",
    project_id=project.id,
    git_repository_url="https://github.com/acme/shop",
    build_command="npm ci && npm run build",
    start_command="npm start",
    port=3000,
    health_check_path="/healthz",
    max_instances=3,
    env_vars={"LOG_LEVEL": "info"},
    secret_env_vars={"SESSION_KEY": pulumi.Config().require_secret("sessionKey")},
)
worker = runsite.WebService(
    "worker",
    project_id=project.id,
    project_type="worker",
    image_ref="ghcr.io/acme/worker:1.4.2",
)

pulumi.export("web_service_id", web.id)
pulumi.export("worker_id", worker.id)
