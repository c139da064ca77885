"""Environment variables of a web service."""

from __future__ import annotations

from ..collection import WEB_SERVICES, Collection, env_vars_of
from ..models.env_var import EnvVarInputs, EnvVarOutputs
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

    @classmethod
    def siblings(cls, parent_id: str) -> Collection:
        """Return the environment variables of a web service."""
        return env_vars_of(parent_id)
