"""Build logs and error messages of deployments."""

from __future__ import annotations

from .records import Deployment, WebService


def lines_for(service: WebService, deployment: Deployment, status: str) -> list[str]:
    """Return the log lines that are added when *deployment* enters *status*."""
    if status == "failed":
        return _failure_lines(service, deployment)
    return {
        "cloning": [f"Cloning {service.git_repository_url} (branch {deployment.branch})"],
        "building": [
            f"HEAD is now at {(deployment.commit_sha or '')[:7]} {deployment.commit_message}",
            f"Using {service.dockerfile_path or './Dockerfile'}",
            "Step 1/4 : FROM runtime",
            "Step 2/4 : COPY . /app",
            f"Step 3/4 : RUN {service.build_command or 'true'}",
        ],
        "deploying": _start_lines(service, deployment),
        "rolling_back": [f"Rolling back to deployment {deployment.rollback_from_deployment_id}"],
        "running": ["Health check passed", "Traffic switched to the new instance"],
        "cancelled": ["Deployment cancelled"],
    }.get(status, [])


def error_message(service: WebService, deployment: Deployment) -> str:
    """Return the `error_message` of a deployment that failed as planned."""
    if deployment.flaw == "health":
        path = service.health_check_path or "/"
        return f"Health check failed: GET {path} did not return 200"
    if deployment.image_ref is not None:
        return f"Image pull failed: {deployment.image_ref}: manifest unknown"
    return f"Build failed: command '{service.build_command or 'docker build'}' exited with code 1"


def _start_lines(service: WebService, deployment: Deployment) -> list[str]:
    lines = (
        [f"Pulling {deployment.image_ref}"]
        if deployment.image_ref is not None
        else ["Step 4/4 : CMD " + (service.start_command or "(from the image)"), "Image built"]
    )
    if service.pre_deploy_command:
        lines.append(f"Running pre-deploy command: {service.pre_deploy_command}")
    if service.project_type == "worker":
        return [*lines, "Starting instance"]
    return [*lines, f"Starting instance, waiting for port {service.port}"]


def _failure_lines(service: WebService, deployment: Deployment) -> list[str]:
    if deployment.flaw == "health":
        path = service.health_check_path or "/"
        return [f"Health check GET {path}: connection refused ({n}/3)" for n in (1, 2, 3)]
    if deployment.image_ref is not None:
        return [f"Error: manifest for {deployment.image_ref} not found"]
    return ["npm ERR! Missing script", "The command returned a non-zero code: 1"]
