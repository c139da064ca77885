"""Variables that a map of a web service gives up in a run, and that an `EnvVar` has or adopts."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from ...api import Client


@dataclass
class MovedVariables:
    """What a run has deleted of maps, and what an `EnvVar` has: by `<web service id>/<id>`."""

    deleted: set[str] = field(default_factory=set)
    adopted: set[str] = field(default_factory=set)
    locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """One per variable, since an adoption that depends on no output does not wait for the map."""

    @classmethod
    def of(cls, client: Client) -> MovedVariables:
        """Return those of the run of *client*."""
        moved: MovedVariables = client.observations.setdefault("moved variables", cls())
        return moved

    async def adopts(self, id: str) -> bool:
        """Record that the variable *id* is adopted; return False if a map has deleted it."""
        async with self.locks[id]:
            if id in self.deleted:
                return False
            self.adopted.add(id)
            return True
