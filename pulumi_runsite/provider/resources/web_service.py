"""Web services."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ...api import Client, NotFound, RunsiteError
from ..check_failures import Failure, path_step
from ..collection import WEB_SERVICES
from ..context import Context, ResourceInitFailed
from ..create_once import Created
from ..deployments.start_stop import start_or_stop, stop_if_running
from ..fields import UNKNOWN, Props, contains_unknown
from ..messages import env_var_maps as map_messages
from ..messages import existing as existing_messages
from ..messages import left_after_destroy as removal_messages
from ..messages import previews as preview_messages
from ..messages import web_service_inputs as messages
from ..models.web_service import DEFAULT_PORT, WebServiceInputs, WebServiceOutputs
from ..resource import ADOPT_ID
from ..variable_holders import MAP
from ..web_services.source import check_source, probable_source, source_type_of
from ..web_services.status import (
    has_deployments,
    is_never_deployed,
    settled_state,
)
from . import mapped_env_vars as maps
from .immutable import ImmutableResource
from .kept_variables import kept_variables
from .map_write import REVISION, MapWrite
from .mapped_env_vars import MAPS, MappedEnvVar


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
    import_forms = "`<web service id>`"
    collection = WEB_SERVICES
    holder = MAP
    unique_by = ("name", "project_id")
    on_destroy_of_adopted = existing_messages.stopped_on_destroy()
    written_in_place = MappingProxyType(
        {"desired_state": ("desired_state",), REVISION: tuple(MAPS)}
    )

    @classmethod
    def check(cls, news: Props) -> tuple[Props, list[Failure]]:
        """Return *news* with defaults, and all failures; an empty map is one that is not set."""
        return super().check({k: v for k, v in news.items() if k not in MAPS or v != {}})

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:
        """Yield what is wrong with the source, the instances and the variables."""
        yield from check_source(inputs)
        least, most = inputs.get("min_instances", 1), inputs.get("max_instances", 1)
        if not contains_unknown([least, most]) and least > most:
            yield Failure("min_instances", messages.min_above_max(str(most)))
        plain, masked = (inputs.get(name, UNKNOWN) for name in MAPS)
        if UNKNOWN not in (plain, masked):
            for key in sorted(plain.keys() & masked.keys()):
                path = f"secret_env_vars{path_step(key)}"
                yield Failure(path, map_messages.key_in_both_maps())

    @classmethod
    def request_body(cls, inputs: Props) -> Props:
        """Return what is sent: the source type too, as by Runsite's own CLI, and the port."""
        always = {"source_type": source_type_of(inputs), "port": DEFAULT_PORT}
        body = {k: v for k, v in super().request_body(inputs).items() if k not in MAPS}
        variables = maps.request_items(inputs)
        return always | body | ({"env_vars": variables} if variables else {})

    @classmethod
    def with_written(cls, state: Props, inputs: Props) -> Props:
        """Return *state* with what was written last, and with maps."""
        return super().with_written(maps.of_earlier_version(state), maps.of_earlier_version(inputs))

    @classmethod
    def changed_inputs(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return the names of the inputs that differ from *state*; of maps, in any variable."""
        others = super().changed_inputs(state, inputs) - MAPS.keys()
        return others | maps.changed_maps(state, inputs)

    @classmethod
    async def confirm_changes(
        cls, ctx: Context, id: str, state: Props, inputs: Props, masked: frozenset[str]
    ) -> None:
        """Raise an error if an update could not make the changes, or a new key of a map exists."""
        await super().confirm_changes(ctx, id, state, inputs, masked)
        if inputs.get(ADOPT_ID) != id:
            await MapWrite.of_update(ctx, id, state, inputs).refuse_existing()

    @classmethod
    def facts(cls, client: Client) -> Props:
        """Return what the run has observed of bulk writes."""
        return MappedEnvVar.facts(client)

    @classmethod
    def recall(cls, client: Client, facts: Mapping[str, Any]) -> None:
        """Have the run know what an earlier one has observed of bulk writes."""
        MappedEnvVar.recall(client, facts)

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
    async def finish_create(cls, ctx: Context, id: str, state: Props, created: Created) -> Props:
        """Write the variables that the create has not created as they are declared."""
        wanted = maps.declared(state, id)
        if not wanted:
            return state
        try:
            write = await MapWrite.of_create(ctx, id, wanted, created)
        except RunsiteError as error:
            raise ResourceInitFailed(str(error), id, cls.unfinished(state)) from None
        return await write.apply(state | {REVISION: secrets.token_hex(8)})

    @classmethod
    def unfinished(cls, state: Props) -> Props:
        """Return *state* without values of variables: those on Runsite are unknown."""
        return maps.with_variables(state, {k: maps.unknown("", k) for k in maps.declared(state)})

    @classmethod
    async def _adopt(cls, ctx: Context, id: str, inputs: Props) -> Props:
        state = await super()._adopt(ctx, id, inputs)
        wanted = maps.declared(inputs, id)
        if not wanted:
            return state
        write = MapWrite(ctx, id, wanted, {})
        await write.adopt()
        return await write.apply(state | {REVISION: secrets.token_hex(8)})

    @classmethod
    async def import_state(cls, ctx: Context, import_id: str) -> tuple[str, Props] | None:
        """Import by the id; the URL of a repository may be derived from its name on GitHub."""
        imported = await super().import_state(ctx, import_id)
        return imported and (imported[0], imported[1] | probable_source(imported[1]))

    @classmethod
    async def observed_state(cls, ctx: Context, id: str, body: Props, state: Props) -> Props:
        """Return the state; a start or stop is drift where the program sets `desired_state`."""
        observed = cls.state_from_response(body, state)
        if variables := maps.managed(state, id):
            current = await MappedEnvVar.refreshed(ctx, id, variables)
            observed = maps.with_variables(observed, current)
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
        changed = super().outputs_changed_by_update(state, inputs)
        sent = cls.sent_writes(state, inputs)
        if "desired_state" in sent:
            changed = cls.computed_outputs()
        return changed - {REVISION} | sent & {REVISION}

    @classmethod
    def sent_writes(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return whether the web service is started or stopped, and variables are written."""
        is_changed = inputs.get("desired_state") not in (None, state.get("desired_state"))
        sent = {"desired_state"} if is_changed else set()
        return frozenset(sent | {REVISION} if maps.changed_maps(state, inputs) else sent)

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Write variables, start or stop the web service, and record what else changed."""
        updated = await super().update(ctx, id, state, inputs)
        write = MapWrite.of_update(ctx, id, state, inputs)
        if inputs.get(ADOPT_ID) == id:
            await write.adopt()
        if write.wanted or write.known:
            updated = await write.update(updated)
        desired, before = updated.get("desired_state"), state.get("desired_state")
        if desired in (None, before):
            return updated
        try:
            body = await start_or_stop(ctx, id, desired)
        except RunsiteError as error:
            if updated.get(REVISION) == state.get(REVISION):
                raise
            reached = {k: v for k, v in updated.items() if k != "desired_state"}
            reached |= {"desired_state": before} if before else {}
            raise ResourceInitFailed(str(error), id, reached) from None
        return cls.state_from_response(body, updated)

    @classmethod
    async def is_unused(cls, ctx: Context, item: Props) -> bool:
        """Return whether the web service *item* was never deployed."""
        return await is_never_deployed(ctx, item["id"])

    @classmethod
    def replacement_warning(cls, resource: str, state: Props) -> str:
        """Return that it stays on Runsite, and that the new one has another address."""
        is_kept = state.get("on_destroy") == "abandon"
        fate = preview_messages.keeps_running() if is_kept else preview_messages.is_stopped()
        return preview_messages.web_service_is_replaced(resource, fate)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Stop the web service unless `on_destroy` is `abandon`, and warn that it still exists."""
        name, kept = ctx.displayed(state.get("name")), kept_variables(state)
        ctx.variable_holders.forget(id)
        if state.get("on_destroy") == "abandon":
            ctx.engine_log.warning(removal_messages.web_service_abandoned(name, id) + kept)
            return
        try:
            warning = await cls._stop(ctx, id, name)
        except NotFound:
            if await cls.current(ctx, id) is None:
                return
            warning = await cls._stop(ctx, id, name)
        ctx.engine_log.warning(warning + kept)

    @classmethod
    async def _stop(cls, ctx: Context, id: str, name: str) -> str:
        """Stop the web service if it runs; return the warning that it still exists."""
        if status := await stop_if_running(ctx, id):
            return removal_messages.web_service_not_running(name, id, status)
        return removal_messages.web_service_stopped(name, id)
