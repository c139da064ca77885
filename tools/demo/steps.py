"""The steps of the demo, in order; each is verified by the requests that the emulator logged."""

from __future__ import annotations

import re
import secrets
import tempfile
import time
from collections import Counter
from pathlib import Path

from pulumi_runsite.testing import Runsite, serve

from . import StepFailed, expected_output, terminal
from .request_log import RequestCounts, RequestLog
from .shop_project import CommandResult, ShopProject

MASK = "***"
"""What Runsite returns in place of a secret value."""

INVALID_API_KEY = {"RUNSITE_API_KEY": "ak_live_wrong"}
UNREACHABLE_API = {"RUNSITE_API_URL": "http://127.0.0.1:9"}


class Demo:
    """One run of the demo."""

    def __init__(self, project: ShopProject, emulator: Runsite) -> None:
        self.project = project
        self.emulator = emulator
        self.secrets: list[str] = []
        self._requests = RequestLog(emulator)
        self._step = 0

    def run(self) -> None:
        """
        Run all steps.

        Raises:
            StepFailed: a step had an unexpected result; the steps after it do not run.
        """
        self.create_stack()
        self.preview()
        self.up()
        self.repeat_without_changes()
        self.check_state_for_secrets()
        self.change_secret()
        self.change_immutable_port()
        self.correct_drift()
        self.fail_without_losing_state()
        self.destroy()

    def create_stack(self) -> None:
        """Create the stack and set its secrets."""
        self._title("Create a stack of examples/shop and set its secrets. Pulumi encrypts them.")
        self._run("pulumi stack init dev")
        for name in ("sessionKey", "queueUrl"):
            self._set_secret(name)
        for scope in ("production", "staging", "development"):
            self._set_secret(f"paymentKey-{scope}")

    def preview(self) -> None:
        """Verify that a preview of a new stack writes nothing."""
        self._title("`pulumi preview` lists what will be created. It reads, and writes nothing.")
        result = self._run("pulumi preview")
        self._check_output(result, expected_output.PREVIEW_CREATES_ALL, "11 resources to create")
        self._check_requests("no write", self._count_requests(), {})

    def up(self) -> None:
        """Verify that `pulumi up` creates every resource exactly once."""
        self._title(
            "`pulumi up` creates each resource exactly once and waits for both deployments."
        )
        result = self._run("pulumi up --yes --skip-preview")
        writes = {
            "create_project": 1,
            "create_web_service": 2,
            "create_env_var": 2,
            "create_secret": 3,
            "create_deployment": 2,
        }
        self._check_requests("10 resources, 10 writes", self._count_requests(), writes)
        self._check_output(result, expected_output.URL_OUTPUT, "the URL of the shop")

    def repeat_without_changes(self) -> None:
        """Verify that neither preview nor `pulumi up` of an unchanged program sends a request."""
        self._title("The program has not changed: `pulumi preview` shows no changes.")
        self._run("pulumi preview --expect-no-changes")
        self._check_requests("no request", self._count_requests(), {}, reads=0)
        self._title("A second `pulumi up` sends no request either.")
        result = self._run("pulumi up --yes --skip-preview")
        self._check_output(result, expected_output.NOTHING_CHANGED, "11 unchanged resources")
        self._check_requests("no request", self._count_requests(), {}, reads=0)

    def check_state_for_secrets(self) -> None:
        """Verify that the state contains neither a secret value nor a mask."""
        self._title("The state contains no secret in plain text, and no mask from Runsite.")
        terminal.print_command("pulumi stack export")
        state = self.project.export_state()
        encrypted = state.count("ciphertext")
        terminal.print_output(f"({len(state)} characters, {encrypted} encrypted values)")
        for text in [*self.secrets, MASK, self.emulator.api_key]:
            if text in state:
                found = "a mask" if text == MASK else "a secret in plain text"
                raise StepFailed(f"The state contains {found}.")
        count = len(self.secrets)
        terminal.print_passed(f"none of the {count} secrets, no API key and no {MASK} in the state")

    def change_secret(self) -> None:
        """Verify that a changed secret is one write and one deployment."""
        self._title(
            "A changed session key: one update, and one deployment of the service it is for."
        )
        self._set_secret("sessionKey")
        result = self._run("pulumi up --yes")
        pattern = expected_output.ONE_UPDATE_ONE_REPLACEMENT
        self._check_output(result, pattern, "one update and one replacement")
        self._check_one_variable_and_deployment()

    def change_immutable_port(self) -> None:
        """Verify that a change that the API does not support is rejected at preview."""
        self._title(
            "The Runsite API cannot change a port: the preview fails and explains the options."
        )
        self._run("pulumi config set port 9090")
        result = self._run("pulumi preview", fails=True)
        self._check_output(result, expected_output.PORT_IS_IMMUTABLE, "the error about the port")
        self._check_requests("rejected, no request", self._count_requests(), {}, reads=0)
        self._run("pulumi config rm port")

    def correct_drift(self) -> None:
        """Verify that a change in the dashboard is detected and corrected."""
        self._title(
            "LOG_LEVEL is set to debug in the dashboard. `pulumi refresh` detects the drift."
        )
        self._set_in_dashboard("log-level", "debug")
        self._count_requests()
        result = self._run("pulumi refresh --yes --skip-preview")
        self._check_output(result, expected_output.VARIABLE_DRIFT, "the variable that changed")
        self._check_requests("reads only", self._count_requests(), {})
        self._title("The program still declares info: `pulumi up` restores it.")
        self._run("pulumi up --yes --skip-preview")
        self._check_one_variable_and_deployment()

    def fail_without_losing_state(self) -> None:
        """Verify that a failed refresh leaves the state unchanged."""
        self._title("With an invalid API key, or Runsite unreachable, the state stays unchanged.")
        before = self.project.resources()
        for env, pattern in (
            (INVALID_API_KEY, expected_output.API_KEY_REJECTED),
            (UNREACHABLE_API, expected_output.CONNECTION_FAILED),
        ):
            refresh = "pulumi refresh --yes --skip-preview --target '**web-deployment'"
            result = self._run(refresh, fails=True, env=env)
            self._check_output(result, pattern, "the cause of the failure")
            if self.project.resources() != before:
                raise StepFailed(f"`{refresh}` failed, but changed the state.")
        self._check_requests("state unchanged", self._count_requests(), {})

    def destroy(self) -> None:
        """Verify that everything deletable is deleted, and the rest is named in warnings."""
        self._title("`pulumi destroy` deletes what the API can delete, and warns about the rest.")
        result = self._run("pulumi destroy --yes --skip-preview")
        writes = {"delete_env_var": 2, "delete_secret": 3, "stop_web_service": 2}
        self._check_requests("5 deleted, 2 services stopped", self._count_requests(), writes)
        for resource in expected_output.UNDELETABLE:
            pattern = expected_output.STILL_EXISTS.format(resource=resource)
            self._check_output(result, pattern, f"a warning about {resource}")
        terminal.print_passed("a warning names both services and the project")

    def _title(self, text: str) -> None:
        self._step += 1
        terminal.print_title(self._step, text)

    def _set_secret(self, name: str) -> None:
        value = f"{name}-{secrets.token_urlsafe(12)}"
        self.secrets.append(value)
        self._run(f"pulumi config set --secret {name}", stdin=value)

    def _set_in_dashboard(self, name: str, value: str) -> None:
        resources = self.project.resources()
        (id,) = (each[0] for urn, each in resources.items() if urn.endswith(f"EnvVar::{name}"))
        self.emulator.control("PATCH", f"dashboard/variables/{id.split('/')[1]}", value=value)

    def _run(
        self,
        command: str,
        *,
        fails: bool = False,
        stdin: str = "",
        env: dict[str, str] | None = None,
    ) -> CommandResult:
        result = self.project.run(command, stdin=stdin, env=env)
        if (result.exit_code != 0) != fails:
            problem = "should fail but did not" if fails else f"failed with {result.exit_code}"
            raise StepFailed(f"`{command}` {problem}.")
        for value in self.secrets:
            if value in result.output:
                raise StepFailed(f"`{command}` printed a secret.")
        return result

    def _count_requests(self) -> RequestCounts:
        return self._requests.count_new()

    def _check_requests(
        self, text: str, counts: RequestCounts, writes: dict[str, int], *, reads: int | None = None
    ) -> None:
        if counts.writes != Counter(writes) or reads not in (None, counts.reads):
            expected = RequestCounts(counts.reads if reads is None else reads, Counter(writes))
            raise StepFailed(f"Unexpected requests: {counts}; expected: {expected}.")
        terminal.print_passed(f"{text}. Requests: {counts}")

    def _check_one_variable_and_deployment(self) -> None:
        writes = {"put_env_bulk": 1, "create_deployment": 1}
        self._check_requests("one variable, one deployment", self._count_requests(), writes)

    def _check_output(self, result: CommandResult, pattern: str, expected: str) -> None:
        if not re.search(pattern, result.output, re.DOTALL):
            raise StepFailed(f"The output does not show {expected}.")


def main() -> int:
    """Run the demo; return 0 when all steps passed, 1 when one failed, 130 after Ctrl-C."""
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="runsite-demo-") as name:
            folder = Path(name)
            with serve() as emulator:
                project = ShopProject(folder, emulator.url, emulator.api_key)
                Demo(project, emulator).run()
    except StepFailed as error:
        terminal.print_failed(str(error))
        return 1
    except KeyboardInterrupt:
        terminal.print_failed("Interrupted.")
        return 130
    terminal.print_finished(f"All steps passed in {time.monotonic() - started:.0f} seconds.")
    return 0
