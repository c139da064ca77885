"""
Whatever the API answers, an operation ends with a result to store, or with a RunsiteError.

`RUNSITE_TEST_MUTATIONS=20000 pytest tests/reliability/test_mutated_responses.py` runs more cases of
each operation than the default; a case depends on its operation and its number only.
"""

from __future__ import annotations

import os
import random
import sys
import traceback
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import anyio
import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import rpc

from pulumi_runsite.api import Client, RunsiteError
from pulumi_runsite.plugin.property_values import to_struct
from pulumi_runsite.provider import functions
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.fields import Model, Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    Restart,
    WebService,
)
from tests.api.clocks import FakeClock
from tests.world import RecordedMessages, World

from .replay import ReplayServer, replaying

CASES = int(os.environ.get("RUNSITE_TEST_MUTATIONS", "50"))
Operation = tuple[type[Model], Callable[[Context], Awaitable[Any]]]


def operations(world: World) -> dict[str, Operation]:
    """Return every operation of every resource and every function, on objects of the emulator."""
    shop = {"name": "shop"}
    project, shop_state = world.create(Project, "p", **shop)
    web = {"name": "web", "image_ref": "nginx:1.27", "project_id": project}
    service, web_state = world.create(WebService, "w", **web)
    live = {"web_service_id": service}
    deployment, live_state = world.create(Deployment, "d", **live)
    variable = live | {"key": "A", "value": "1"}
    variable_id, variable_state = world.create(EnvVar, "e", **variable)
    secret = {"project_id": project, "key": "A", "scope": "production", "value": "1"}
    secret_id, secret_state = world.create(ProjectSecret, "s", **secret)
    other = {"name": "other"}
    parts = (
        of_functions(project, service, deployment),
        of_resource(Restart, f"{service}/x", live, live, {}, {}),
        of_resource(Deployment, deployment, live_state | {"status": "building"}, live, {}, {}),
        of_resource(EnvVar, variable_id, variable_state, variable, {"value": "2"}, {"key": "B"}),
        of_resource(ProjectSecret, secret_id, secret_state, secret, {"value": "2"}, {"key": "B"}),
        of_resource(WebService, service, web_state, web, {"desired_state": "stopped"}, other),
        of_resource(Project, project, shop_state, shop, {}, other),
    )
    return {name: operation for part in parts for name, operation in part.items()}


def of_resource(
    resource: type[Resource], id: str, state: Props, inputs: Props, change: Props, other: Props
) -> dict[str, Operation]:
    """Return the operations on the object *id*, and the create of one with *other* inputs."""
    import_id = f"{inputs['web_service_id']}/{id}" if resource is Deployment else id
    steps: dict[str, Callable[[Context], Awaitable[Any]]] = {
        "adopt": partial(resource.create, inputs=inputs | {"adopt_id": id}),
        "import": partial(resource.import_state, import_id=import_id),
        "read": partial(resource.read, id=id, state=state),
        "create": partial(resource.create, inputs=inputs | other),
        "update": partial(resource.update, id=id, state=state, inputs=inputs | change),
        "delete": partial(resource.delete, id=id, state=state),
    }
    if resource is Restart:  # there is nothing to find again
        del steps["adopt"], steps["import"]
    return {f"{resource.__name__}.{name}": (resource.Outputs, step) for name, step in steps.items()}


def of_functions(project: str, service: str, deployment: str) -> dict[str, Operation]:
    """Return the functions, with an id and with a name."""
    service_id = {"web_service_id": service}
    inputs: dict[str, list[Props]] = {
        "get_project": [{"id": project}, {"name": "shop"}],
        "get_web_service": [{"id": service}, {"name": "web", "project_id": project}],
        "get_deployment": [service_id, service_id | {"id": deployment}],
        "get_projects": [{}],
        "get_web_services": [{}, {"project_id": project}],
    }
    return {
        f"{each.name} {number}": (each.Outputs, partial(each.invoke, inputs=given))
        for each in functions.FUNCTIONS
        for number, given in enumerate(inputs.get(each.name, [service_id]))
    }


async def outcome(
    server: ReplayServer, world: World, operation: Operation, clock: FakeClock
) -> RunsiteError | None:
    """Run *operation*, store its result as an adapter does, and return its error."""
    outputs, call = operation
    client = Client(world.emulator.api_key, server.url, "/api", clock=clock)
    try:
        context = Context(client, RecordedMessages(), world.account())
        await store(outputs, await call(context))
    except ResourceInitFailed as error:
        await store(outputs, (error.id, error.state))
        return error
    except RunsiteError as error:
        client.redactor.finish(str(error)).encode()
        return error
    finally:
        await client.close()
    return None


async def store(outputs: type[Model], result: Any) -> None:
    """Encode *result* as both adapters do for the engine."""
    state = result[1] if isinstance(result, tuple) else result
    if isinstance(state, dict):
        to_struct(outputs, state, Struct()).SerializeToString()
        (await rpc.serialize_properties(state, {})).SerializeToString()


async def faults_of(world: World, all_operations: dict[str, Operation]) -> tuple[int, list[str]]:
    """Return the number of cases, and the tracebacks of those that ended with another error."""
    count, faults = 0, []
    async with replaying(world.url) as server:
        for name, operation in all_operations.items():
            server.record()
            error = await outcome(server, world, operation, world.clock)
            assert error is None, f"{name}: {error}"
            answers = server.answers
            for case in range(CASES if answers else 0):
                rng = random.Random(f"{name} {case}")  # noqa: S311
                server.replay(answers, rng.randrange(len(answers)), rng)
                try:
                    await outcome(server, world, operation, FakeClock())
                except Exception:  # noqa: BLE001 - this is what the test is about
                    faults.append(f"{name} {case}: {traceback.format_exc(limit=-3)}")
                count += 1
    return count, faults


def test_a_mutated_response_ends_in_a_result_or_in_a_runsite_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # httpcore tries to import it in each request, which takes 1 ms where it is not installed.
    monkeypatch.setitem(sys.modules, "sniffio", None)
    count, faults = anyio.run(faults_of, world, operations(world))
    assert not faults, f"{len(faults)} of {count}:\n" + "\n".join(faults[:5])
    assert count > 35 * CASES
