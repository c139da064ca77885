"""A user's unit test of a program that asks: Pulumi's mocks answer, and nobody else is asked."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import pulumi
from pulumi.runtime import Mocks, set_mocks

asked = []

class Answers(Mocks):
    def new_resource(self, args):
        return args.name + "-id", args.inputs

    def call(self, args):
        asked.append((args.token, args.args))
        if args.token == "runsite:index:getWebServices":
            return {"web_services": [{"id": "w-1", "name": "web"}]}
        return {"id": "w-1", "name": args.args.get("name", "by id"), "status": "running"}

set_mocks(Answers())
import pulumi_runsite as runsite

@pulumi.runtime.test
def check():
    assert runsite.get_web_service(name="web").status == "running"
    assert runsite.get_web_services().web_services[0].name == "web"
    made = runsite.WebService("made", image_ref="nginx")
    def see(found):
        assert found.name == "by id", found
    return runsite.get_web_service_output(id=made.id).apply(see)

check()
print(asked)
"""


def test_pulumis_mocks_answer_the_functions() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("RUNSITE_")}
    # Nobody listens there, and no key is set: a question that left the process would fail.
    env["RUNSITE_API_URL"] = "http://127.0.0.1:9"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(
        [
            ("runsite:index:getWebService", {"name": "web"}),
            ("runsite:index:getWebServices", {}),
            ("runsite:index:getWebService", {"id": "made-id"}),
        ]
    )
