"""The base of the generated resource classes: a resource as a Pulumi program declares it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import pulumi
from pulumi import dynamic
from pulumi.dynamic.dynamic import PROVIDER_KEY, serialize_provider
from pulumi.runtime import get_root_resource

from ..dynamic import RunsiteProvider
from ..provider.drift import WRITTEN
from ..provider.messages import creation as creation_messages
from ..provider.resource import ADOPT_ID, Resource
from ..provider.resources import RESOURCES_BY_NAME
from . import messages
from .program_values import first_fault


class RunsiteResource(dynamic.Resource):
    """A Runsite resource in a program; `resources` has one subclass per resource type."""

    _resource: ClassVar[type[Resource]]

    def __init_subclass__(cls, resource_type: str = "", **kwargs: Any) -> None:
        """Give the class its type token; a user's own subclass keeps that of its parent."""
        if resource_type:
            cls._resource = RESOURCES_BY_NAME[resource_type]
        super().__init_subclass__(module="runsite", name=cls._resource.__name__, **kwargs)

    def __init__(
        self,
        resource_name: str,
        inputs: Mapping[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        given: dict[str, Any] = {k: v for k, v in inputs.items() if v is not None}
        for name, value in given.items():
            if isinstance(value, pulumi.Resource):
                raise TypeError(messages.resource_instead_of_id(name, value._name))  # noqa: SLF001
            if fault := first_fault(value):
                raise TypeError(f"{name}: {fault}")
        if "name" in self._resource.Inputs.model_fields:
            given.setdefault("name", resource_name)
        _refuse_duplicate(self._resource, resource_name, given)
        # An Output, whose value is not known here, leaves the default: secret.
        secret = self._resource.secret_fields(given)
        properties = {k: pulumi.Output.secret(v) if k in secret else v for k, v in given.items()}
        outputs = dict.fromkeys(self._resource.Outputs.field_names() - given.keys() - {WRITTEN})
        defaults = pulumi.ResourceOptions(additional_secret_outputs=sorted(secret))
        # Not dynamic.Resource.__init__, which serializes the provider for each resource, nested a
        # little deeper each time: the thousandth exceeds the recursion limit (pulumi 3.272.0).
        pulumi.CustomResource.__init__(
            self,
            f"pulumi-python:{self._resource_type_name}",
            resource_name,
            {**outputs, **properties, PROVIDER_KEY: _serialized(self._resource.__name__)},
            pulumi.ResourceOptions.merge(defaults, opts),
        )


@cache
def _serialized(resource_type: str) -> str:
    return str(serialize_provider(RunsiteProvider(resource_type)))


_Identity = tuple[type[Resource], tuple[Any, ...]]
_declared: WeakKeyDictionary[pulumi.Resource, list[tuple[_Identity, str]]] = WeakKeyDictionary()


def _refuse_duplicate(
    resource: type[Resource], resource_name: str, inputs: Mapping[str, Any]
) -> None:
    """
    Stop a program that declares one object twice.

    Checked in the program, where an unknown id can still be identified by its Output. Two that
    adopt different ids are different objects, whatever their names are.

    Raises:
        pulumi.RunError: another resource has the same identity.
    """
    stack = get_root_resource()
    if stack is None or not resource.unique_by:
        return
    identity = tuple(inputs.get(name) for name in (*resource.unique_by, ADOPT_ID))
    declared = _declared.setdefault(stack, [])
    for (other, other_identity), other_name in declared:
        if other is resource and all(map(_is_same, other_identity, identity)):
            first, second = (f"{resource.__name__} {n!r}" for n in (resource_name, other_name))
            in_common = ", ".join(f"`{name}`" for name in resource.unique_by)
            message = creation_messages.declared_twice(first, second, resource.noun, in_common)
            raise pulumi.RunError(message)
    declared.append(((resource, identity), resource_name))


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, pulumi.Output) or isinstance(other, pulumi.Output):
        return one is other
    return bool(one == other)
