"""Keys that move from a map of a web service to an `EnvVar`, in one run."""

from __future__ import annotations

import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.engine.internal_properties import IS_PREVIEW
from pulumi_runsite.provider.fields import Props
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.runs import Runs, runs
from tests.adapters.test_variables_that_move import IMAGE, create, up

from .dynamic_host_process import Host
from .lifecycle import Managed

__all__ = ["runs"]


@pytest.fixture
def web(runs: Runs) -> Managed:
    """A web service with KEY in a map."""
    return create(runs.process(), "WebService", **IMAGE, env_vars={"KEY": "old"})


def variable_of(runs: Runs, web: Managed, adopt_id: str = "", **inputs: str) -> Props:
    """Return the inputs of an `EnvVar` with KEY; in *adopt_id*, ID is that of the variable now."""
    ids = [row.id for row in runs.runsite.emulator.store.variables.all()]
    adopted = {"adopt_id": adopt_id.format(ID=ids[0], WEB=web.id)} if adopt_id else {}
    return {"web_service_id": web.id, "key": "KEY", "value": "new", **adopted, **inputs}


def preview(runs: Runs, web: Managed, news: Props) -> None:
    run = runs.process()
    run("WebService").preview(web.id, web.state, web.inputs, IMAGE)
    calls, is_dynamic = run("EnvVar"), isinstance(run, Host)
    response = calls.check(news | {IS_PREVIEW: True} if is_dynamic else news)
    assert list(response.failures) == []
    request = provider_pb2.CreateRequest(urn=calls.urn, properties=response.inputs, preview=True)
    if not is_dynamic:
        calls.call("Create", request)


@pytest.mark.parametrize("adopt_id", ["", "{ID}", "{WEB}/{ID}"])
def test_a_key_moves_from_a_map_to_an_env_var_in_one_run(
    runs: Runs, web: Managed, adopt_id: str
) -> None:
    news = variable_of(runs, web, adopt_id)
    preview(runs, web, news)
    run = runs.process()
    assert up(run, web, **IMAGE)
    variable = create(run, "EnvVar", **news)
    assert runs.values() == {"KEY": "new"}
    assert variable.state.get("adopt_id") == news.get("adopt_id")
    later = runs.process()
    assert not up(later, web, **IMAGE)
    assert not up(later, variable, **news)
    up(runs.process(), variable, **{k: v for k, v in news.items() if k != "adopt_id"})
    assert not up(runs.process(), web, **IMAGE)
    assert runs.values() == {"KEY": "new"}
    runs.process()("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {}


def test_a_map_leaves_what_an_env_var_has_adopted_before_in_the_same_run(
    runs: Runs, web: Managed
) -> None:
    news, run = variable_of(runs, web, "{ID}"), runs.process()
    variable = create(run, "EnvVar", **news)
    assert up(run, web, **IMAGE)
    assert runs.values() == {"KEY": "new"}
    later = runs.process()
    assert not up(later, web, **IMAGE)
    assert not up(later, variable, **news)


def test_an_adopt_id_that_no_map_has_deleted_is_refused(runs: Runs, web: Managed) -> None:
    news, run = variable_of(runs, web, "{ID}-other"), runs.process()
    assert up(run, web, **IMAGE)
    with pytest.raises(RpcFailed, match="Runsite has no environment variable 'KEY' with the id"):
        create(run, "EnvVar", **news)
    assert runs.values() == {}
