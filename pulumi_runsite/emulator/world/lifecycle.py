"""The only place where services and deployments change their status as time passes."""

from __future__ import annotations

import hashlib

from . import build_log
from .emulator import Emulator
from .records import Deployment, WebService

# Shares of the whole time; clone, build, start, health check (docs, runtime page; dossier 6.6).
_FROM_GIT = [("cloning", 0.1), ("building", 0.3), ("deploying", 0.8), ("running", 1.0)]
_FROM_IMAGE = [("deploying", 0.1), ("running", 1.0)]
_ROLLBACK = [("running", 1.0)]

# "frozen": blocked by policy, or being deleted (vendor's client, dossier section 4).
_FROZEN = {"blocked", "pending_deletion"}

IN_PROGRESS = {"pending", "cloning", "building", "deploying", "rolling_back"}


def settle(emulator: Emulator) -> None:
    """Let everything that was to happen by now happen, each at its own time."""
    now = emulator.clock.now()
    for id in list(emulator.moving):
        deployment = emulator.store.deployments.get(id)
        if deployment is not None:
            while deployment.ahead and deployment.ahead[0][1] <= now:
                status, at = deployment.ahead.pop(0)
                _enter(emulator, deployment, status, at)
        service = emulator.store.web_services.get(id)
        if service is not None and service.next_status and service.next_status_at <= now:
            _arrive(emulator, service)


def begin(
    emulator: Emulator,
    service: WebService,
    branch: str,
    trigger_type: str,
    target: Deployment | None = None,
) -> Deployment:
    """Start a deployment of *branch*, or a rollback to *target*, and return it."""
    now = emulator.clock.now()
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
        flaw=_flaw(service, branch) if target is None else None,
    )
    _plan(emulator, deployment, now)
    if target is not None:
        deployment.log += build_log.lines(service, deployment, "rolling_back")
    if service.status != "running":
        _show(emulator, service, "deploying", now)
    emulator.moving[deployment.id] = None
    emulator.store.deployments.put(deployment)
    settle(emulator)
    return deployment


def end(emulator: Emulator, deployment: Deployment, status: str, error: str | None) -> None:
    """End a deployment that is in progress, as `failed` or `cancelled`, now."""
    deployment.ahead.clear()
    deployment.error_message = error
    _enter(emulator, deployment, status, emulator.clock.now())


def move(emulator: Emulator, service: WebService, through: str, to: str) -> None:
    """Let *service* pass through a status for a while, then arrive at another."""
    now = emulator.clock.now()
    service.next_status = to
    service.next_status_at = now + emulator.switches.transition_seconds
    emulator.moving[service.id] = None
    _show(emulator, service, through, now)
    settle(emulator)


def phases(deployment: Deployment) -> list[str]:
    """Return every status of *deployment* from its first to its last, if nothing goes wrong."""
    if deployment.rollback_from_deployment_id is not None:
        return ["rolling_back", *[status for status, _ in _ROLLBACK]]
    steps = _FROM_IMAGE if deployment.image_ref else _FROM_GIT
    return ["pending", *[status for status, _ in steps]]


def in_progress(emulator: Emulator, service: WebService) -> Deployment | None:
    """Return the deployment of *service* that is not finished, or None."""
    rows = emulator.store.deployments.of(service.id)
    return next((d for d in rows if d.status in IN_PROGRESS), None)


def live(emulator: Emulator, service: WebService) -> Deployment | None:
    """Return the deployment that serves *service*, or would when it is started; or None."""
    return next((d for d in emulator.store.deployments.of(service.id) if d.is_live), None)


def _plan(emulator: Emulator, deployment: Deployment, now: float) -> None:
    seconds = emulator.switches.build_seconds
    if deployment.rollback_from_deployment_id is not None:
        steps = _ROLLBACK
    else:
        steps = _FROM_IMAGE if deployment.image_ref else _FROM_GIT
    if deployment.flaw == "build":
        # A broken build never starts an instance; an image that cannot be pulled neither.
        steps = [*[s for s in steps if s[1] < 0.8], ("failed", 0.8)]
    elif deployment.flaw == "health":
        steps = [*steps[:-1], ("failed", 1.0)]
    deployment.ahead = [(status, now + share * seconds) for status, share in steps]


def _flaw(service: WebService, branch: str) -> str | None:
    words = f"{branch} {service.image_ref} {service.build_command} {service.start_command}"
    if "fail-build" in words:
        return "build"
    return "health" if "fail-health" in f"{words} {service.health_check_path}" else None


def _enter(emulator: Emulator, deployment: Deployment, status: str, at: float) -> None:
    service = emulator.store.web_services.get(deployment.web_service_id)
    assert service is not None  # noqa: S101 - deployments go away with their service
    if status == "building":
        # The commit is known once the repository is cloned.
        words = f"{service.git_repository_url} {deployment.branch}"
        deployment.commit_sha = hashlib.sha1(words.encode()).hexdigest()  # noqa: S324 - as git
        deployment.commit_message = f"Latest commit on {deployment.branch}"
    deployment.started_at = deployment.started_at or at
    deployment.status = status
    deployment.log += build_log.lines(service, deployment, status)
    if status not in IN_PROGRESS:
        _finish(emulator, service, deployment, at)
    emulator.store.deployments.put(deployment)


def _finish(emulator: Emulator, service: WebService, deployment: Deployment, at: float) -> None:
    deployment.finished_at = at
    emulator.moving.pop(deployment.id, None)
    if deployment.status == "running":
        before = live(emulator, service)
        if before is not None:
            before.is_live = False
            emulator.store.deployments.put(before)
        deployment.is_live = True
        _show(emulator, service, "running", at)
    else:
        if deployment.status == "failed" and deployment.error_message is None:
            deployment.error_message = build_log.error_message(service, deployment)
        if service.status == "deploying":
            _show(emulator, service, "failed", at)
    _prune(emulator, service)


def _prune(emulator: Emulator, service: WebService) -> None:
    kept = emulator.switches.keep_deployments
    finished = [
        d
        for d in emulator.store.deployments.of(service.id)
        if d.status not in IN_PROGRESS and not d.is_live
    ]
    for deployment in finished[: max(0, len(finished) - kept)] if kept else []:
        emulator.store.deployments.remove(deployment.id)


def _arrive(emulator: Emulator, service: WebService) -> None:
    status, at = service.next_status, service.next_status_at
    assert status is not None  # noqa: S101 - looked at by the caller
    service.next_status = None
    emulator.moving.pop(service.id, None)
    _show(emulator, service, status, at)


def _show(emulator: Emulator, service: WebService, status: str, at: float) -> None:
    if service.status not in _FROZEN:
        service.status = status
        service.updated_at = at
    emulator.store.web_services.put(service)
