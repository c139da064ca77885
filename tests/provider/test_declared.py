"""What a run knows of all resources that its program has declared."""

from __future__ import annotations

from pulumi_runsite.provider.declared import DeclaredResources
from pulumi_runsite.provider.resources import Deployment, Restart, WebService

URN = "urn:pulumi:dev::shop::runsite:index:WebService::web"
DEPLOYMENT = {"web_service_id": "s-1"}


def declared(desired_state: str) -> DeclaredResources:
    run = DeclaredResources()
    run.record(WebService, URN, "s-1", {"name": "web", "desired_state": desired_state})
    return run


def test_a_deployment_that_starts_what_is_declared_as_stopped_is_a_warning() -> None:
    (warning,) = declared("stopped").record_created(Deployment, "it", "d-1", DEPLOYMENT)
    assert warning.startswith("WebService 'web' was started by this deployment, although its")


def test_no_other_creation_starts_what_is_declared_as_stopped() -> None:
    run = declared("stopped")
    assert run.record_created(Deployment, "it", "d-1", DEPLOYMENT | {"adopt_id": "d-1"}) == []
    assert run.record_created(Deployment, "it", "d-1", {"web_service_id": "s-2"}) == []
    assert run.record_created(Restart, "it", "r-1", DEPLOYMENT) == []
    assert declared("running").record_created(Deployment, "it", "d-1", DEPLOYMENT) == []
