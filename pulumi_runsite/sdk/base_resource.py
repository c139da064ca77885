"""The base of the generated resource classes: a resource as a Pulumi program declares it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from weakref import WeakSet

import pulumi
from pulumi import dynamic
from pulumi.dynamic.dynamic import PROVIDER_KEY
from pulumi.runtime import is_dry_run
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.settings import get_monitor

from ..engine.internal_properties import IS_PREVIEW, SECRET_INPUTS
from . import mapped_keys, messages, stack_trace, undeployed
from .per_stack import PerStack
from .program_values import first_fault

stack_trace.install()


@dataclass(frozen=True)
class ResourceType:
    """
    What a program needs of a resource type; `resources` has one for each class.

    It is data, so that no program imports the models and the HTTP client.
    """

    name: str
    noun: str
    """The resource type in messages."""
    provider: str
    """The dynamic provider, as Pulumi stores it in the state."""
    outputs: frozenset[str]
    secret_outputs: frozenset[str]
    readable_outputs: frozenset[str]
    """The secret outputs that are in clear where `is_secret` is False."""
    always_set: str
    """An output that every state has, and no input: before an update, Pulumi does not know it."""
    unique_by: tuple[str, ...]
    """The inputs in which two resources of a program must differ; empty if there are none."""
    secret_maps: frozenset[str] = frozenset()
    """The maps with a secret for each value."""

    def secret_names(self, inputs: Mapping[str, Any]) -> frozenset[str]:
        """Return the names of what must be encrypted; an Output as `is_secret` counts as True."""
        is_readable = inputs.get("is_secret") is False
        return self.secret_outputs - self.readable_outputs if is_readable else self.secret_outputs


class RunsiteResource(dynamic.Resource):
    """A Runsite resource in a program; `resources` has one subclass per resource type."""

    _resource_type: ClassVar[ResourceType]

    def __init_subclass__(cls, resource_type: ResourceType | None = None, **kwargs: Any) -> None:
        """Give the class its type token; a user's own subclass keeps that of its parent."""
        if resource_type:
            cls._resource_type = resource_type
        super().__init_subclass__(module="runsite", name=cls._resource_type.name, **kwargs)

    def __init__(
        self,
        resource_name: str,
        inputs: Mapping[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        _refuse_import(self._resource_type, resource_name, inputs, opts)
        given: dict[str, Any] = {k: v for k, v in inputs.items() if v is not None}
        for name, value in given.items():
            if isinstance(value, pulumi.Resource):
                raise TypeError(messages.resource_instead_of_id(name, value._name))  # noqa: SLF001
            if fault := first_fault(value):
                raise TypeError(f"{name}: {fault}")
        label = _label(self._resource_type, resource_name, opts)
        _refuse_duplicate(self._resource_type, label, given)
        if self._resource_type.name == "EnvVar":
            mapped_keys.declare_variable(resource_name, given)
        secret = sorted(self._resource_type.secret_names(given))
        defaults = pulumi.ResourceOptions(additional_secret_outputs=secret)
        # Not dynamic.Resource.__init__, which serializes the provider for each resource, nested a
        # little deeper each time: the thousandth exceeds the recursion limit (pulumi 3.272.0). And
        # not that of CustomResource: Pulumi takes the caller of the third constructor for the user.
        pulumi.Resource.__init__(
            self,
            f"pulumi-python:{self._resource_type_name}",
            resource_name,
            custom=True,
            props=_properties(self._resource_type, given),
            opts=pulumi.ResourceOptions.merge(defaults, opts) if opts else defaults,
        )
        _ids.add(self.id)
        maps, always_set = self._resource_type.secret_maps, self._resource_type.always_set
        mapped_keys.declare_maps(resource_name, given, self.id, maps)
        self._always_set: pulumi.Output[Any] = self.__dict__[always_set]
        if always_set not in self._resource_type.outputs:
            del self.__dict__[always_set]
        if is_dry_run():
            undeployed.declare(self, resource_name, given, opts, maps)

    def _output(self, name: str) -> pulumi.Output[Any]:
        output: pulumi.Output[Any] = pulumi.get(self, name)
        return output

    def _output_or_failure(self, name: str) -> pulumi.Output[Any]:
        """Return the output *name*, which fails where it has no value, outside of unit tests."""
        output = self._output(name)
        if isinstance(get_monitor(), MockMonitor):  # most mocks return inputs only
            return output
        return output.apply(partial(_value_or_failure, self, name))


def _refuse_import(
    resource_type: ResourceType,
    resource_name: str,
    inputs: Mapping[str, Any],
    opts: pulumi.ResourceOptions | None,
) -> None:
    # The engine imports without inputs, so the host does not know the provider: a KeyError.
    if opts is not None and opts.import_ is not None:
        label = f"{resource_type.name} {resource_name!r}"
        remedy = messages.adopt_instead() if "adopt_id" in inputs else messages.remove_import()
        raise pulumi.RunError(messages.import_option(label, remedy))


def _properties(resource_type: ResourceType, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs, the outputs that have no value yet, and the internal properties."""
    secret, maps = resource_type.secret_names(given), resource_type.secret_maps
    return {
        **dict.fromkeys(resource_type.outputs | {resource_type.always_set}),
        **{k: pulumi.Output.secret(v) if k in secret else v for k, v in given.items()},
        **{name: _secret_values(given[name]) for name in maps & given.keys()},
        **_secret_inputs({k: v for k, v in given.items() if k not in secret | maps}),
        **({IS_PREVIEW: True} if is_dry_run() else {}),
        PROVIDER_KEY: resource_type.provider,
    }


def _value_or_failure(resource: RunsiteResource, name: str, value: Any) -> Any:
    if value is None:
        label = f"{resource._resource_type.name} {resource._name!r}"  # noqa: SLF001
        raise pulumi.RunError(messages.output_not_set(label, name))
    return value


def _secret_values(values: Any) -> Any:
    """Return a map with each value as a secret, so that the keys are displayed."""
    if not isinstance(values, Mapping):
        return pulumi.Output.secret(values)
    return {key: pulumi.Output.secret(value) for key, value in values.items()}


_ids: WeakSet[pulumi.Output[str]] = WeakSet()
"""The ids of resources, which are never secret."""


@dataclass(frozen=True)
class _SecretNames:
    """
    The names of the outputs that are secret, once that is known.

    An awaitable and no Output: Pulumi's SDK looks at all pending ones each time that one is done.
    """

    outputs: Mapping[str, list[pulumi.Output[Any]]]

    def __await__(self) -> Generator[Any, None, list[str] | None]:
        return self._names().__await__()

    async def _names(self) -> list[str] | None:
        found = self.outputs.items()
        return [name for name, each in found if any([await o.is_secret() for o in each])] or None


def _secret_inputs(inputs: Mapping[str, Any]) -> dict[str, _SecretNames]:
    """Return the names of the inputs that the program marks secret, as an internal property."""
    found = {name: list(_outputs_in(value)) for name, value in inputs.items()}
    outputs = {name: each for name, each in found.items() if each}
    return {SECRET_INPUTS: _SecretNames(outputs)} if outputs else {}


def _outputs_in(value: Any) -> Iterator[pulumi.Output[Any]]:
    """Yield the Outputs in an input, each by itself: an awaitable beside them is awaited once."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _outputs_in(each)
    elif isinstance(value, pulumi.Output) and value not in _ids:
        yield pulumi.Output.from_input(value)


_stacks = PerStack(dict[tuple[Any, ...], str])


def _refuse_duplicate(resource_type: ResourceType, label: str, inputs: Mapping[str, Any]) -> None:
    """
    Stop a program that declares one object twice.

    Checked in the program, where an unknown id can still be identified by its Output. Two that
    adopt different ids are different objects, whatever their names are; two of one resource name
    may have parents of different types, and are one object nevertheless.

    Raises:
        pulumi.RunError: another resource has the same identity.
    """
    declared = _stacks.current()
    # Only the provider knows the default of a name: it may be one in the state.
    has_default_name = "name" in resource_type.unique_by and "name" not in inputs
    if declared is None or not resource_type.unique_by or has_default_name:
        return
    identity = (resource_type.name, *map(inputs.get, (*resource_type.unique_by, "adopt_id")))
    try:
        other = declared.get(identity)
        declared[identity] = label
    except TypeError:  # a list, say: Check refuses it
        return
    if other is not None:
        raise pulumi.RunError(_declared_twice(label, other, resource_type))


def _label(
    resource_type: ResourceType, resource_name: str, opts: pulumi.ResourceOptions | None
) -> str:
    """Return the resource as a message names it, with its parent if it has one."""
    parent = opts.parent if opts else None
    below = f" of {parent._type.rpartition(':')[2]} {parent._name!r}" if parent else ""  # noqa: SLF001
    return f"{resource_type.name} {resource_name!r}{below}"


def _declared_twice(first: str, second: str, resource_type: ResourceType) -> str:
    # Importing it takes as long as importing Pulumi: only for the error.
    from ..provider.messages import creation  # noqa: PLC0415

    in_common = ", ".join(f"`{name}`" for name in resource_type.unique_by)
    return creation.declared_twice(first, second, resource_type.noun, in_common)
