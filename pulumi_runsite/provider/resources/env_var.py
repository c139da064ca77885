"""Environment variables of a web service."""

from __future__ import annotations

from ...api import NotSent, RunsiteError
from .. import drift
from ..collection import WEB_SERVICES, Collection, env_vars_of
from ..context import Context
from ..create_once import is_refused
from ..fields import Props
from ..messages import env_var_maps as messages
from ..models.env_var import EnvVarInputs, EnvVarOutputs
from ..resource import ADOPT_ID
from ..variable_holders import DELETED, ENV_VAR
from .moved_variables import MovedVariables
from .variable import Variable


class EnvVar(Variable):
    """
    An environment variable of a web service.

    The value is written in place. Running containers receive it with the next deployment or
    restart, not before: use `revision` as a trigger of one.
    """

    noun = "environment variable"
    Inputs = EnvVarInputs
    Outputs = EnvVarOutputs
    parent = "web_service_id"
    parents = WEB_SERVICES
    path_segment = "env"
    import_forms = "`<web service id>/<KEY>` or `<web service id>/<variable id>`"
    bulk_field = "variables"
    unique_by = ("web_service_id", "key")
    holder = ENV_VAR

    @classmethod
    def siblings(cls, parent_id: str) -> Collection:
        """Return the environment variables of a web service."""
        return env_vars_of(parent_id)

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Create the variable, or adopt the one that `adopt_id` names, unless a map deleted it."""
        adopted_id = inputs.get(ADOPT_ID)
        if adopted_id is None:
            return await super().create(ctx, inputs)
        id = f"{inputs[cls.parent]}/{adopted_id.rpartition('/')[2]}"
        async with MovedVariables.of(ctx.client).adopting(id) as is_present:
            if is_present:
                return await super().create(ctx, inputs)
        news = {name: value for name, value in inputs.items() if name != ADOPT_ID}
        id, state = await super().create(ctx, news)
        return id, state | {ADOPT_ID: adopted_id}

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Write value and flag in place; create the variable again where a map has deleted it."""
        id_now = drift.id_now(id, state)
        if not await MovedVariables.of(ctx.client).adopts(id_now):
            return await cls.create_again(ctx, inputs)
        updated = await super().update(ctx, id, state, inputs)
        ctx.variable_holders.record_known([id_now], ENV_VAR)
        return updated

    @classmethod
    async def _with_declared(cls, ctx: Context, item: Props, inputs: Props) -> Props:
        """Write what is declared; record that the `EnvVar` has what it adopts."""
        if ADOPT_ID not in inputs:
            return await super()._with_declared(ctx, item, inputs)
        ctx.variable_holders.record([f"{inputs[cls.parent]}/{item['id']}"], ENV_VAR)
        try:
            return await super()._with_declared(ctx, item, inputs)
        except RunsiteError as error:
            if is_refused(error):
                ctx.variable_holders.undo()
            raise

    @classmethod
    async def delete_unless_adopted(cls, ctx: Context, service_id: str, variable: Props) -> None:
        """Delete a variable of a map, except one that an `EnvVar` has adopted or written since."""
        moved, id = MovedVariables.of(ctx.client), f"{service_id}/{variable['id']}"
        async with moved.locks[id]:
            if id in moved.not_adopted:
                key = cls.import_name(variable)
                raise NotSent(messages.not_given_up(key, variable["id"], service_id))
            if id in moved.adopted or ctx.variable_holders.of(id) == ENV_VAR:
                ctx.variable_holders.drop(id)
            else:
                ctx.variable_holders.record([id], DELETED)
                await cls.delete(ctx, id, variable)
                moved.deleted.add(id)
