"""Two resources of a program that are the same object on Runsite."""

from __future__ import annotations

from typing import Any

from ..api import RunsiteError
from .default_names import resource_name
from .fields import Props, Rule, contains_unknown
from .map_variables import keys_of_maps
from .messages import creation as messages
from .messages import env_var_maps as map_messages
from .messages import start_stop_restart as action_messages
from .resource import ADOPT_ID, Resource
from .resources.deployment import Deployment
from .resources.env_var import EnvVar


class DeclaredResources:
    """The resources that one run of a program has declared so far."""

    def __init__(self) -> None:
        self._urns: dict[tuple[type[Resource], tuple[Any, ...]], str] = {}
        self._keys: dict[str, tuple[str, set[str]]] = {}
        """The URN and the keys in the maps of each web service, by its id."""
        self._stopped: dict[str, str] = {}
        """The URN of each web service that the program declares as stopped, by its id."""

    def record_created(
        self, resource: type[Resource], urn: str, id: str, inputs: Props
    ) -> list[str]:
        """Record what was created, and return warnings about it."""
        self.record(resource, urn, id, inputs)
        is_requested = issubclass(resource, Deployment) and ADOPT_ID not in inputs
        stopped = self._stopped.get(str(inputs.get("web_service_id"))) if is_requested else None
        name = f"WebService {resource_name(stopped)!r}" if stopped else ""
        return [action_messages.started_by_deployment(name)] if name else []

    def record(self, resource: type[Resource], urn: str, id: str, inputs: Props) -> None:
        """Record what the program declares of the object *id*: its state, the keys of its maps."""
        if inputs.get("desired_state") == "stopped":
            self._stopped[id] = urn
        if keys := keys_of_maps(inputs, resource.Inputs.fields_with(Rule.SECRET_VALUES)):
            self._keys[id] = urn, keys

    def confirm_keys(self, resource: type[Resource], urn: str, id: str, inputs: Props) -> None:
        """
        Confirm that no map of the web service *id* has the key of an `EnvVar` declared before.

        Raises:
            RunsiteError: one has.
        """
        keys = keys_of_maps(inputs, resource.Inputs.fields_with(Rule.SECRET_VALUES))
        for (declared, identity), other in list(self._urns.items()) if keys else ():
            if declared is EnvVar and identity[0] == id and identity[1] in keys:
                raise RunsiteError(_declared_with_env_var(other, identity[1], urn))

    def find_key_in_map(self, resource: type[Resource], urn: str, inputs: Props) -> list[str]:
        """Return why *inputs* describe a variable of a map, if they do."""
        if not issubclass(resource, EnvVar):
            return []
        key = inputs.get("key")
        other, keys = self._keys.get(str(inputs.get("web_service_id")), ("", set()))
        if key not in keys:
            return []
        return [_declared_with_env_var(urn, str(key), other)]

    def find_duplicates(self, resource: type[Resource], urn: str, inputs: Props) -> list[str]:
        """
        Return why *inputs* describe the object of another resource, if they do.

        Two that adopt different ids are different objects, whatever their names are.
        """
        identity = tuple(inputs.get(name) for name in (*resource.unique_by, ADOPT_ID))
        if not resource.unique_by or contains_unknown(list(identity)):
            return []
        other = self._urns.setdefault((resource, identity), urn)
        if other == urn:
            return []
        first, second = (f"{resource.__name__} {resource_name(each)!r}" for each in (urn, other))
        inputs_in_common = ", ".join(f"`{name}`" for name in resource.unique_by)
        return [messages.declared_twice(first, second, resource.noun, inputs_in_common)]


def _declared_with_env_var(urn: str, key: str, web_service_urn: str) -> str:
    variable = f"EnvVar {resource_name(urn)!r}"
    service = f"WebService {resource_name(web_service_urn)!r}"
    return map_messages.declared_with_env_var(variable, key, service)
