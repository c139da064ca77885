"""The variables as the map of their web service, through the dynamic provider."""

import os

import pulumi_runsite as runsite

SERVICES = int(os.environ["BENCHMARK_SERVICES"])
VARIABLES = int(os.environ["BENCHMARK_VARIABLES"])
VALUE = os.environ["BENCHMARK_VALUE"]

for service in range(SERVICES):
    values = {f"KEY_{n}": f"{VALUE}-{n}" for n in range(service, VARIABLES, SERVICES)}
    runsite.WebService(f"web{service}", image_ref="nginx:1.27", secret_env_vars=values)
