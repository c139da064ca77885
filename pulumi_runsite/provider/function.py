"""The base class of all functions, and how their results are read from responses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from pydantic import ValidationError

from ..api import InvalidResponse, RunsiteError, shape_of
from .check_failures import Failure, failures_from
from .context import Context
from .fields import Model, Props, with_integers
from .informational import informational
from .messages import functions as messages

M = TypeVar("M", bound=Model)


class Function:
    """
    A function that reads from Runsite. It changes nothing, so it also runs during a preview.

    A subclass sets its models and implements `execute`. Its docstring is reference text for users.
    """

    name: ClassVar[str]
    """The name of the function in Python, such as `get_project`; derived from the class name."""
    token: ClassVar[str]
    """The token of the function in Pulumi, derived from the class name."""
    Inputs: ClassVar[type[Model]]
    Outputs: ClassVar[type[Model]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        name = cls.__name__
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        cls.token = f"runsite:index:{name[0].lower()}{name[1:]}"

    @classmethod
    def check(cls, inputs: Props) -> tuple[Props, list[Failure]]:
        """Return *inputs* with defaults, and a Failure for everything that is invalid."""
        declared = {
            name: with_integers(value) for name, value in inputs.items() if value is not None
        }
        try:
            inputs = cls.Inputs.parse(declared)
        except ValidationError as error:
            return declared, failures_from(error, cls.Inputs.field_names())
        return inputs, list(cls.check_combinations(inputs))

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:  # noqa: ARG003
        """Yield a Failure for each invalid combination of inputs."""
        return ()

    @classmethod
    async def invoke(cls, ctx: Context, inputs: Props) -> Props:
        """
        Check *inputs*, run the function, and return its outputs.

        Raises:
            RunsiteError: an input is invalid, in which case nothing is sent, or a request failed.
        """
        checked, failures = cls.check(inputs)
        if failures:
            raise RunsiteError(messages.invalid_inputs(_joined(failures)))
        return await cls.execute(ctx, checked)

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the outputs for *inputs*, which have been checked."""
        raise NotImplementedError


def _joined(failures: Iterable[Failure]) -> str:
    return ". ".join(map(str, failures))


def result_from_response(model: type[Model], body: Any, noun: str) -> Props:
    """
    Return the fields of *model* from *body*, the response for *noun* such as `a project`.

    Raises:
        InvalidResponse: it is no object, or a required field is missing or of another type.
    """
    if not isinstance(body, dict):
        raise InvalidResponse(messages.response_not_an_object(noun, shape_of(body)))
    returned = {
        name: body[name] if field.is_required() else informational(model, name, body[name])
        for name, field in model.model_fields.items()
        if body.get(name) is not None
    }
    try:
        return model.parse(returned)
    except ValidationError as error:
        faults = "; ".join(
            f"{each.path}: {each.fault}" for each in failures_from(error, model.field_names())
        )
        raise InvalidResponse(messages.undocumented_response(noun, faults)) from None
