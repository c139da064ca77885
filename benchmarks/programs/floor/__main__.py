"""The variables as resources that do nothing."""

import os

import pulumi
from floor_provider import EnvVar, WebService

SERVICES = int(os.environ["BENCHMARK_SERVICES"])
VALUE = os.environ["BENCHMARK_VALUE"]

webs = [WebService(f"web{n}") for n in range(SERVICES)]
for n in range(int(os.environ["BENCHMARK_VARIABLES"])):
    value = pulumi.Output.secret(f"{VALUE}-{n}")
    EnvVar(f"variable{n}", web_service_id=webs[n % SERVICES].id, key=f"KEY_{n}", value=value)
