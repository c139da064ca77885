"""The variables as one `EnvVar` each, through the plugin; without the import of a generated SDK."""

import os

import pulumi

SERVICES = int(os.environ["BENCHMARK_SERVICES"])
VALUE = os.environ["BENCHMARK_VALUE"]

webs = []
for n in range(SERVICES):
    inputs = {"name": f"web{n}", "imageRef": "nginx:1.27"}
    webs.append(pulumi.CustomResource("runsite:index:WebService", f"web{n}", inputs))
for n in range(int(os.environ["BENCHMARK_VARIABLES"])):
    value = pulumi.Output.secret(f"{VALUE}-{n}")
    inputs = {"webServiceId": webs[n % SERVICES].id, "key": f"KEY_{n}", "value": value}
    pulumi.CustomResource("runsite:index:EnvVar", f"variable{n}", inputs)
