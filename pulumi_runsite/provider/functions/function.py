"""What every function is: a question that a program asks Runsite, and the form of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from pydantic import ValidationError

from ...api import InvalidResponse, RunsiteError
from ..context import Context
from ..fields import Model, Props, with_integers
from ..validation import Failure, failures_from

M = TypeVar("M", bound=Model)


class Function:
    """
    One question. It changes nothing on Runsite, so a preview may ask it too.

    A subclass gives its models and `answer`. Its docstring is what users read.
    """

    name: ClassVar[str]
    """What a Python program calls it, from the class's name."""
    token: ClassVar[str]
    """What Pulumi calls it, from the class's name."""
    Inputs: ClassVar[type[Model]]
    Outputs: ClassVar[type[Model]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        word = cls.__name__
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", word).lower()
        cls.token = f"runsite:index:{word[0].lower()}{word[1:]}"

    @classmethod
    def check(cls, given: Props) -> tuple[Props, list[Failure]]:
        """Return what was *given* with defaults, and all that is wrong with it."""
        said = {name: with_integers(value) for name, value in given.items() if value is not None}
        try:
            inputs = cls.Inputs.model_validate(said).to_props()
        except ValidationError as error:
            return said, failures_from(error, cls.Inputs.field_names())
        return inputs, list(cls.check_combinations(inputs))

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:  # noqa: ARG003
        """Yield what is wrong between fields."""
        return ()

    @classmethod
    async def invoke(cls, ctx: Context, inputs: Props) -> Props:
        """
        Ask it, and return the answer as Outputs describes it.

        Raises:
            RunsiteError: an input is refused before anything is sent, or Runsite says no.
        """
        checked, found = cls.check(inputs)
        if found:
            raise RunsiteError("; ".join(f"{each.path}: {each.reason}" for each in found))
        return await cls.execute(ctx, checked)

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the answer to *inputs*, which are checked."""
        raise NotImplementedError


def result_from_response(model: type[Model], body: Props, what: str) -> Props:
    """
    Return the fields of *model* as *body*, which is *what*, tells them.

    Raises:
        InvalidResponse: a field is missing, or of another kind than the API documents.
    """
    said = {k: v for k, v in body.items() if k in model.model_fields and v is not None}
    try:
        return model.model_validate(said).to_props()
    except ValidationError as error:
        wrong = "; ".join(
            f"{each.path}: {each.reason}" for each in failures_from(error, model.field_names())
        )
        raise InvalidResponse(
            f"Runsite's answer for {what} is not as documented: {wrong}"
        ) from None


def list_items(listed: Props, key: str) -> list[Props]:
    """
    Return the objects that a list holds under *key*.

    Raises:
        InvalidResponse: it holds none.
    """
    found = listed.get(key)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise InvalidResponse(f"Runsite's list is not as documented: it holds no {key}")
    return found
