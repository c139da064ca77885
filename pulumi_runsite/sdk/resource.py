"""What the typed classes of `program` share: a resource as a Pulumi program declares it."""

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
from ..provider.fields import Rule
from ..provider.resource import ADOPT_ID, Resource
from ..provider.resources import RESOURCES_BY_NAME


class RunsiteResource(dynamic.Resource):
    """A Runsite resource in a program; `program` holds one class of these for each kind."""

    _kind: ClassVar[type[Resource]]

    def __init_subclass__(cls, resource: str = "", **kwargs: Any) -> None:
        """Give the class its type token; a user's own subclass keeps that of its parent."""
        if resource:
            cls._kind = RESOURCES_BY_NAME[resource]
        super().__init_subclass__(module="runsite", name=cls._kind.__name__, **kwargs)

    def __init__(
        self,
        resource_name: str,
        inputs: Mapping[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        secret = self._kind.Inputs.fields_with(Rule.SECRET)
        given: dict[str, Any] = {k: v for k, v in inputs.items() if v is not None}
        for name, value in given.items():
            if isinstance(value, pulumi.Resource):
                raise TypeError(f"{name}: pass {value._name}.id, not the resource")  # noqa: SLF001
        if "name" in self._kind.Inputs.model_fields:
            given.setdefault("name", resource_name)
        _refuse_second(self._kind, resource_name, given)
        sealed = {k: pulumi.Output.secret(v) if k in secret else v for k, v in given.items()}
        outputs = dict.fromkeys(self._kind.Outputs.field_names() - given.keys())
        hidden = pulumi.ResourceOptions(
            additional_secret_outputs=sorted(self._kind.Outputs.fields_with(Rule.SECRET)),
            # `pulumi up --replace` asks no provider for this.
            delete_before_replace=self._kind.delete_before_replace or None,
        )
        # Not by dynamic.Resource, which would serialize the provider anew for each resource, and a
        # little deeper each time: the thousandth would exceed Python's limit (pulumi 3.272.0).
        pulumi.CustomResource.__init__(
            self,
            f"pulumi-python:{self._resource_type_name}",
            resource_name,
            {**outputs, **sealed, PROVIDER_KEY: _serialized(self._kind.__name__)},
            pulumi.ResourceOptions.merge(hidden, opts),
        )


@cache
def _serialized(resource: str) -> str:
    return str(serialize_provider(RunsiteProvider(resource)))


_Identity = tuple[type[Resource], tuple[Any, ...]]
_declared: WeakKeyDictionary[pulumi.Resource, list[tuple[_Identity, str]]] = WeakKeyDictionary()


def _refuse_second(kind: type[Resource], resource_name: str, given: Mapping[str, Any]) -> None:
    """
    Stop a program that declares one thing twice.

    Here, because an id that is not known yet is told apart only by the Output that stands for it.
    Two that are both taken over by different ids are two, whatever their names.
    """
    stack = get_root_resource()
    if stack is None or not kind.unique:
        return
    mine = tuple(given.get(name) for name in (*kind.unique, ADOPT_ID))
    declared = _declared.setdefault(stack, [])
    for (other, identity), name in declared:
        if other is kind and all(map(_same, identity, mine)):
            what = ", ".join(kind.unique)
            raise pulumi.RunError(
                f"{kind.__name__} {resource_name!r} and {kind.__name__} {name!r} are the same "
                f"{kind.noun} (they have the same {what}): declare it once"
            )
    declared.append(((kind, mine), resource_name))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, pulumi.Output) or isinstance(other, pulumi.Output):
        return one is other
    return bool(one == other)
