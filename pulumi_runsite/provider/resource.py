"""What every Runsite resource is: its two models, and the six things that may happen to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal

from pydantic import TypeAdapter, ValidationError

from ..api import InvalidResponse
from .context import Context
from .fields import UNKNOWN, ImmutableChanges, Model, Props, Rule, value_type, with_integers
from .validation import Failure, displayed, failures_from, json_type

ADOPT_ID = "adopt_id"
"""The input that names what `create` is to take over; it has no meaning for what is in a state."""

Outcome = Literal["replace", "refuse", "record", "update", "nothing"]
"""
What a change of an input comes to: a new one, a refusal, nothing sent, a write in place, or no
change at all.
"""

_OUTCOMES: dict[Rule, Outcome] = {
    Rule.REPLACE: "replace",
    Rule.IMMUTABLE: "refuse",
    Rule.LOCAL: "record",
}


@dataclass(frozen=True)
class Diff:
    """Names of the inputs whose change is an update, and of those that ask for a new one."""

    updates: frozenset[str] = frozenset()
    replaces: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.updates or self.replaces)


class Resource:
    """
    One kind of thing that Runsite holds.

    A subclass gives its models and writes a verb where the API is odd. Plain values come in and go
    out, named as the API names them. `check` and `diff` send nothing.
    """

    noun: ClassVar[str]
    """What the user calls it, for sentences."""
    Inputs: ClassVar[type[Model]]
    Outputs: ClassVar[type[Model]]
    delete_before_replace: ClassVar[bool] = False
    unique: ClassVar[tuple[str, ...]] = ()
    """Inputs in which no two of a program may be the same; none means that any may."""

    @classmethod
    def check(
        cls,
        news: Props,
        olds: Props,
        immutable_changes: ImmutableChanges,
        hidden: frozenset[str] = frozenset(),
    ) -> tuple[Props, list[Failure]]:
        """
        Return *news* with defaults, and all that is wrong with it beside the *olds* inputs.

        No sentence shows the value of an input that is *hidden*, or that is a secret by itself.
        """
        given, olds = _without_none(news), _without_none(olds)
        try:
            inputs = cls.Inputs.model_validate(given).to_props()
        except ValidationError as error:
            found = failures_from(error, cls.Inputs.field_names())
            faulty = dict.fromkeys((_root(failure.path) for failure in found), UNKNOWN)
            return given, found + list(cls.check_combinations(given | faulty))
        policy = inputs.get("immutable_changes", immutable_changes)
        hidden |= cls.Inputs.fields_with(Rule.SECRET)
        refused = cls._refusals(inputs, olds, hidden) if olds and policy == "error" else ()
        return inputs, [*cls.check_combinations(inputs), *refused]

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:  # noqa: ARG003
        """Yield what is wrong between fields; what is not known or not sound is UNKNOWN."""
        return ()

    @classmethod
    def _refusals(cls, inputs: Props, olds: Props, hidden: frozenset[str]) -> Iterable[Failure]:
        for name in sorted(
            cls.changed_inputs(olds, inputs) & cls.Inputs.fields_with(Rule.IMMUTABLE)
        ):
            if inputs.get(name) == UNKNOWN:
                continue
            change = "has changed"
            if name not in hidden:
                old, new = displayed(olds.get(name)), displayed(inputs.get(name))
                change = f"was {old}, the program says {new}"
            yield Failure(
                name,
                f"{change}; Runsite's API cannot change it. Put the old value back, or change it "
                "in the dashboard and run `pulumi refresh`, or set immutable_changes to 'replace' "
                f"(a new {cls.noun} is made, the old one stays) or 'accept' (only recorded)",
            )

    @classmethod
    def changed_inputs(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return the names of the inputs in which *inputs* asks for something else than *state*."""
        left_out = cls.Inputs.fields_with(Rule.SERVER_CHOOSES) - inputs.keys()
        said = cls.Inputs.field_names() - left_out - {ADOPT_ID}
        return frozenset(name for name in said if state.get(name) != inputs.get(name))

    @classmethod
    def change_effect(cls, name: str) -> Outcome:
        """Return what a change of input *name* comes to, where immutable_changes is `error`."""
        if name == ADOPT_ID:
            return "nothing"
        for rule, outcome in _OUTCOMES.items():
            if name in cls.Inputs.fields_with(rule):
                return outcome
        return "update"

    @classmethod
    def diff(cls, state: Props, inputs: Props, immutable_changes: ImmutableChanges) -> Diff:
        """Return what *inputs*, as `check` gave them, would change in *state*."""
        changed = cls.changed_inputs(state, inputs)
        replacing = cls.Inputs.fields_with(Rule.REPLACE)
        if inputs.get("immutable_changes", immutable_changes) == "replace":
            replacing |= cls.Inputs.fields_with(Rule.IMMUTABLE)
        return Diff(changed - replacing, changed & replacing)

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """
        Make it, or take over what `adopt_id` names; return its id and state.

        Raises:
            ResourceInitFailed: it exists, but something is wrong with it.
        """
        raise NotImplementedError

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the state as Runsite tells it now; None only where it is proven to be gone."""
        raise NotImplementedError

    @classmethod
    async def import_state(cls, ctx: Context, given: str) -> tuple[str, Props] | None:
        """
        Return id and state of what people know as *given*; None where there is no such thing.

        Inputs on which Runsite is silent have their defaults: a program need not say more.
        """
        raise NotImplementedError

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Make *state* what *inputs* ask for, without replacing; return the new state."""
        raise NotImplementedError

    @classmethod
    def computed_outputs(cls) -> frozenset[str]:
        """Return the names of the outputs that only Runsite can tell."""
        return cls.Outputs.field_names() - cls.Inputs.field_names()

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:  # noqa: ARG003
        """Return the names of the outputs that `update` may change."""
        return frozenset()

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Remove it as far as Runsite can; quiet where it is gone already."""
        raise NotImplementedError

    @classmethod
    def normalize_inputs(cls, props: Props) -> Props:
        """
        Return inputs in the form in which everything here expects them: the only gate in.

        `create` and `update` need it too: the engine gives 8080 back as 8080.0.
        """
        return cls.Inputs.model_validate(_without_none(props)).to_props()

    @classmethod
    def defaults(cls) -> Props:
        """Return the inputs that have a value where a program says nothing."""
        fields = cls.Inputs.model_fields.items()
        return _without_none({k: f.default for k, f in fields if not f.is_required()})

    @classmethod
    def secrets_in(cls, props: Props) -> list[str]:
        """Return the values in inputs or state that must never be shown."""
        secret = (props.get(name) for name in cls.Inputs.fields_with(Rule.SECRET))
        return [value for value in secret if isinstance(value, str) and value != UNKNOWN]

    @classmethod
    def request_body(cls, inputs: Props) -> Props:
        """Return what of *inputs* is the API's to know."""
        return {k: v for k, v in inputs.items() if k not in cls.Inputs.fields_with(Rule.LOCAL)}

    @classmethod
    def with_inputs(cls, state: Props, inputs: Props) -> Props:
        """Return *state* with *inputs* in place of those it was made from."""
        ours = cls.Inputs.field_names() - cls.Inputs.fields_with(Rule.SERVER_CHOOSES) - {ADOPT_ID}
        kept = {k: v for k, v in state.items() if k not in ours}
        return kept | {k: v for k, v in inputs.items() if k != ADOPT_ID}

    @classmethod
    def state_from_response(cls, body: Props, known: Props) -> Props:
        """
        Return what the API said, and what we knew where it is silent: the only maker of state.

        Raises:
            InvalidResponse: a field of *body* is not of the kind the API documents.
        """
        ours = cls.Outputs.fields_with(Rule.WRITE_ONLY) | cls.Outputs.fields_with(Rule.LOCAL)
        said = {name: body[name] for name in cls.Outputs.field_names() - ours if name in body}
        for name, value in said.items():
            cls._expect_kind(name, value)
        kept = {k: v for k, v in known.items() if k in cls.Outputs.field_names() - said.keys()}
        return _without_none(kept | said)

    @classmethod
    def _expect_kind(cls, name: str, value: Any) -> None:
        try:
            if value is not None:
                _adapter(cls.Outputs, name).validate_python(value, strict=True)
        except ValidationError:
            raise InvalidResponse(
                f"Runsite's answer for a {cls.noun} is not as documented: "
                f"{name} is a {json_type(value)}"
            ) from None


@cache
def _adapter(model: type[Model], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(value_type(model.model_fields[name]))


def _without_none(props: Props) -> Props:
    return {name: with_integers(value) for name, value in props.items() if value is not None}


def _root(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]
