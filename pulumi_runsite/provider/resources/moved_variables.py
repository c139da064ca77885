"""Variables that a map of a web service gives up in a run, and that an `EnvVar` has or adopts."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from ...api import Client
from ..context import ResourceInitFailed


@dataclass
class MovedVariables:
    """What a run has deleted of maps, and what an `EnvVar` has: by `<web service id>/<id>`."""

    deleted: set[str] = field(default_factory=set)
    adopted: set[str] = field(default_factory=set)
    not_adopted: set[str] = field(default_factory=set)
    """Those whose adoption has failed: their map still has them."""
    locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """One per variable, since an adoption that depends on no output does not wait for the map."""

    @classmethod
    def of(cls, client: Client) -> MovedVariables:
        """Return those of the run of *client*."""
        moved: MovedVariables = client.observations.setdefault("moved variables", cls())
        return moved

    async def adopts(self, id: str) -> bool:
        """Record that the variable *id* is adopted; return False if a map has deleted it."""
        async with self.adopting(id) as is_present:
            return is_present

    @asynccontextmanager
    async def adopting(self, id: str) -> AsyncIterator[bool]:
        """Record that the block adopts the variable *id*; yield False if a map has deleted it."""
        async with self.locks[id]:
            if id in self.deleted:
                yield False
                return
            try:
                yield True
            except ResourceInitFailed:  # the engine keeps it
                self.adopted.add(id)
                raise
            except BaseException:
                self.not_adopted.add(id)
                raise
            self.adopted.add(id)
