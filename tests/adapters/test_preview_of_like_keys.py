"""A preview refuses a key that Runsite may treat as that of an existing variable."""

from __future__ import annotations

from pulumi_runsite.provider.fields import Props

from .test_preview_of_creates import Preview, preview

__all__ = ["preview"]


def test_a_key_that_runsite_may_treat_as_another_one_is_refused_at_preview(
    preview: Preview,
) -> None:
    secret = {"project_id": preview.shop, "scope": "production", "value": "canary-1"}
    cases: list[tuple[str, Props, str]] = [
        ("EnvVar", {"web_service_id": preview.web, "key": "a", "value": "canary-2"},
         f"Environment variable 'a' was not created: `A` ('{preview.variable}') exists"),
        ("ProjectSecret", secret | {"key": "b"},
         f"Project secret 'b' 'production' was not created: `B` ('{preview.secret}') exists"),
    ]  # fmt: skip
    for resource_type, news, message in cases:
        error = preview.create(resource_type, **news)
        assert error.startswith(message)
        assert "canary" not in error
    assert preview.create("ProjectSecret", **secret | {"key": "b", "scope": "staging"}) == ""
    assert all(request.startswith("GET ") for request in preview.requests())


def test_a_key_like_one_of_the_state_is_not_refused(preview: Preview) -> None:
    inputs = {"web_service_id": preview.web, "key": "A", "value": "canary-0", "is_secret": False}
    preview.change("EnvVar", f"{preview.web}/{preview.variable}", inputs)
    assert preview.create("EnvVar", **inputs | {"key": "a"}) == ""
