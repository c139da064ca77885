"""Types of fields in the package schema."""

from __future__ import annotations

import inspect
import re
import types
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from .fields import Model, Props, Rule, value_type
from .functions import FUNCTIONS, Function
from .resource import Resource
from .resources import RESOURCES

PACKAGE = "runsite"
ANY = {"$ref": "pulumi.json#/Any"}
_PRIMITIVES = {str: "string", bool: "boolean", int: "integer", float: "number"}

_DESCRIBED: tuple[type[Resource | Function], ...] = (*RESOURCES, *FUNCTIONS)
_FIELD_NAMES = {
    name
    for each in _DESCRIBED
    for model in (each.Inputs, each.Outputs)
    for name in model.model_fields
}


@lru_cache(maxsize=1024)  # every call of the engine converts the same names
def camel_case(name: str) -> str:
    """Return a field's name as package schemas spell it; never for the keys of a user's map."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def camel_case_names(text: str) -> str:
    """Return *text* with the names of fields in it in camel case."""
    return re.sub(
        r"`(\w+)`",
        lambda found: f"`{camel_case(found[1])}`" if found[1] in _FIELD_NAMES else found[0],
        inspect.cleandoc(text),
    )


class NamedTypes:
    """Collects the types with a name of their own while fields are described."""

    def __init__(self) -> None:
        self.specs: dict[str, Props] = {}

    def type_spec(self, annotation: Any, field_name: str) -> Props:
        """Return the type of *annotation*; an enumeration is named after its field."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.type_spec(arguments[0], field_name)
        if origin is Literal:
            return self._enumeration(arguments, field_name)
        if origin in (Union, types.UnionType):
            members = [each for each in arguments if each is not types.NoneType]
            return self.type_spec(members[0], field_name) if len(members) == 1 else dict(ANY)
        if origin in (list, dict):
            items = self.type_spec(arguments[-1], field_name)
            is_list = origin is list
            return {"type": "array", "items": items} if is_list else _map_spec(items)
        if inspect.isclass(annotation) and issubclass(annotation, Model):
            return self._object(annotation)
        return {"type": _PRIMITIVES[annotation]}

    def _enumeration(self, values: tuple[str, ...], field_name: str) -> Props:
        name = camel_case(f"_{field_name}")
        enum = [{"name": camel_case(f"_{value}"), "value": value} for value in values]
        return self._named(name, {"type": "string", "enum": enum})

    def _object(self, model: type[Model]) -> Props:
        fields = model.model_fields.items()
        return self._named(
            model.__name__,
            {
                "type": "object",
                "description": camel_case_names(str(model.__doc__)),
                "properties": {
                    camel_case(name): self.input_spec(name, field) for name, field in fields
                },
                "required": sorted(
                    camel_case(name) for name, field in fields if field.is_required()
                ),
            },
        )

    def _named(self, name: str, spec: Props) -> Props:
        known = self.specs.setdefault(f"{PACKAGE}:index:{name}", spec)
        if known != spec:
            raise TypeError(f"two types are named {name}")
        return {"$ref": f"#/types/{PACKAGE}:index:{name}"}

    def input_spec(self, name: str, field: FieldInfo) -> Props:
        """Return the field of an input."""
        return {"description": camel_case_names(str(field.description))} | self.type_spec(
            field.annotation, name
        )

    def output_spec(self, name: str, field: FieldInfo) -> Props:
        """Return the field of an output: any string, where an input is an enumeration."""
        description = {"description": camel_case_names(str(field.description))}
        if Rule.SECRET_VALUES in field.metadata:
            return (
                description | ANY
            )  # a state of before 0.1.0 has a list, which an SDK would reject
        return description | self.type_spec(value_type(field), name)


def _map_spec(values: Props) -> Props:
    return {"type": "object", "additionalProperties": values}


def _description(field: FieldInfo) -> Props:
    return {"description": camel_case_names(str(field.description))}
