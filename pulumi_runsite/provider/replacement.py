"""Sees to it that nothing is replaced by itself, and then deleted as the old one."""

from __future__ import annotations

from .context import Context, ResourceInitFailed, Verb
from .fields import UNKNOWN, Props, Rule
from .resource import ADOPT_ID, Diff, Resource
from .validation import Failure, displayed


class Replacements:
    """
    What one run of the engine's tells of the resources that are in the state.

    A replacement is a create and a delete, and neither is told of the other. A create may take over
    what is there: by `adopt_id`, or what an earlier run has made. When that is the old one itself,
    the delete, which may come in a later run, must leave it alone.
    """

    def __init__(self) -> None:
        self._declared: set[str] = set()
        self._in_state: set[str] = set()
        self._found: dict[str, str] = {}
        self._replaced: set[str] = set()
        self._current: dict[str, tuple[type[Resource], str]] = {}

    def checked(self, urn: str, olds: Props) -> None:
        """Note that *urn* is declared, and in the state with the inputs *olds*, or to be made."""
        if olds:
            self._declared.add(urn)
            self._in_state.add(urn)
        else:
            self._current.pop(urn, None)

    def compared(self, kind: type[Resource], urn: str, id: str, found: Diff) -> None:
        """Note what is to become of the resource *urn*, which is *id* in the state."""
        self._in_state.add(urn)
        self._current.pop(urn, None)
        if urn not in self._declared:
            return  # a refresh compares as well, and a destroy may come after it
        if found.replaces:
            self._replaced.add(id)
        if not found:
            self._current[urn] = (kind, id)

    def found(self, urn: str, id: str) -> None:
        """Note that *urn* was imported or looked up by what people call it, and is *id*."""
        self._found[urn] = id

    def left_behind(self, kind: type[Resource], inputs: Props, olds: Props) -> list[Failure]:
        """Return why the resource cannot follow what it belongs to, which is being replaced."""
        return [
            Failure(
                name,
                f"was {displayed(olds[name])}, which is replaced, and Runsite's API cannot move a "
                f"{kind.noun}. Replace it as well, by immutable_changes='replace' (a new "
                f"{kind.noun} is made, the old one stays), or leave what it belongs to as it was",
            )
            for name in sorted(kind.Inputs.fields_with(Rule.IMMUTABLE))
            if inputs.get(name) == UNKNOWN and olds.get(name) in self._replaced
        ]

    def creating(self, kind: type[Resource], inputs: Props, urn: str) -> Verb[tuple[str, Props]]:
        """Return the verb that makes it; what is known to replace another one adopts nothing."""
        replaces = bool(urn) and urn in self._in_state
        if replaces:
            inputs = {name: value for name, value in inputs.items() if name != ADOPT_ID}

        async def verb(ctx: Context) -> tuple[str, Props]:
            if replaces:
                ctx.create_log.settle_answered()
            there = {ctx.create_log.last(), _own(str(inputs.get(ADOPT_ID)))}
            try:
                made, state = await kind.create(ctx, inputs)
            except ResourceInitFailed as error:
                self._made(kind, urn, error.id, there)
                raise
            self._made(kind, urn, made, there)
            if ADOPT_ID in inputs:
                ctx.create_log.forget()
            elif ctx.engine_log.is_connected():
                ctx.create_log.answered()
            return made, state

        return verb

    def _made(self, kind: type[Resource], urn: str, id: str, there: set[str | None]) -> None:
        self._current.pop(urn, None)
        if _own(id) in there:
            self._current[urn] = (kind, id)

    def updating(
        self, kind: type[Resource], id: str, state: Props, inputs: Props, urn: str
    ) -> Verb[Props]:
        """Return the verb that makes *state* what *inputs* ask for."""

        async def verb(ctx: Context) -> Props:
            self._current[urn] = (kind, id)
            return await kind.update(ctx, id, state, inputs)

        return verb

    def deleting(self, kind: type[Resource], id: str, state: Props, urn: str) -> Verb[None]:
        """Return the verb that removes it, unless it is what the state goes on telling of."""
        self._in_state.add(urn)  # one that is deleted first is replaced as well

        async def verb(ctx: Context) -> None:
            if (kind, id) not in self._current.values() and self._found.get(urn) != id:
                await kind.delete(ctx, id, state)
                return
            ctx.engine_log.warning(
                f"{kind.noun} {id} is not replaced: it was there already and was taken over. Take "
                "out adopt_id if it is set, and ask for the replacement once more"
            )

        return verb


def _own(id: str) -> str:
    return id.rpartition("/")[2]
