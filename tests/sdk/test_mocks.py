"""A unit test of a program that calls functions: Pulumi's mocks respond, nothing else is called."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import pulumi
from pulumi.runtime import Mocks, set_mocks

calls = []

class FakeResponses(Mocks):
    def new_resource(self, args):
        return args.name + "-id", args.inputs

    def call(self, args):
        calls.append((args.token, args.args))
        if args.token == "runsite:index:getWebServices":
            return {"web_services": [{"id": "w-1", "name": "web"}]}
        return {"id": "w-1", "name": args.args.get("name", "by id"), "status": "running"}

set_mocks(FakeResponses())
import pulumi_runsite as runsite

@pulumi.runtime.test
def check():
    assert runsite.get_web_service(name="web").status == "running"
    assert runsite.get_web_services().web_services[0].name == "web"
    created = runsite.WebService("created", image_ref="nginx")
    def assert_name(result):
        assert result.name == "by id", result
    opts = pulumi.InvokeOutputOptions(depends_on=[created], parent=created)
    return runsite.get_web_service_output(id=created.id, opts=opts).apply(assert_name)

check()
print(calls)
"""


def test_functions_return_the_results_of_pulumis_mocks() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("RUNSITE_")}
    # Nothing listens there and no API key is set: a request would fail.
    env["RUNSITE_API_URL"] = "http://127.0.0.1:9"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(
        [
            ("runsite:index:getWebService", {"name": "web"}),
            ("runsite:index:getWebServices", {}),
            ("runsite:index:getWebService", {"id": "created-id"}),
        ]
    )
