"""Kill -9 while a create waits for its response, and the next run, through both adapters."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.testing import Runsite
from tests.adapters.dynamic_host_process import HostProcess
from tests.adapters.fake_engine import FakeEngine, RpcFailed
from tests.adapters.plugin_process import MODULE_COMMAND, running_plugin
from tests.adapters.provider_calls import provider_process
from tests.adapters.secret_marks import without_secret_marks

SERVICE = {"name": "web", "source_type": "image", "image_ref": "nginx:1.27"}
Start = Callable[[Path], AbstractContextManager[Any]]


@pytest.fixture(params=["dynamic", "plugin"])
def start(
    request: pytest.FixtureRequest, engine: tuple[FakeEngine, str], runsite: Running
) -> Start:
    """Starts a process of the adapter with a home folder, connected to an empty emulator."""
    runsite.emulator.reset()

    @contextmanager
    def started(home: Path) -> Iterator[Any]:
        if request.param == "plugin":
            running = running_plugin(MODULE_COMMAND, engine, home)
        else:
            running = running_host(engine, home)
        with running as adapter:
            adapter.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
            yield adapter

    return started


@contextmanager
def running_host(engine: tuple[FakeEngine, str], home: Path) -> Iterator[HostProcess]:
    command = [sys.executable, "-u", "-m", "pulumi.dynamic"]
    with provider_process(command, engine[1], home) as (stub, process):
        yield HostProcess(stub, engine[0], process)


def by_hand(runsite: Running, path: str, **body: Any) -> str:
    with closing(Runsite(runsite.emulator, runsite.url)) as somebody:
        return str(somebody.post(path, **body)["id"])


def killed(adapter: Any, runsite: Running, resource_type: str, inputs: Props) -> None:
    """Kill the process after Runsite has created the object, and before it answers."""
    runsite.emulator.faults.add(Fault(kind="stall", method="POST", apply="before", seconds=5))
    table = rows(runsite, resource_type)
    before = len(table.all())
    calls = adapter(resource_type)
    with ThreadPoolExecutor() as executor:
        create = executor.submit(calls.create, inputs)
        deadline = time.monotonic() + 20
        while len(table.all()) == before and time.monotonic() < deadline:
            time.sleep(0.01)
        adapter.process.kill()
        with suppress(RpcFailed):
            create.result()
    assert len(table.all()) == before + 1


def rows(runsite: Running, resource_type: str) -> Any:
    store = runsite.emulator.store
    tables = {"Project": store.projects, "EnvVar": store.variables, "Deployment": store.deployments}
    return (tables | {"WebService": store.web_services})[resource_type]


def test_the_value_of_now_is_written_to_a_variable_of_a_killed_run(
    start: Start, runsite: Running, tmp_path: Path
) -> None:
    web = by_hand(runsite, "/web-services", **SERVICE)
    inputs = {"web_service_id": web, "key": "A", "value": "first", "is_secret": True}
    with start(tmp_path) as adapter:
        killed(adapter, runsite, "EnvVar", inputs)
    with start(tmp_path) as adapter:
        id, state = adapter("EnvVar").create(inputs | {"value": "second"})
    (row,) = runsite.emulator.store.variables.all()
    assert (id, row.value) == (f"{web}/{row.id}", "second")
    assert without_secret_marks(state)["value"] == "second"


def test_a_project_of_a_killed_run_with_other_values_is_kept_with_its_id(
    start: Start, runsite: Running, tmp_path: Path
) -> None:
    inputs = {"name": "shop", "description": "first"}
    with start(tmp_path) as adapter:
        killed(adapter, runsite, "Project", inputs)
    error = pytest.raises(RpcFailed, match="with another value of `description`")
    with start(tmp_path) as adapter, error as raised:
        adapter("Project").create(inputs | {"description": "second"})
    (row,) = runsite.emulator.store.projects.all()
    assert raised.value.is_init_failed
    assert raised.value.init_failed.id == row.id


def test_a_deployment_of_a_killed_run_is_found_with_the_log_and_named_without_it(
    start: Start, runsite: Running, tmp_path: Path
) -> None:
    web = by_hand(runsite, "/web-services", **SERVICE)
    inputs = {"web_service_id": web, "triggers": ["a"]}
    with start(tmp_path / "home") as adapter:
        killed(adapter, runsite, "Deployment", inputs)
    (row,) = runsite.emulator.store.deployments.all()
    error = pytest.raises(RpcFailed, match=f"Nothing was created.*`adopt_id='{row.id}'`")
    with start(tmp_path / "another") as adapter, error:
        adapter("Deployment").create(inputs)
    with start(tmp_path / "home") as adapter:
        assert adapter("Deployment").create(inputs)[0] == row.id
    assert runsite.emulator.store.deployments.all() == [row]


@pytest.mark.parametrize("image", ["nginx:1.27", "nginx:1.28"])
def test_a_web_service_of_a_killed_run_is_named_on_another_machine_where_two_are_allowed(
    start: Start, runsite: Running, tmp_path: Path, image: str
) -> None:
    inputs = {"name": "web", "image_ref": "nginx:1.27", "immutable_changes": "replace"}
    with start(tmp_path / "home") as adapter:
        killed(adapter, runsite, "WebService", inputs)
    (row,) = runsite.emulator.store.web_services.all()
    error = pytest.raises(RpcFailed, match=f"othing was created.*`adopt_id='{row.id}'`")
    with start(tmp_path / "another") as adapter, error:
        adapter("WebService").create(inputs | {"image_ref": image})
    assert runsite.emulator.store.web_services.all() == [row]


def test_a_damaged_entry_does_not_stop_previews(
    start: Start, runsite: Running, tmp_path: Path
) -> None:
    inputs = {"name": "shop"}
    with start(tmp_path) as adapter:
        id, state = adapter("Project").create(inputs)
        (entry,) = (tmp_path / "runsite-creation-log").iterdir()
        entry.write_text("")
        adapter("Project").diff(id, state, inputs, inputs)
        assert adapter("Project").read(id, state, inputs).id == id
    error = pytest.raises(RpcFailed, match=f"creation log is damaged: {entry}.*{id}")
    with start(tmp_path) as adapter, error:
        adapter("Project").create(inputs)
    assert len(runsite.emulator.store.projects.all()) == 1
