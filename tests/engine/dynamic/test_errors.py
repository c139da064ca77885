"""Errors of the provider: a single line each, with the state unchanged and nothing sent."""

from __future__ import annotations

import pytest

from pulumi_runsite.testing import Runsite, serve
from tests.engine import provider_messages
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

IMPORTS = "import pulumi, pulumi_runsite as runsite\n"
ONE_PROJECT = IMPORTS + 'runsite.Project("shop", description={!r})'


def test_an_unreachable_api_leaves_the_state_unchanged(stack: Stack) -> None:
    stack.program(ONE_PROJECT.format("a"))
    with serve() as emulator:
        stack.connect(emulator)
        assert stack.up().code == 0
    before = stack.resources("--show-secrets")  # each run encrypts anew
    assert provider_messages.CONNECTION_FAILED in stack.refresh().only_error()
    stack.program(ONE_PROJECT.format("a") + '\nrunsite.Project("more")')
    error = stack.up().only_error()
    assert provider_messages.CONNECTION_FAILED_ON_LIST in error
    assert error.endswith(provider_messages.CHECK_CONNECTION)
    assert stack.resources("--show-secrets") == before


def test_an_invalid_api_key_is_an_error_and_tried_once(stack: Stack, emulator: Runsite) -> None:
    stack.connect(emulator)
    stack.env["RUNSITE_API_KEY"] = "ak_live_wrong"
    stack.program(IMPORTS + "".join(f'runsite.Project("p{n}")\n' for n in range(8)))
    up = stack.up()
    assert up.code != 0
    assert provider_messages.API_KEY_REJECTED in up.out
    assert "ak_live_wrong" not in up.out
    assert len(emulator.journal()) <= 8
    assert stack.resources() == {}


def test_a_malformed_api_key_is_rejected_at_preview(stack: Stack, emulator: Runsite) -> None:
    stack.connect(emulator)
    stack.env["RUNSITE_API_KEY"] = "ak_live_CANARY\n"
    stack.program(ONE_PROJECT.format("a"))
    error = stack.preview().only_error()
    assert provider_messages.API_KEY_MALFORMED in error
    assert "CANARY" not in error
    assert emulator.journal() == []


def test_two_variables_with_one_key_are_rejected_at_preview_naming_both(
    stack: Stack, emulator: Runsite
) -> None:
    stack.connect(emulator)
    stack.program(
        IMPORTS + 'web = runsite.WebService("web", image_ref="nginx")\n'
        'runsite.EnvVar("one", web_service_id=web.id, key="A", value="x")\n'
        'runsite.EnvVar("two", web_service_id=web.id, key="A", value="y")\n'
    )
    error = stack.preview().only_error()
    assert provider_messages.DUPLICATE_VARIABLE in error
    assert emulator.writes() == []


def test_all_invalid_inputs_are_reported_together_without_secrets_and_nothing_is_sent(
    stack: Stack, emulator: Runsite
) -> None:
    stack.connect(emulator)
    stack.program(
        IMPORTS + 'variables = {"A": pulumi.Output.secret("canary\\x00")}\n'
        'runsite.WebService("web", image_ref="nginx", port=99999, max_instances=9, '
        "secret_env_vars=variables)\n"
    )
    preview = stack.preview()
    errors = "\n".join(preview.errors())
    assert f"'web' has a problem: {provider_messages.PORT_TOO_LARGE}" in errors
    assert f"'web' has a problem: {provider_messages.TOO_MANY_INSTANCES}" in errors
    assert f"secret_env_vars.A: {provider_messages.NUL_IN_VALUE}" in errors
    assert "canary" not in preview.out
    assert emulator.journal() == []


def test_an_input_that_the_program_marks_secret_is_in_no_output(
    stack: Stack, emulator: Runsite
) -> None:
    stack.connect(emulator)
    program = (
        IMPORTS + 'command = pulumi.Output.secret("canary-{}").apply(lambda each: each)\n'
        'runsite.WebService("web", image_ref="nginx", start_command=command)\n'
    )
    stack.program(program.format("old"))
    up = stack.up()
    assert up.code == 0, up.out
    assert stack.preview("--expect-no-changes").code == 0
    state = stack.resources()["web"]
    assert "secretInputs" not in str((state["inputs"], state["outputs"]))
    stack.program(program.format("new"))
    preview = stack.preview()
    assert provider_messages.FIELD_IS_SECRET in preview.out
    assert "canary" not in up.out + preview.out
