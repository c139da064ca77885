"""
The descriptions of fields, from the docstrings of their declarations.

Pydantic could read them itself, but with every start of the provider, which takes 100 ms. Only the
schema and the generated files need them.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
from typing import get_args

from .fields import Model


@cache
def describe_fields(model: type[Model]) -> None:
    """
    Set the description of each field of *model*, and of the models of its fields.

    Raises:
        TypeError: a field has no docstring.
    """
    docs: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, Model) and each is not Model:
            docs |= _docstrings(each)
    for name, field in model.model_fields.items():
        if name not in docs:
            raise TypeError(f"{model.__name__}.{name} has no docstring")
        field.description = docs[name]
        for inner in _models_in(field.annotation):
            describe_fields(inner)


def _docstrings(model: type[Model]) -> dict[str, str]:
    (declaration,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    body = declaration.body if isinstance(declaration, ast.ClassDef) else []
    return {
        ast.unparse(field.target): inspect.cleandoc(ast.literal_eval(doc.value))
        for field, doc in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(doc, ast.Expr)
        and isinstance(doc.value, ast.Constant)
    }


def _models_in(annotation: object) -> list[type[Model]]:
    if inspect.isclass(annotation) and issubclass(annotation, Model):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
