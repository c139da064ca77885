"""Sees to it that nothing is replaced by itself, and then deleted as the old one."""

from __future__ import annotations

from .context import Context, NotReady, Verb
from .fields import Props
from .resource import ADOPT_ID, Resource


class Replacing:
    """
    What one run of the engine's tells of the resources that are in the state.

    A replacement is a create and a delete, and neither is told of the other. A create may take over
    what is there: by `adopt_id`, or what an earlier run has made. When that is the old one itself,
    the delete that follows must leave it alone.
    """

    def __init__(self) -> None:
        self._in_state: set[str] = set()
        self._taken_over: set[tuple[str, str]] = set()

    def is_in_state(self, urn: str) -> bool:
        """Say whether the engine has told that the resource *urn* is in the state."""
        return urn in self._in_state

    def note(self, urn: str) -> None:
        """Note that the resource *urn* is in the state."""
        if urn:
            self._in_state.add(urn)

    def creating(self, kind: type[Resource], inputs: Props, urn: str) -> Verb[tuple[str, Props]]:
        """Return the verb that makes it; what is known to replace another one adopts nothing."""
        if self.is_in_state(urn):
            inputs = {name: value for name, value in inputs.items() if name != ADOPT_ID}

        async def verb(ctx: Context) -> tuple[str, Props]:
            there = {ctx.intents.last(), _own(str(inputs.get(ADOPT_ID)))}
            try:
                made, state = await kind.create(ctx, inputs)
            except NotReady as error:
                self._note_taken(urn, error.id, there)
                raise
            self._note_taken(urn, made, there)
            return made, state

        return verb

    def _note_taken(self, urn: str, id: str, there: set[str | None]) -> None:
        if _own(id) in there:
            self._taken_over.add((urn, id))

    def deleting(self, kind: type[Resource], id: str, state: Props, urn: str) -> Verb[None]:
        """Return the verb that removes it, unless it has just taken its own place."""

        async def verb(ctx: Context) -> None:
            if (urn, id) not in self._taken_over:
                await kind.delete(ctx, id, state)
                return
            ctx.talk.warning(
                f"{kind.noun} {id} was there already and was taken over, so it is not replaced. "
                "Take out adopt_id if it is set, and run the same command once more"
            )

        return verb


def _own(id: str) -> str:
    return id.rpartition("/")[2]
