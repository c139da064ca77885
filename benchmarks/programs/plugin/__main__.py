"""The variables as one `EnvVar` each, through the plugin; classes as a generated SDK has them."""

import os
from collections.abc import Mapping
from typing import Any

import pulumi

SERVICES = int(os.environ["BENCHMARK_SERVICES"])
VALUE = os.environ["BENCHMARK_VALUE"]


class WebService(pulumi.CustomResource):
    """A class of its own: only then Pulumi finds the line of the program, and stores the trace."""

    def __init__(self, name: str, props: Mapping[str, Any]) -> None:
        super().__init__("runsite:index:WebService", name, props)


class EnvVar(pulumi.CustomResource):
    """As `WebService`."""

    def __init__(self, name: str, props: Mapping[str, Any]) -> None:
        super().__init__("runsite:index:EnvVar", name, props)


webs = []
for n in range(SERVICES):
    inputs = {"name": f"web{n}", "imageRef": "nginx:1.27"}
    webs.append(WebService(f"web{n}", inputs))
for n in range(int(os.environ["BENCHMARK_VARIABLES"])):
    value = pulumi.Output.secret(f"{VALUE}-{n}")
    inputs = {"webServiceId": webs[n % SERVICES].id, "key": f"KEY_{n}", "value": value}
    EnvVar(f"variable{n}", inputs)
