"""Variables that move between a map and an `EnvVar`, in a run that fails, and what follows."""

from __future__ import annotations

import pytest
from pulumi.runtime.proto.provider_pb2 import CreateRequest

from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.engine.internal_properties import IS_PREVIEW
from pulumi_runsite.provider.resources.mapped_env_vars import MappedEnvVar
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.runs import Runs, runs
from tests.reliability.in_process import InProcessPlugin

from .test_variables_that_move import IMAGE, calls_of, create, preview, up

__all__ = ["runs"]


@pytest.mark.parametrize("bulk", ["merge", "replace"])
@pytest.mark.parametrize("kind", ["close", "close_after_commit"])
def test_an_env_var_whose_delete_has_an_unknown_outcome_is_written_again_once_it_is_put_back(
    runs: Runs, kind: str, bulk: str
) -> None:
    first = runs.process()
    runs.runsite.emulator.switches.bulk = bulk
    web = create(first, "WebService", **IMAGE)
    variable = create(first, "EnvVar", web_service_id=web.id, key="KEY", value="first")
    for each, count in ((kind, 1), ("close", 3)):
        runs.runsite.emulator.faults.add(Fault(kind=each, method="DELETE", count=count))
    with pytest.raises(RpcFailed):
        runs.process()("EnvVar").delete(variable.id, variable.state)
    assert up(runs.process(), variable, **variable.inputs)
    assert runs.values() == {"KEY": "first"}
    assert not up(runs.process(), variable, **variable.inputs)
    assert runs.process()("EnvVar").read(variable.id, variable.state, variable.inputs).id


def test_a_map_keeps_a_variable_whose_adoption_has_failed(runs: Runs) -> None:
    web = create(runs.process(), "WebService", **IMAGE, secret_env_vars={"KEY": "first"})
    (row,) = runs.runsite.emulator.store.variables.all()
    moved = {"web_service_id": web.id, "key": "KEY", "value": "second", "adopt_id": row.id}
    run = runs.process()
    refused = {"status": 422, "body": {"detail": "no"}}
    runs.runsite.emulator.faults.add(Fault(kind="answer", method="PUT", **refused))
    with pytest.raises(RpcFailed, match="422"):
        create(run, "EnvVar", **moved)
    with pytest.raises(RpcFailed, match="stays in the map, since the `EnvVar` that adopts it"):
        up(run, web, **IMAGE)
    assert not up(runs.process(), web, **IMAGE, secret_env_vars={"KEY": "first"})
    again = runs.process()
    create(again, "EnvVar", **moved)
    assert up(again, web, **IMAGE)
    assert runs.values() == {"KEY": "second"}


def test_a_key_that_a_killed_run_has_not_moved_yet_may_still_move(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = create(runs.process(), "WebService", **IMAGE, secret_env_vars={"KEY": "first"})
    with monkeypatch.context() as patch:
        patch.setattr(MappedEnvVar, "delete_unless_adopted", None)  # as if the process ended there
        with pytest.raises(RpcFailed):
            up(runs.process(), web, **IMAGE)
    run = runs.process()
    assert preview(run, web, **IMAGE)
    variable = calls_of(run, "EnvVar")
    news = {"web_service_id": web.id, "key": "KEY", "value": "second", IS_PREVIEW: True}
    response = variable.check(news)  # the preview of the dynamic provider
    assert not response.failures
    if isinstance(run, InProcessPlugin):
        variable.call(
            "Create", CreateRequest(urn=variable.urn, properties=response.inputs, preview=True)
        )
