"""A preview refuses an `adopt_id` that `up` would refuse."""

from __future__ import annotations

from pulumi_runsite.provider.fields import UNKNOWN, Props

from .test_preview_of_creates import Preview, preview

__all__ = ["preview"]

MISSING = "3f2a9c1d-0000-4000-8000-000000000011"


def test_what_cannot_be_adopted_is_an_error_at_preview(preview: Preview) -> None:
    variable = {"web_service_id": preview.web, "key": "A", "value": "canary-1"}
    secret = {"project_id": preview.shop, "key": "B", "value": "canary-1"}
    service = {"name": "web", "project_id": preview.shop, "image_ref": "nginx"}
    cases: list[tuple[str, Props, str]] = [
        ("Project", {"name": "shop", "adopt_id": "p-1"}, "`adopt_id`: Runsite has no project p-1"),
        ("Project", {"name": "store", "adopt_id": preview.shop}, "differs from the program: "),
        ("WebService", service | {"adopt_id": MISSING}, f"Runsite has no web service {MISSING}"),
        ("EnvVar", variable | {"adopt_id": "v-1"}, "with the id v-1"),
        ("EnvVar", variable | {"key": "C", "adopt_id": preview.variable}, "Runsite has no env"),
        ("ProjectSecret", secret | {"scope": "staging", "adopt_id": preview.secret}, "has no proj"),
        ("Deployment", {"web_service_id": preview.web, "adopt_id": MISSING}, "404"),
    ]
    for resource_type, news, message in cases:
        error = preview.create(resource_type, **news)
        assert message in error
        assert "canary" not in error
    assert all(request.startswith("GET ") for request in preview.requests())


def test_what_can_be_adopted_or_is_not_known_yet_is_no_error_at_preview(preview: Preview) -> None:
    web = {"web_service_id": preview.web}
    variable = {"key": "A", "value": "x", "adopt_id": preview.variable}
    service = {"name": "web", "image_ref": "nginx", "adopt_id": preview.web}
    assert preview.create("Project", name="shop", adopt_id=preview.shop) == ""
    assert preview.create("WebService", **service, project_id=preview.shop) == ""
    assert preview.create("EnvVar", **web, **variable) == ""
    assert preview.create("Deployment", **web, adopt_id=preview.live) == ""
    before = preview.requests()
    assert preview.create("EnvVar", web_service_id=UNKNOWN, **variable) == ""
    assert preview.create("EnvVar", **web, **variable | {"adopt_id": UNKNOWN}) == ""
    assert preview.requests() == before
    assert preview.warnings() == []


def test_a_preview_that_cannot_be_read_refuses_no_adoption(preview: Preview) -> None:
    preview.fault(kind="close", count=1)
    assert preview.create("Project", name="shop", adopt_id="p-1") == ""
    assert len(preview.warnings()) == 1
