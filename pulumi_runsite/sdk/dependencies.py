"""What the result of a function depends on, and whether that is about to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi.output import UNKNOWN
from pulumi.runtime import rpc

from .pending_changes import is_about_to_change


def settled_inputs(inputs: dict[str, Any], depends_on: Any) -> pulumi.Output[dict[str, Any]]:
    """
    Return *inputs* once everything that they come from, and *depends_on*, is done.

    In a preview they are unknown where one of these resources is about to be created or changed:
    what Runsite returns now would not be what it returns then.
    """
    given: pulumi.Output[dict[str, Any]] = pulumi.Output.from_input(inputs)
    resources: pulumi.Output[Any] = pulumi.Output.from_input(depends_on)
    declared: pulumi.Output[Any] = resources.apply(_urns)
    gate = pulumi.Output.from_input(_gate(given, declared))
    return pulumi.Output.all(given, declared, gate).apply(lambda known: known[0])


def _urns(depends_on: Any) -> pulumi.Output[Any]:
    """Return an output that depends on the resources in *depends_on*."""
    resources = depends_on if isinstance(depends_on, Sequence) else [depends_on]
    return pulumi.Output.all(*(each.urn for each in resources if each is not None))


async def _gate(given: pulumi.Output[Any], declared: pulumi.Output[Any]) -> Any:
    """Return True, or an unknown value if a resource behind *given* or *declared* will change."""
    resources = await given.resources() | await declared.resources()
    # With the children of components, as Pulumi's own functions (pulumi 3.272.0).
    for each in (await rpc._expand_dependencies(resources, None)).values():  # noqa: SLF001
        if await is_about_to_change(each):
            return UNKNOWN
    return True


async def resources_behind(inputs: Mapping[str, Any], depends_on: Any) -> set[pulumi.Resource]:
    """Return what *inputs* come from and *depends_on* names, with the children of components."""
    given: pulumi.Output[Any] = pulumi.Output.from_input(dict(inputs))
    declared: pulumi.Output[Any] = pulumi.Output.from_input(depends_on)
    resources = await given.resources() | await declared.apply(_urns).resources()
    expanded = await rpc._expand_dependencies(resources, None)  # noqa: SLF001
    return resources | set(expanded.values())
