"""The setting `pulumi:autonaming`, which Pulumi's host passes on to dynamic resources."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.dynamic.autonaming import SETTING, autonaming_of
from pulumi_runsite.provider.default_names import Autonaming
from tests.adapters.dynamic_host_process import KEY, Host, plain

URN = "urn:pulumi:dev::site::pulumi-python:dynamic/runsite:Project::shop"


def decided(setting: Any, seed: bytes = b"") -> Autonaming | None:
    config = {SETTING: json.dumps(setting), "site:team": "blue"}
    return autonaming_of(config, "Project", URN, seed)


def of_type(rule: dict[str, str], package: str, token: str) -> dict[str, Any]:
    return {"mode": "disabled", "providers": {package: {"resources": {token: rule}}}}


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({"mode": "default"}, None),
        ({"providers": {"aws": {"mode": "verbatim"}}}, None),
        ({"mode": "verbatim"}, Autonaming("shop")),
        ({"mode": "disabled"}, Autonaming()),
        (
            {"pattern": "${project}-${stack}-${name}-${config.team}"},
            Autonaming("site-dev-shop-blue"),
        ),
        ({"mode": "disabled", "providers": {"runsite": {"pattern": "x"}}}, Autonaming("x")),
        (of_type({"mode": "verbatim"}, "runsite", "runsite:index:Project"), Autonaming("shop")),
        (of_type({"mode": "verbatim"}, "runsite", "runsite:index:WebService"), Autonaming()),
        (
            of_type({"pattern": "y"}, "pulumi-python", "pulumi-python:dynamic/runsite:Project"),
            Autonaming("y"),
        ),
    ],
)
def test_the_most_specific_part_of_the_setting_decides(
    setting: dict[str, Any], expected: Autonaming | None
) -> None:
    assert decided(setting) == expected


def test_without_the_setting_the_default_stays() -> None:
    assert autonaming_of({}, "Project", URN, b"") is None


def test_random_parts_follow_from_the_seed_of_the_engine() -> None:
    pattern = "${hex(6)}.${num(3)}.${string(4)}.${alphanum(5)}.${uuid}"
    one, same, other = (decided({"pattern": pattern}, seed) for seed in (b"1", b"1", b"2"))
    assert one == same != other
    expected = r"[0-9a-f]{6}\.\d{3}\.[a-z]{4}\.[a-z0-9]{5}\.[0-9a-f-]{36}"
    assert one
    assert re.fullmatch(expected, one.proposed_name)


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ({"pattern": "${organization}-${name}"}, "has `${organization}`"),
        (["verbatim"], "has another form"),
        ({"pattern": 1}, "has another form"),
    ],
)
def test_a_setting_that_is_not_understood_requires_a_name(setting: Any, what: str) -> None:
    found = decided(setting)
    assert found
    assert not found.proposed_name
    assert found.fault.startswith(f"required, since `pulumi:autonaming` {what}, which dynamic")


def test_the_host_passes_the_setting_on(host: Host) -> None:
    host.run += 1
    args = Struct()
    args.update({"runsite:apiKey": KEY, SETTING: '{"pattern": "${stack}.${name}.${hex(4)}"}'})
    host.stub.Configure(provider_pb2.ConfigureRequest(args=args))
    project = host("Project")
    news = project.to_inputs({})
    request = provider_pb2.CheckRequest(urn=project.urn, news=news, randomSeed=b"seed")
    response = project.call("Check", request)
    assert re.fullmatch(r"dev\.it\.[0-9a-f]{4}", plain(response.inputs)["name"])
