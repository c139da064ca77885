"""A preview reads what new resources depend on, once per list, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.engine.internal_properties import IS_PREVIEW
from pulumi_runsite.provider.attempt import Begun
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.fields import UNKNOWN, Props
from pulumi_runsite.testing import Runsite

from .dynamic_host_process import Host
from .fake_engine import RpcFailed
from .plugin_process import Plugin

KEY = "ak_live_first_key"
NEW_SERVICE = {"name": "other", "image_ref": "nginx"}
CLOSED_PORT = "http://127.0.0.1:9"
PAGES: dict[int, Props] = {403: {}, 503: {}, 429: {}, 404: {"text": "<"}, 200: {"text": "<"}}
"""What a server answers with each status: a website has another form than Runsite."""


class Preview:
    """What somebody else has created on Runsite, and a preview through one adapter."""

    def __init__(self, adapter: Host | Plugin, runsite: Runsite) -> None:
        self.adapter = adapter
        self.runsite = runsite
        runsite.emulator.reset()
        runsite.emulator.keys.add(KEY, "write")
        self.shop = self._post("/projects", name="shop")
        web = {"name": "web", "source_type": "image", "image_ref": "nginx", "port": 8080}
        self.web = self._post("/web-services", **web, project_id=self.shop)
        self.variable = self._post(f"/web-services/{self.web}/env", key="A", value="canary-0")
        secret = {"key": "B", "scope": "production", "value": "canary-0"}
        self.secret = self._post(f"/projects/{self.shop}/secrets", **secret)
        self.live = self._post(f"/web-services/{self.web}/deployments")
        self.configure(runsite.url)
        self._since = runsite.last_seq()

    def _post(self, path: str, **body: Any) -> str:
        return str(self.runsite.post(path, **body)["id"])

    def configure(self, url: str, key: str = KEY) -> None:
        self.adapter.configure(apiKey=key, apiUrl=url)

    def fault(self, **fault: Any) -> None:
        self.runsite.emulator.faults.add(Fault(method="GET", **fault))

    def requests(self) -> list[str]:
        return self.runsite.requests(self._since)

    def warnings(self) -> list[str]:
        return [each.message for each in self.adapter.engine.log_requests]

    def calls(self, resource_type: str, resource_name: str = "it") -> Any:
        calls = self.adapter(resource_type)
        calls.urn = calls.urn.removesuffix("it") + resource_name
        return calls

    def create(self, resource_type: str, resource_name: str = "new", /, **news: Any) -> str:
        """Preview the create of a resource; return the error."""
        calls = self.calls(resource_type, resource_name)
        is_dynamic = isinstance(self.adapter, Host)
        response = calls.check(news | {IS_PREVIEW: True} if is_dynamic else news)
        assert IS_PREVIEW not in response.inputs.fields
        if is_dynamic or response.failures:
            return "\n".join(each.reason for each in response.failures)
        request = provider_pb2.CreateRequest(
            urn=calls.urn, properties=response.inputs, preview=True
        )
        try:
            calls.call("Create", request)
        except RpcFailed as failed:
            return str(failed)
        return ""

    def change(self, resource_type: str, id: str, inputs: Props, **changed: Any) -> Any:
        """Preview a change of a resource of the state."""
        return self.calls(resource_type).preview(id, inputs, inputs, inputs | changed)


@pytest.fixture(params=["host", "plugin"])
def preview(request: pytest.FixtureRequest, runsite: Running) -> Iterator[Preview]:
    with closing(Runsite(runsite.emulator, runsite.url)) as served:
        yield Preview(request.getfixturevalue(request.param), served)


def test_a_taken_name_or_key_is_refused_with_its_id_before_anything_is_written(
    preview: Preview,
) -> None:
    secret = {"project_id": preview.shop, "scope": "production", "value": "canary-1"}
    cases: list[tuple[str, Props, str, str]] = [
        ("Project", {"name": "shop"}, preview.shop, "project 'shop'"),
        ("WebService", {"name": "web", "image_ref": "nginx", "project_id": preview.shop},
         preview.web, "web service 'web'"),
        ("EnvVar", {"web_service_id": preview.web, "key": "A", "value": "canary-2"},
         preview.variable, "environment variable 'A'"),
        ("ProjectSecret", secret | {"key": "B"},
         preview.secret, "project secret 'B' 'production'"),
    ]  # fmt: skip
    for resource_type, news, id, description in cases:
        error = preview.create(resource_type, **news)
        begin = description[:1].upper() + description[1:]
        assert error.startswith(
            f"{begin} already exists on Runsite, so nothing was created: '{id}'"
        )
        assert f"adopt_id='{id}'" in error
        assert "canary" not in error
    assert all(request.startswith("GET ") for request in preview.requests())


def test_each_list_is_read_once_for_all_new_resources(preview: Preview) -> None:
    for number in range(3):
        variable = {"key": f"K{number}", "value": "x"}
        assert preview.create("Project", f"p{number}", name=f"p{number}") == ""
        assert (
            preview.create("WebService", f"w{number}", **NEW_SERVICE | {"name": f"w{number}"}) == ""
        )
        assert preview.create("EnvVar", f"v{number}", web_service_id=preview.web, **variable) == ""
    assert sorted(preview.requests()) == [
        "GET /api/projects", "GET /api/web-services", f"GET /api/web-services/{preview.web}/env"
    ]  # fmt: skip


def test_nothing_is_read_for_what_cannot_be_refused(preview: Preview) -> None:
    web = {"web_service_id": preview.web}
    assert preview.create("EnvVar", web_service_id=UNKNOWN, key="A", value="x") == ""
    assert preview.create("WebService", **NEW_SERVICE, project_id=UNKNOWN) == ""
    assert preview.create("Deployment", **web) == ""
    assert preview.create("Restart", **web) == ""
    assert preview.requests() == []


def variable_of(preview: Preview, **inputs: Any) -> Props:
    return {"web_service_id": preview.web, "key": "A", "value": "x", "is_secret": True} | inputs


def test_a_resource_of_the_state_is_not_read_nor_is_its_replacement(preview: Preview) -> None:
    id, inputs = f"{preview.web}/{preview.variable}", variable_of(preview)
    preview.change("EnvVar", id, inputs)
    assert list(preview.change("EnvVar", id, inputs, key="A2").replaces) == ["key"]
    assert preview.create("EnvVar", "it", **inputs) == ""
    assert preview.requests() == []


def test_a_key_that_a_replacement_may_free_is_not_refused(preview: Preview) -> None:
    preview.change("EnvVar", f"{preview.web}/{preview.variable}", variable_of(preview), key="A2")
    assert preview.create("EnvVar", **variable_of(preview)) == ""
    assert preview.requests() == []


def test_a_key_that_a_map_may_free_is_not_refused(preview: Preview) -> None:
    web = {"name": "web", "image_ref": "nginx", "on_destroy": "stop", "env_vars": {"A": "x"}}
    preview.change("WebService", preview.web, web, env_vars={"OTHER": "x"})
    assert preview.create("EnvVar", **variable_of(preview)) == ""
    assert preview.requests() == [f"GET /api/web-services/{preview.web}/env"], "for the new key"


def test_what_an_interrupted_run_may_have_created_is_not_refused(
    preview: Preview, tmp_path: Path
) -> None:
    folder, account = tmp_path / "runsite-creation-log", f"{preview.runsite.url} {KEY}"
    log = CreateLogFile(folder, account, preview.calls("Project", "new").urn)
    log.begin(Begun({"name": "shop"}, frozenset(), {"name": "shop"}, 0.0, None, "/projects"))
    assert preview.create("Project", name="shop") == ""
    assert preview.requests() == []


def test_a_missing_target_of_a_rollback_is_refused_also_in_a_replacement(
    preview: Preview,
) -> None:
    missing = "no-such-deployment"
    web = {"web_service_id": preview.web}
    assert preview.create("Deployment", **web, rollback_to=preview.live) == ""
    refused = f"`rollback_to`: web service {preview.web} has no deployment {missing}."
    assert refused in preview.create("Deployment", **web, rollback_to=missing)
    preview.change("Deployment", preview.live, web | {"wait": False}, rollback_to=missing)
    assert refused in preview.create("Deployment", "it", **web, rollback_to=missing)


def test_a_rejected_key_is_refused(preview: Preview) -> None:
    preview.configure(preview.runsite.url, key="ak_live_of_nobody")
    assert "401" in preview.create("Project", name="other")


@pytest.mark.parametrize("status", [*PAGES, None])
def test_what_cannot_be_read_is_not_checked_and_said_once(
    preview: Preview, status: int | None
) -> None:
    preview.configure(preview.runsite.url if status else CLOSED_PORT)
    if status:
        preview.fault(kind="answer", path="/projects", count=9, status=status, **PAGES[status])
    assert [preview.create("Project", each, name=each) for each in ("shop", "other")] == ["", ""]
    assert preview.create("WebService", **NEW_SERVICE) == ""
    (warning,) = (each for each in preview.warnings() if "could not read Runsite" in each)
    assert "was not checked: `pulumi up` does that." in warning
    assert ("does that. Check `runsite:apiUrl`" in warning) == (status in (404, 200))
    assert preview.requests() == (["GET /api/projects"] if status else [])


WEB = {"name": "web", "image_ref": "nginx", "on_destroy": "stop"}


def test_a_replacement_says_that_the_old_one_stays(preview: Preview) -> None:
    replace = {"immutable_changes": "replace"}
    preview.change("WebService", preview.web, WEB | replace, image_ref="httpd")
    preview.change("Project", preview.shop, {"name": "shop"} | replace, name="store")
    web, shop = preview.warnings()
    assert web == (
        "A new web service, which has another address, replaces web service 'web' "
        f"({preview.web}). The Runsite API cannot delete web services: the old one is stopped and "
        "stays on Runsite."
    )
    assert shop.startswith(f"A new project replaces project 'shop' ({preview.shop}). The Runsite ")


def test_an_immutable_input_that_becomes_unknown_is_a_warning_with_the_way_to_keep_it(
    preview: Preview,
) -> None:
    preview.change("WebService", preview.web, WEB, image_ref=UNKNOWN, on_destroy="abandon")
    (warning,) = preview.warnings()
    assert warning.startswith(f"`image_ref` of web service 'web' ({preview.web}) will be known on")
    assert 'set `ignore_changes=["image_ref"]` in the options' in warning.partition("`aliases`")[2]


def test_a_missing_key_hides_no_wrong_input(preview: Preview) -> None:
    preview.adapter.configure()
    failures = preview.calls("WebService").check({"image_ref": "nginx", "port": 99999}).failures
    missing, port = (each.reason for each in failures)
    assert missing.startswith("No Runsite API key is configured.")
    assert port == "port: must be at most 65535; set a lower number"


def test_a_forced_replacement_that_up_refuses_is_refused_at_preview(preview: Preview) -> None:
    inputs = {"name": "web", "image_ref": "nginx", "project_id": preview.shop}
    preview.change("WebService", preview.web, inputs)
    error = preview.create("WebService", "it", **inputs)
    assert f"already exists on Runsite, so nothing was created: '{preview.web}'" in error
    assert "or remove `replace_on_changes` or `--replace`" in error
    assert preview.create("WebService", "it", **inputs, immutable_changes="replace") == ""
