"""What the dynamic provider stores in the state, and the value Pulumi uses for unknowns."""

from __future__ import annotations

import base64
import pickle
import pickletools

import pytest
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.rpc import UNKNOWN

import pulumi_runsite.provider.fields
from pulumi_runsite.dynamic import RunsiteProvider
from pulumi_runsite.provider.resources import RESOURCES
from tests.adapters.dynamic_host_process import Host, plain


def test_unknown_is_the_value_that_pulumi_uses() -> None:
    assert pulumi_runsite.provider.fields.UNKNOWN == UNKNOWN


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_pickled_provider_is_a_reference_and_a_resource_type(resource: type) -> None:
    blob = serialize_provider(RunsiteProvider(resource.__name__))
    assert len(blob) < 160
    strings = [
        arg for _, arg, _ in pickletools.genops(base64.b64decode(blob)) if isinstance(arg, str)
    ]
    assert strings == [
        "pulumi_runsite.dynamic",
        "RunsiteProvider",
        "resource_type",
        resource.__name__,
    ]


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_generated_class_holds_the_provider_as_pulumi_serializes_it(resource: type) -> None:
    declared = getattr(pulumi_runsite, resource.__name__)._resource_type.provider
    provider = pickle.loads(base64.b64decode(declared))  # noqa: S301 - our own
    assert isinstance(provider, RunsiteProvider)
    assert provider.resource_type == resource.__name__


def test_a_state_of_the_first_release_is_still_readable(offline_host: Host) -> None:
    recorded = (
        "gASVTwAAAAAAAACMFnB1bHVtaV9ydW5zaXRlLmR5bmFtaWOUjA9SdW5zaXRlUHJvdmlkZXKUk5QpgZR9"
        "lIwNcmVzb3VyY2VfdHlwZZSMB1Byb2plY3SUc2Iu"
    )
    provider = offline_host("Project")
    response = provider.check({"name": "shop", "__provider": recorded})
    assert plain(response.inputs) == {"name": "shop"}
