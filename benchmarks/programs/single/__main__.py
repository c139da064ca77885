"""The variables as one `EnvVar` each, through the dynamic provider."""

import os
from pathlib import Path

import pulumi_runsite as runsite

SERVICES = int(os.environ["BENCHMARK_SERVICES"])
VALUE = os.environ["BENCHMARK_VALUE"]
CHECKOUT = os.environ["BENCHMARK_CHECKOUT"]

imported = Path(runsite.__file__).resolve().parents[1]
if CHECKOUT and imported != Path(CHECKOUT):
    raise SystemExit(f"{imported} was imported, not the package in {CHECKOUT}")

webs = [runsite.WebService(f"web{n}", image_ref="nginx:1.27") for n in range(SERVICES)]
for n in range(int(os.environ["BENCHMARK_VARIABLES"])):
    web = webs[n % SERVICES]
    runsite.EnvVar(f"variable{n}", web_service_id=web.id, key=f"KEY_{n}", value=f"{VALUE}-{n}")
