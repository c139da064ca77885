"""Which inputs differ between a program, the state and Runsite, and the effect of a change."""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple

from . import drift
from .fields import ImmutableChanges, Model, Props, Rule

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


class Diff(NamedTuple):
    """The names of the inputs whose change is an update, and of those that need a replacement."""

    updates: frozenset[str] = frozenset()
    replaces: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.updates or self.replaces)


class InputChanges:
    """The comparison of the inputs of one resource type."""

    Inputs: ClassVar[type[Model]]

    @classmethod
    def optional_inputs(cls) -> frozenset[str]:
        """Return the names of the inputs for which Runsite chooses a value while they are unset."""
        return cls.Inputs.fields_with(Rule.SERVER_CHOOSES, Rule.IMMUTABLE)

    @classmethod
    def kept_inputs(cls, olds: Props, news: Props) -> frozenset[str]:
        """Return the required inputs that *news* lack as *olds* do: Runsite keeps its values."""
        required = {name for name, each in cls.Inputs.model_fields.items() if each.is_required()}
        names = cls.Inputs.fields_with(Rule.WRITE_ONLY) & required if olds else ()
        return frozenset(n for n in names if olds.get(n) is None and news.get(n) is None)

    @classmethod
    def tracked_inputs(cls) -> frozenset[str]:
        """Return the names of the inputs that Runsite may report."""
        return cls.Inputs.field_names() - cls.Inputs.fields_with(Rule.LOCAL, Rule.WRITE_ONLY)

    @classmethod
    def changed_inputs(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return the names of the inputs that differ from *state*."""
        unset = cls.optional_inputs() - inputs.keys()
        compared = cls.Inputs.field_names() - unset - {ADOPT_ID}
        return frozenset(name for name in compared if state.get(name) != inputs.get(name))

    @classmethod
    def changes_on_runsite(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return the changed inputs whose new value is not what Runsite reports already."""
        return frozenset(
            name
            for name in cls.changed_inputs(state, inputs) - cls.Inputs.fields_with(Rule.LOCAL)
            if inputs.get(name) != drift.reported_value(state, name)
        )

    @classmethod
    def refreshed_inputs(cls, previous: Props, state: Props) -> Props:
        """Return the inputs *previous* with the values of *state*, after a refresh."""
        names = previous.keys() & cls.Inputs.field_names()
        refreshed = {name: value for name, value in state.items() if name in names}
        # A state may lack it: then a replacement could not tell whether the program has a new one.
        return refreshed | {name: previous[name] for name in names & {ADOPT_ID}}

    @classmethod
    def lacks_keys(cls, state: Props, inputs: Props) -> bool:
        """Return whether *state* lacks a key of a map in *inputs*: it was not written."""
        maps = cls.Inputs.fields_with(Rule.SECRET_VALUES)
        return any(set(inputs.get(name) or ()) - set(state.get(name) or ()) for name in maps)

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
        local = cls.Inputs.fields_with(Rule.LOCAL)
        replaces = replacing & (cls.changes_on_runsite(state, inputs) | changed & local)
        return Diff(changed - replaces, replaces)
