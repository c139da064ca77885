"""The base of all resources: their two models, and the operations of their life cycle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import ValidationError

from ..api import Client, InvalidResponse
from . import drift
from .changes import ADOPT_ID, ChangeEffect, Diff, InputChanges
from .check_failures import Failure, failures_from, json_type
from .context import Context
from .fields import UNKNOWN, Model, Props, Rule, with_integers
from .informational import informational
from .messages import responses as responses_messages
from .previewed_create import PreviewedCreate
from .redacted_values import readable_values, secret_values

__all__ = ["ADOPT_ID", "ChangeEffect", "Diff", "Resource"]


class Resource(InputChanges, PreviewedCreate):
    """
    One resource type.

    A subclass declares its models, and overrides an operation where the API needs it. Inputs and
    states are plain values under the names of the API. `check` and `diff` send nothing.
    """

    noun: ClassVar[str]
    """The resource type in messages, in lower case."""
    Outputs: ClassVar[type[Model]]
    import_forms: ClassVar[str] = ""
    """The forms of an import id, for messages."""
    is_replaced_in_place: ClassVar[bool] = False
    """Whether a replacement with the same identity (`unique_by`) writes the existing object."""
    holder: ClassVar[str] = ""
    """What `VariableHolders` calls the resource, which has environment variables."""
    written_in_place: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
    """
    The inputs whose values on Runsite are unknown after an interrupted write in place, by the
    output that every such write changes.
    """
    unique_by: ClassVar[tuple[str, ...]] = ()
    """The inputs in which two resources of a program must differ; empty if there are none."""

    @classmethod
    def check(cls, news: Props) -> tuple[Props, list[Failure]]:
        """Return *news* with defaults, or those that are valid by themselves, and all failures."""
        given = _without_none(news)
        try:
            inputs = cls.Inputs.parse(given)
        except ValidationError as error:
            failures = failures_from(error, cls.Inputs.field_names())
            invalid = dict.fromkeys((_root(failure.path) for failure in failures), UNKNOWN)
            valid = {name: value for name, value in given.items() if name not in invalid}
            return valid, failures + list(cls.check_combinations(given | invalid))
        return inputs, list(cls.check_combinations(inputs))

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:  # noqa: ARG003
        """Yield what is wrong between inputs; an unknown or invalid one is UNKNOWN."""
        return ()

    @classmethod
    async def confirm_changes(
        cls, ctx: Context, id: str, state: Props, inputs: Props, masked: frozenset[str]
    ) -> None:
        """
        Raise an error if an update could not make the changes; write nothing.

        It displays no value of an input that is *masked*, or secret by its declaration.
        """

    @classmethod
    def facts(cls, client: Client) -> Props:  # noqa: ARG003
        """Return what the run of *client* has observed of this Runsite, for the next runs."""
        return {}

    @classmethod
    def recall(cls, client: Client, facts: Mapping[str, Any]) -> None:
        """Have the run of *client* know the *facts* of an earlier one."""

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """
        Create the object, or adopt the one that `adopt_id` names; return its id and state.

        Raises:
            ResourceInitFailed: the object exists, but is not ready.
        """
        raise NotImplementedError

    @classmethod
    async def find_own_id(cls, ctx: Context, inputs: Props, id: str | None) -> str | None:
        """Return the id of the object with the identity of *inputs*, and with *id* if it is set."""
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
        return cls.Outputs.field_names() - cls.Inputs.field_names() - cls.state_only_outputs()

    @classmethod
    def state_only_outputs(cls) -> frozenset[str]:
        """Return the names of the outputs that no program sees."""
        return cls.Outputs.fields_with(Rule.LOCAL) - cls.Inputs.field_names()

    @classmethod
    def path_of(cls, id: str, state: Props) -> str:  # noqa: ARG003
        """Return the path of the object in a list, empty where no create looks for it."""
        return ""

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:  # noqa: ARG003
        """Return the names of the outputs that `update` may change."""
        return frozenset()

    @classmethod
    def sent_writes(cls, state: Props, inputs: Props) -> frozenset[str]:  # noqa: ARG003
        """Return the outputs of `written_in_place` for which `update` writes on Runsite."""
        return frozenset()

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Delete the object as far as the API can; succeed where it is deleted already."""
        raise NotImplementedError

    @classmethod
    def normalize_inputs(cls, props: Props) -> Props:
        """Return inputs of the engine with defaults, and numbers as the API expects them."""
        return cls.Inputs.parse(_without_none(props))

    @classmethod
    def defaults(cls) -> Props:
        """Return the inputs that have a value where a program sets none."""
        fields = cls.Inputs.model_fields.items()
        return _without_none({k: f.default for k, f in fields if not f.is_required()})

    @classmethod
    def secret_values(cls, props: Props) -> list[str]:
        """Return the values in inputs or state that must never be displayed."""
        return secret_values(cls.Inputs, props, cls.secret_fields(props))

    @classmethod
    def readable_values(cls, props: Props) -> list[str]:
        """Return the values of variables in inputs or state that no response may repeat."""
        return readable_values(cls.Inputs, props)

    @classmethod
    def secret_fields(cls, props: Props) -> frozenset[str]:
        """Return the names of the fields that must be encrypted in inputs or state *props*."""
        written = {drift.WRITTEN} if drift.holds_values(props) else set()
        return cls.Outputs.fields_with(Rule.SECRET) | written

    @classmethod
    def request_body(cls, inputs: Props) -> Props:
        """Return the *inputs* that are sent to the API."""
        return {k: v for k, v in inputs.items() if k not in cls.Inputs.fields_with(Rule.LOCAL)}

    @classmethod
    def with_inputs(cls, state: Props, inputs: Props) -> Props:
        """Return *state* with *inputs* in place of its previous ones."""
        replaced = cls.Inputs.field_names() - cls.optional_inputs()
        kept = {k: v for k, v in state.items() if k not in replaced or k == ADOPT_ID}
        declared = {k: v for k, v in inputs.items() if k != ADOPT_ID}
        return kept | declared | drift.with_declared(state, declared)

    @classmethod
    def with_written(cls, state: Props, inputs: Props) -> Props:
        """
        Return a stored *state* with what was written last.

        A state of an earlier version, and the inputs of a `get`, have no such record: nothing is
        known to differ from *inputs*, and what is not among them was never declared.
        """
        if drift.WRITTEN in state or drift.WRITTEN not in cls.Outputs.model_fields:
            return drift.expanded(state)
        return drift.with_undeclared(state | inputs, cls.tracked_inputs() - inputs.keys())

    @classmethod
    def reported_inputs(cls, body: Props) -> Props:
        """Return the inputs that *body* reports."""
        return {name: body[name] for name in cls.tracked_inputs() if name in body}

    @classmethod
    def state_from_response(cls, body: Props, previous: Props) -> Props:
        """
        Return the state that *body* describes, and *previous* for what it does not contain.

        An input that is reported as it was when it was written is as it was declared then.

        Raises:
            InvalidResponse: a field of *body* is not of the documented type.
        """
        not_reported = cls.Outputs.fields_with(Rule.WRITE_ONLY, Rule.LOCAL)
        names = cls.Outputs.field_names()
        reported = {name: body[name] for name in names - not_reported if name in body}
        for name, value in reported.items():
            if name in cls.computed_outputs():
                reported[name] = informational(cls.Outputs, name, value)
            else:
                cls._expect_type(name, value)
        kept = {k: v for k, v in previous.items() if k in names - reported.keys()}
        inputs = drift.with_reported(previous, cls.reported_inputs(body))
        return _without_none(kept | reported | inputs)

    @classmethod
    def _expect_type(cls, name: str, value: Any) -> None:
        try:
            if value is not None:
                cls.Outputs.value_adapter(name).validate_python(value, strict=True)
        except ValidationError:
            raise InvalidResponse(
                responses_messages.field_not_as_documented(cls.noun, name, json_type(value))
            ) from None


def _without_none(props: Props) -> Props:
    return {name: with_integers(value) for name, value in props.items() if value is not None}


def _root(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]
