"""Every operation of every resource: what exists before, and the two programs around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from pulumi_runsite.emulator import Emulator
from pulumi_runsite.emulator.world import records
from pulumi_runsite.provider.fields import Props

from .stack import Program, Ref

PROJECT, SERVICE, DEPLOYMENT = (
    "11111111-1111-4111-8111-111111111111",
    "22222222-2222-4222-8222-222222222222",
    "33333333-3333-4333-8333-333333333333",
)
VARIABLE, SECRET = (
    "44444444-4444-4444-8444-444444444444",
    "55555555-5555-4555-8555-555555555555",
)

FIRST, SECOND = "canary-first-value", "canary-second-value"

Action = Literal["up", "refresh"]


@dataclass(frozen=True)
class Operation:
    """
    One operation of one resource, between two runs.

    `before` is applied without faults, then the faults are planned, and `after` is applied or the
    stack is refreshed.
    """

    name: str
    after: Program
    before: Program = field(default_factory=dict)
    action: Action = "up"
    seed: Callable[[Emulator], None] = lambda _: None
    deployments: int = 0
    """The deployments that the runs may create in total."""
    replaced_names: int = 0
    """Objects with the name of another one that a replacement creates."""


DAY_S = 24 * 3600.0


def seed_parents(emulator: Emulator) -> None:
    """Store a project and a running web service with one live deployment."""
    # Not of late: a recent deployment may be one of an interrupted run.
    now, store = emulator.clock.now() - 2 * DAY_S, emulator.store
    store.projects.put(records.Project(PROJECT, "parent", None, "workspace", now, now))
    service: dict[str, Any] = dict.fromkeys(
        ("git_repository_url", "build_command", "start_command", "pre_deploy_command",
         "health_check_path", "dockerfile_path", "root_directory")
    )  # fmt: skip
    store.web_services.put(
        records.WebService(
            id=SERVICE, name="parent", status="running", subdomain="parent", project_id=None,
            project_type="web_service", source_type="image", github_branch="main",
            image_ref="nginx:1.27", auto_deploy=False, port=8080, min_instances=1, max_instances=1,
            created_at=now, updated_at=now, **service,
        )
    )  # fmt: skip
    store.deployments.put(
        records.Deployment(
            id=DEPLOYMENT, web_service_id=SERVICE, status="running", branch=None,
            image_ref="nginx:1.27", commit_sha=None, commit_message=None, trigger_type="manual",
            rollback_from_deployment_id=None, created_at=now, is_live=True, finished_at=now,
        )
    )  # fmt: skip


def seed_variables(emulator: Emulator) -> None:
    """Store a variable and a secret with another value than the program's, to adopt."""
    now = emulator.clock.now()
    variable = records.Variable(VARIABLE, SERVICE, "KEY", "value of before", True, now, now)
    emulator.store.variables.put(variable)
    emulator.store.secrets.put(
        records.Secret(SECRET, PROJECT, "KEY", "production", "value of before", True, now, now)
    )


MAPS: Props = {"env_vars": {"PLAIN_1": "plain"}, "secret_env_vars": {"MASKED_1": FIRST}}
OTHER_MAPS: Props = {"env_vars": {"PLAIN_2": "x"}, "secret_env_vars": {"MASKED_1": SECOND}}


def project(**more: Any) -> Program:
    return {"it": ("Project", {"name": "shop"} | more)}


def service(**more: Any) -> Program:
    return {"it": ("WebService", {"name": "web", "image_ref": "nginx:1.27"} | MAPS | more)}


def variable(**more: Any) -> Program:
    return {"it": ("EnvVar", {"web_service_id": SERVICE, "key": "KEY", "value": FIRST} | more)}


def secret(**more: Any) -> Program:
    props = {"project_id": PROJECT, "key": "KEY", "scope": "production", "value": FIRST}
    return {"it": ("ProjectSecret", props | more)}


def deployment(**more: Any) -> Program:
    return {"it": ("Deployment", {"web_service_id": SERVICE} | more)}


def restart(**more: Any) -> Program:
    return {"it": ("Restart", {"web_service_id": SERVICE} | more)}


RESOURCE = {
    "project": project(),
    "service": service(),
    "variable": variable(),
    "secret": secret(),
    "deployment": deployment(),
    "restart": restart(),
}

_DEPLOYMENTS = {"deployment": 1}
"""How many deployments the operations of a resource create."""


_REPLACED = {"immutable_changes": "replace"}

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in [
        *(
            Operation(f"create {name}", program, deployments=_DEPLOYMENTS.get(name, 0))
            for name, program in RESOURCE.items()
        ),
        *(
            Operation(
                f"read {name}", program, program, "refresh", deployments=_DEPLOYMENTS.get(name, 0)
            )
            for name, program in RESOURCE.items()
        ),
        *(
            Operation(f"delete {name}", {}, program, deployments=_DEPLOYMENTS.get(name, 0))
            for name, program in RESOURCE.items()
        ),
        Operation("update variable", variable(value=SECOND), variable()),
        Operation("update secret", secret(value=SECOND), secret()),
        Operation("update maps", service(**OTHER_MAPS), service()),
        Operation(
            "stop service",
            service(adopt_id=SERVICE, name="parent", desired_state="stopped"),
            service(adopt_id=SERVICE, name="parent", desired_state="running"),
        ),
        Operation("delete running service", {}, service(adopt_id=SERVICE, name="parent")),
        Operation("rename key of variable", variable(key="OTHER"), variable()),
        Operation("rename key of secret", secret(key="OTHER"), secret()),
        Operation(
            "replace project",
            project(name="new", **_REPLACED),
            project(**_REPLACED),
        ),
        Operation(
            "replace service",
            service(port=9090, **_REPLACED),
            service(**_REPLACED),
            replaced_names=1,
        ),
        Operation(
            "replace deployment",
            deployment(triggers=["2"]),
            deployment(triggers=["1"]),
            deployments=2,
        ),
        Operation("replace restart", restart(triggers=["2"]), restart(triggers=["1"])),
        Operation("adopt project", project(adopt_id=PROJECT, name="parent")),
        Operation("adopt service", service(adopt_id=SERVICE, name="parent")),
        Operation("adopt variable", variable(adopt_id=VARIABLE), seed=seed_variables),
        Operation("adopt secret", secret(adopt_id=SECRET), seed=seed_variables),
        Operation("adopt deployment", deployment(adopt_id=DEPLOYMENT)),
        Operation(
            "create variable of a new service",
            {
                "web": service()["it"],
                "it": ("EnvVar", {"web_service_id": Ref("web"), "key": "KEY", "value": FIRST}),
            },
        ),
    ]
}
