"""Which resources a preview shows as about to change."""

from __future__ import annotations

import pulumi


async def is_about_to_change(resource: pulumi.Resource) -> bool:
    """Return whether a preview shows a change of *resource*; wait until that is known."""
    if await is_about_to_be_created(resource):
        return True
    # Before an update, Pulumi knows no output of a dynamic resource beside its inputs.
    always_set = getattr(resource, "_always_set", None)
    return always_set is not None and not await always_set.is_known()


async def is_about_to_be_created(resource: pulumi.Resource) -> bool:
    """Return whether a preview shows that *resource* is created or replaced."""
    return isinstance(resource, pulumi.CustomResource) and not await resource.id.is_known()
