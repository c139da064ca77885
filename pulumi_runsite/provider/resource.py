"""The base of all resources: their two models, and the operations of their life cycle."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal

from pydantic import TypeAdapter, ValidationError

from ..api import InvalidResponse
from .check_failures import Failure, displayed, failures_from, json_type
from .context import Context
from .fields import UNKNOWN, ImmutableChanges, Model, Props, Rule, value_type, with_integers
from .informational import informational
from .messages import immutable as immutable_messages
from .messages import responses as responses_messages

ADOPT_ID = "adopt_id"
"""The input with the id of what `create` adopts; it has no meaning for what is in the state."""

ChangeEffect = Literal["replace", "refuse", "record", "update", "none"]
"""
The effect of a change of an input: a replacement, a failure at preview, a change of the state only,
an update in place, or none.
"""

_EFFECTS: dict[Rule, ChangeEffect] = {
    Rule.REPLACE: "replace",
    Rule.IMMUTABLE: "refuse",
    Rule.LOCAL: "record",
}


@dataclass(frozen=True)
class Diff:
    """The names of the inputs whose change is an update, and of those that need a replacement."""

    updates: frozenset[str] = frozenset()
    replaces: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.updates or self.replaces)


class Resource:
    """
    One resource type.

    A subclass declares its models, and overrides an operation where the API needs it. Inputs and
    states are plain values under the names of the API. `check` and `diff` send nothing.
    """

    noun: ClassVar[str]
    """The resource type in messages, in lower case."""
    Inputs: ClassVar[type[Model]]
    Outputs: ClassVar[type[Model]]
    delete_before_replace: ClassVar[bool] = False
    unique_by: ClassVar[tuple[str, ...]] = ()
    """The inputs in which two resources of a program must differ; empty if there are none."""

    @classmethod
    def check(
        cls,
        news: Props,
        olds: Props,
        immutable_changes: ImmutableChanges,
        masked: frozenset[str] = frozenset(),
    ) -> tuple[Props, list[Failure]]:
        """
        Return *news* with defaults, and all their failures, also as a change of the *olds* inputs.

        No failure displays the value of an input that is *masked*, or secret by its declaration.
        """
        given, olds = _without_none(news), _without_none(olds)
        try:
            inputs = cls.Inputs.model_validate(given).to_props()
        except ValidationError as error:
            failures = failures_from(error, cls.Inputs.field_names())
            invalid = dict.fromkeys((_root(failure.path) for failure in failures), UNKNOWN)
            return given, failures + list(cls.check_combinations(given | invalid))
        policy = inputs.get("immutable_changes", immutable_changes)
        masked |= cls.Inputs.fields_with(Rule.SECRET)
        refused = cls._refused_changes(inputs, olds, masked) if olds and policy == "error" else ()
        return inputs, [*cls.check_combinations(inputs), *refused]

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:  # noqa: ARG003
        """Yield what is wrong between inputs; an unknown or invalid one is UNKNOWN."""
        return ()

    @classmethod
    def _refused_changes(
        cls, inputs: Props, olds: Props, masked: frozenset[str]
    ) -> Iterable[Failure]:
        changed = cls.changed_inputs(olds, inputs) & cls.Inputs.fields_with(Rule.IMMUTABLE)
        for name in sorted(changed):
            if inputs.get(name) == UNKNOWN:
                continue
            if name in masked:
                yield Failure(name, immutable_messages.immutable_masked_change(cls.noun))
                continue
            old, new = displayed(olds.get(name)), displayed(inputs.get(name))
            yield Failure(name, immutable_messages.immutable_change(old, new, cls.noun))

    @classmethod
    def changed_inputs(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return the names of the inputs that differ from *state*."""
        unset = cls.Inputs.fields_with(Rule.SERVER_CHOOSES) - inputs.keys()
        compared = cls.Inputs.field_names() - unset - {ADOPT_ID}
        return frozenset(name for name in compared if state.get(name) != inputs.get(name))

    @classmethod
    def change_effect(cls, name: str) -> ChangeEffect:
        """Return the effect of a change of input *name* where `immutable_changes` is `error`."""
        if name == ADOPT_ID:
            return "none"
        for rule, effect in _EFFECTS.items():
            if name in cls.Inputs.fields_with(rule):
                return effect
        return "update"

    @classmethod
    def diff(cls, state: Props, inputs: Props, immutable_changes: ImmutableChanges) -> Diff:
        """Return what *inputs*, as `check` returned them, would change in *state*."""
        changed = cls.changed_inputs(state, inputs)
        replacing = cls.Inputs.fields_with(Rule.REPLACE)
        if inputs.get("immutable_changes", immutable_changes) == "replace":
            replacing |= cls.Inputs.fields_with(Rule.IMMUTABLE)
        return Diff(changed - replacing, changed & replacing)

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """
        Create the object, or adopt the one that `adopt_id` names; return its id and state.

        Raises:
            ResourceInitFailed: the object exists, but is not ready.
        """
        raise NotImplementedError

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the state as Runsite reports it now, None once it is confirmed deleted."""
        raise NotImplementedError

    @classmethod
    async def import_state(cls, ctx: Context, import_id: str) -> tuple[str, Props] | None:
        """
        Return id and state of the object that users know as *import_id*, None if there is none.

        Inputs that Runsite does not report have their defaults: a program need not set more.
        """
        raise NotImplementedError

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Apply *inputs* to the object without replacing it; return the new state."""
        raise NotImplementedError

    @classmethod
    def computed_outputs(cls) -> frozenset[str]:
        """Return the names of the outputs that only Runsite knows."""
        return cls.Outputs.field_names() - cls.Inputs.field_names()

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:  # noqa: ARG003
        """Return the names of the outputs that `update` may change."""
        return frozenset()

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Delete the object as far as the API can; succeed where it is deleted already."""
        raise NotImplementedError

    @classmethod
    def normalize_inputs(cls, props: Props) -> Props:
        """Return inputs of the engine with defaults, and numbers as the API expects them."""
        return cls.Inputs.model_validate(_without_none(props)).to_props()

    @classmethod
    def defaults(cls) -> Props:
        """Return the inputs that have a value where a program sets none."""
        fields = cls.Inputs.model_fields.items()
        return _without_none({k: f.default for k, f in fields if not f.is_required()})

    @classmethod
    def secret_values(cls, props: Props) -> list[str]:
        """Return the values in inputs or state that must never be displayed."""
        secret = (props.get(name) for name in cls.Inputs.fields_with(Rule.SECRET))
        return [value for value in secret if isinstance(value, str) and value != UNKNOWN]

    @classmethod
    def request_body(cls, inputs: Props) -> Props:
        """Return the *inputs* that are sent to the API."""
        return {k: v for k, v in inputs.items() if k not in cls.Inputs.fields_with(Rule.LOCAL)}

    @classmethod
    def with_inputs(cls, state: Props, inputs: Props) -> Props:
        """Return *state* with *inputs* in place of its previous ones."""
        replaced = cls.Inputs.field_names() - cls.Inputs.fields_with(Rule.SERVER_CHOOSES)
        kept = {k: v for k, v in state.items() if k not in replaced or k == ADOPT_ID}
        return kept | {k: v for k, v in inputs.items() if k != ADOPT_ID}

    @classmethod
    def state_from_response(cls, body: Props, previous: Props) -> Props:
        """
        Return the state that *body* describes, and *previous* for what it does not contain.

        Raises:
            InvalidResponse: a field of *body* is not of the documented type.
        """
        not_reported = cls.Outputs.fields_with(Rule.WRITE_ONLY)
        not_reported |= cls.Outputs.fields_with(Rule.LOCAL)
        names = cls.Outputs.field_names()
        reported = {name: body[name] for name in names - not_reported if name in body}
        for name, value in reported.items():
            if name in cls.computed_outputs():
                reported[name] = informational(cls.Outputs, name, value)
            else:
                cls._expect_type(name, value)
        kept = {k: v for k, v in previous.items() if k in names - reported.keys()}
        return _without_none(kept | reported)

    @classmethod
    def _expect_type(cls, name: str, value: Any) -> None:
        try:
            if value is not None:
                _adapter(cls.Outputs, name).validate_python(value, strict=True)
        except ValidationError:
            raise InvalidResponse(
                responses_messages.field_not_as_documented(cls.noun, name, json_type(value))
            ) from None


@cache
def _adapter(model: type[Model], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(value_type(model.model_fields[name]))


def _without_none(props: Props) -> Props:
    return {name: with_integers(value) for name, value in props.items() if value is not None}


def _root(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]
