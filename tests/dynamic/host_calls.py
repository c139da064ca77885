"""Calls that several tests of the dynamic provider begin with."""

from __future__ import annotations

from pulumi_runsite.provider.fields import Props
from tests.adapters.dynamic_host_process import DynamicResource, Host, plain


def checked(provider: DynamicResource, inputs: Props) -> Props:
    return plain(provider.check(inputs).inputs)


def service(host: Host) -> str:
    web = host("WebService")
    id, _ = web.create(checked(web, {"name": "web", "image_ref": "nginx:1.27"}))
    return id
