"""Status changes of web services and deployments over time."""

from __future__ import annotations

import hashlib

from . import build_log
from .emulator import Emulator
from .records import Deployment, WebService

# Each status with its share of the build time: clone, build, start, health check (Runsite's
# runtime page and its own CLI).
_GIT_STEPS = [("cloning", 0.1), ("building", 0.3), ("deploying", 0.8), ("running", 1.0)]
_IMAGE_STEPS = [("deploying", 0.1), ("running", 1.0)]
_ROLLBACK_STEPS = [("running", 1.0)]

# Blocked by policy or being deleted: "frozen" in Runsite's own CLI.
_FROZEN = {"blocked", "pending_deletion"}

IN_PROGRESS = {"pending", "cloning", "building", "deploying", "rolling_back"}


def apply_due_changes(emulator: Emulator) -> None:
    """Apply every status change that is due, each at its own time."""
    now = emulator.clock.now()
    for id in list(emulator.in_transition):
        deployment = emulator.store.deployments.get(id)
        if deployment is not None:
            while deployment.ahead and deployment.ahead[0][1] <= now:
                status, at = deployment.ahead.pop(0)
                _set_deployment_status(emulator, deployment, status, at)
        service = emulator.store.web_services.get(id)
        if service is not None and service.next_status and service.next_status_at <= now:
            _finish_transition(emulator, service)


def start_deployment(
    emulator: Emulator,
    service: WebService,
    branch: str,
    trigger_type: str,
    rollback_to: Deployment | None = None,
) -> Deployment:
    """Start a deployment of *branch*, or a rollback to *rollback_to*, and return it."""
    now = emulator.clock.now()
    target = rollback_to
    image_ref = service.image_ref if target is None else target.image_ref
    deployment = Deployment(
        id=emulator.ids.next_uuid(),
        web_service_id=service.id,
        status="pending" if target is None else "rolling_back",
        branch=None if image_ref else branch,
        image_ref=image_ref,
        commit_sha=target.commit_sha if target else None,
        commit_message=target.commit_message if target else None,
        trigger_type=trigger_type,
        rollback_from_deployment_id=target.id if target else None,
        created_at=now,
        flaw=_planned_failure(service, branch) if target is None else None,
    )
    _plan_statuses(emulator, deployment, now)
    if target is not None:
        deployment.log += build_log.lines_for(service, deployment, "rolling_back")
    if service.status != "running":
        _set_service_status(emulator, service, "deploying", now)
    emulator.in_transition[deployment.id] = None
    emulator.store.deployments.put(deployment)
    apply_due_changes(emulator)
    return deployment


def end_deployment(
    emulator: Emulator, deployment: Deployment, status: str, error: str | None
) -> None:
    """End a deployment in progress as `failed` or `cancelled`, now."""
    deployment.ahead.clear()
    deployment.error_message = error
    _set_deployment_status(emulator, deployment, status, emulator.clock.now())


def start_transition(emulator: Emulator, service: WebService, via: str, to: str) -> None:
    """Set the status of *service* to *via*, and after `transition_seconds` to *to*."""
    now = emulator.clock.now()
    service.next_status = to
    service.next_status_at = now + emulator.switches.transition_seconds
    emulator.in_transition[service.id] = None
    _set_service_status(emulator, service, via, now)
    apply_due_changes(emulator)


def deployment_phases(deployment: Deployment) -> list[str]:
    """Return the statuses of *deployment* from first to last when nothing fails."""
    if deployment.rollback_from_deployment_id is not None:
        return ["rolling_back", *[status for status, _ in _ROLLBACK_STEPS]]
    steps = _IMAGE_STEPS if deployment.image_ref else _GIT_STEPS
    return ["pending", *[status for status, _ in steps]]


def deployment_in_progress(emulator: Emulator, service: WebService) -> Deployment | None:
    """Return the unfinished deployment of *service*, or None."""
    rows = emulator.store.deployments.children_of(service.id)
    return next((d for d in rows if d.status in IN_PROGRESS), None)


def live_deployment(emulator: Emulator, service: WebService) -> Deployment | None:
    """Return the deployment that serves *service*, or will when it is started; or None."""
    rows = emulator.store.deployments.children_of(service.id)
    return next((d for d in rows if d.is_live), None)


def _plan_statuses(emulator: Emulator, deployment: Deployment, now: float) -> None:
    seconds = emulator.switches.build_seconds
    if deployment.rollback_from_deployment_id is not None:
        steps = _ROLLBACK_STEPS
    else:
        steps = _IMAGE_STEPS if deployment.image_ref else _GIT_STEPS
    if deployment.flaw == "build":
        # A failed build or image pull never starts an instance.
        steps = [*[s for s in steps if s[1] < 0.8], ("failed", 0.8)]
    elif deployment.flaw == "health":
        steps = [*steps[:-1], ("failed", 1.0)]
    deployment.ahead = [(status, now + share * seconds) for status, share in steps]


def _planned_failure(service: WebService, branch: str) -> str | None:
    text = f"{branch} {service.image_ref} {service.build_command} {service.start_command}"
    if "fail-build" in text:
        return "build"
    return "health" if "fail-health" in f"{text} {service.health_check_path}" else None


def _set_deployment_status(
    emulator: Emulator, deployment: Deployment, status: str, at: float
) -> None:
    service = emulator.store.web_services.get(deployment.web_service_id)
    assert service is not None  # noqa: S101 - deployments are deleted with their service
    if status == "building":
        # The commit is known once the repository is cloned.
        source = f"{service.git_repository_url} {deployment.branch}"
        deployment.commit_sha = hashlib.sha1(source.encode()).hexdigest()  # noqa: S324 - as git
        deployment.commit_message = f"Latest commit on {deployment.branch}"
    deployment.started_at = deployment.started_at or at
    deployment.status = status
    deployment.log += build_log.lines_for(service, deployment, status)
    if status not in IN_PROGRESS:
        _finish_deployment(emulator, service, deployment, at)
    emulator.store.deployments.put(deployment)


def _finish_deployment(
    emulator: Emulator, service: WebService, deployment: Deployment, at: float
) -> None:
    deployment.finished_at = at
    emulator.in_transition.pop(deployment.id, None)
    if deployment.status == "running":
        previous = live_deployment(emulator, service)
        if previous is not None:
            previous.is_live = False
            emulator.store.deployments.put(previous)
        deployment.is_live = True
        _set_service_status(emulator, service, "running", at)
    else:
        if deployment.status == "failed" and deployment.error_message is None:
            deployment.error_message = build_log.error_message(service, deployment)
        if service.status == "deploying":
            _set_service_status(emulator, service, "failed", at)
    _prune_deployments(emulator, service)


def _prune_deployments(emulator: Emulator, service: WebService) -> None:
    kept = emulator.switches.keep_deployments
    finished = [
        d
        for d in emulator.store.deployments.children_of(service.id)
        if d.status not in IN_PROGRESS and not d.is_live
    ]
    for deployment in finished[: max(0, len(finished) - kept)] if kept else []:
        emulator.store.deployments.remove(deployment.id)


def _finish_transition(emulator: Emulator, service: WebService) -> None:
    status, at = service.next_status, service.next_status_at
    assert status is not None  # noqa: S101 - checked by the caller
    service.next_status = None
    emulator.in_transition.pop(service.id, None)
    _set_service_status(emulator, service, status, at)


def _set_service_status(emulator: Emulator, service: WebService, status: str, at: float) -> None:
    if service.status not in _FROZEN:
        service.status = status
        service.updated_at = at
    emulator.store.web_services.put(service)
