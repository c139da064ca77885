"""Web services."""

from __future__ import annotations

from collections.abc import Iterable

from ...api import NotFound
from ..check_failures import Failure
from ..collection import WEB_SERVICES
from ..context import Context
from ..fields import UNKNOWN, Props, contains_unknown
from ..messages import left_after_destroy as removal_messages
from ..messages import web_service_inputs as messages
from ..models.web_service import DEFAULT_PORT, WebServiceInputs, WebServiceOutputs
from ..web_services.source import (
    check_repeated_keys,
    check_source,
    probable_source,
    source_type_of,
)
from ..web_services.status import (
    AT_REST,
    get_web_service,
    has_deployments,
    request_action,
    settled_state,
    start_or_stop,
    status_of,
)
from .immutable import ImmutableResource


class WebService(ImmutableResource):
    """
    A web service: a container that Runsite runs, from an image or built from a git repository.

    Creating a web service deploys nothing: declare a `Deployment`. The Runsite API can neither
    update nor delete web services. Changing one is an error during preview, unless
    `immutable_changes` allows it. Destroying one stops it (see `on_destroy`) and removes it from
    the state, with a warning: the web service remains on Runsite.
    """

    noun = "web service"
    Inputs = WebServiceInputs
    Outputs = WebServiceOutputs
    collection = WEB_SERVICES
    unique_by = ("name", "project_id")
    write_mark = written_field = "desired_state"

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:
        """Yield what is wrong with the source, the instances and the initial variables."""
        yield from check_source(inputs)
        least, most = inputs.get("min_instances", 1), inputs.get("max_instances", 1)
        if not contains_unknown([least, most]) and least > most:
            yield Failure("min_instances", messages.min_above_max(str(most)))
        yield from check_repeated_keys(inputs.get("env_vars"))

    @classmethod
    def request_body(cls, inputs: Props) -> Props:
        """Return what is sent: the source type too, as by Runsite's own CLI, and the port."""
        always = {"source_type": source_type_of(inputs), "port": DEFAULT_PORT}
        return always | super().request_body(inputs)

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Create or adopt the web service, whose port Runsite may not report."""
        id, state = await super().create(ctx, inputs)
        return id, {"port": DEFAULT_PORT} | state

    @classmethod
    def defaults(cls) -> Props:
        """Return the inputs that have a value where a program sets none."""
        return super().defaults() | {"port": DEFAULT_PORT}

    @classmethod
    def secret_values(cls, props: Props) -> list[str]:
        """Return the values of the initial variables."""
        variables = props.get("env_vars")
        if not isinstance(variables, list):
            return []
        values = (each.get("value") for each in variables if isinstance(each, dict))
        return [value for value in values if isinstance(value, str) and value != UNKNOWN]

    @classmethod
    async def import_state(cls, ctx: Context, import_id: str) -> tuple[str, Props] | None:
        """Import by the id; the URL of a repository may be derived from its name on GitHub."""
        imported = await super().import_state(ctx, import_id)
        return imported and (imported[0], imported[1] | probable_source(imported[1]))

    @classmethod
    async def observed_state(cls, ctx: Context, id: str, body: Props, state: Props) -> Props:
        """Return the state; a start or stop is drift where the program sets `desired_state`."""
        observed = cls.state_from_response(body, state)
        actual = settled_state(body)
        if "desired_state" not in state or actual is None:
            return observed
        # A web service without deployments is stopped, which is not drift.
        if actual == "stopped" and not await has_deployments(ctx, id):
            return observed
        return observed | {"desired_state": actual}

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return all that Runsite reports, where it is read again: also after a start or stop."""
        if cls.sends_write(state, inputs):
            return cls.computed_outputs()
        return super().outputs_changed_by_update(state, inputs)

    @classmethod
    def sends_write(cls, state: Props, inputs: Props) -> bool:
        """Return whether the web service is started or stopped."""
        return inputs.get("desired_state") not in (None, state.get("desired_state"))

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Start or stop the web service, and record what else changed: the API has no update."""
        updated = await super().update(ctx, id, state, inputs)
        desired = updated.get("desired_state")
        if desired in (None, state.get("desired_state")):
            return updated
        return cls.state_from_response(await start_or_stop(ctx, id, desired), updated)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Stop the web service unless `on_destroy` is `abandon`, and warn that it still exists."""
        name = ctx.displayed(state.get("name"))
        if state.get("on_destroy") == "abandon":
            ctx.engine_log.warning(removal_messages.web_service_abandoned(name, id))
            return
        try:
            warning = await cls._stop(ctx, id, name)
        except NotFound:
            if await cls.current(ctx, id) is None:
                return
            warning = await cls._stop(ctx, id, name)
        ctx.engine_log.warning(warning)

    @classmethod
    async def _stop(cls, ctx: Context, id: str, name: str) -> str:
        """Stop the web service if it runs; return the warning that it still exists."""
        web_service = await get_web_service(ctx, id)
        status = status_of(web_service)
        if status in AT_REST:
            return removal_messages.web_service_not_running(name, id, status)
        await request_action(ctx, web_service, "stop")
        return removal_messages.web_service_stopped(name, id)
