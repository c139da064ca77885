"""Conversion between property values of the provider protocol and plain values."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from google.protobuf.struct_pb2 import ListValue, Struct, Value
from pulumi.runtime import rpc

from ..provider.fields import UNKNOWN, Model, Props, Rule, Unsupported, value_type
from ..provider.schema_types import camel_case

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - marks a secret
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"

_UNSUPPORTED = {
    "c44067f5952c0a294b673a41bacd8c17": "asset",
    "0def7320c3a5731c473e5ecbe6d01bc7": "archive",
}

_UNKNOWN = {
    rpc.UNKNOWN,  # of a string, and of whatever a program's SDK sends
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # of a bool
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # of a number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # of a list
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # of a map
}
"""From the engine's `plugin/rpc.go`; the Python SDK has only the first."""


def to_props(model: type[Model], struct: Struct) -> Props:
    """
    Return *struct* under the names of *model*, with secrets in clear.

    A state of the dynamic provider has these names already. Names with `__` belong to Pulumi.
    """
    values = {k: v for k, v in to_plain(struct).items() if not k.startswith("__")}
    return _snake_case_names(model, values)


def to_plain(struct: Struct) -> Props:
    """Return *struct* under its own names, with secrets in clear, without nulls."""
    values = {key: _plain_value(value) for key, value in struct.fields.items()}
    return {key: value for key, value in values.items() if value is not None}


def _plain_value(value: Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "list_value":
        return [_plain_value(item) for item in value.list_value.values]
    if kind == "struct_value":
        return _plain_struct(value.struct_value.fields)
    plain = None if kind in (None, "null_value") else getattr(value, kind)
    return UNKNOWN if isinstance(plain, str) and plain in _UNKNOWN else plain


def _plain_struct(fields: Mapping[str, Value]) -> Any:
    signature = _signature(fields)
    if signature == _SECRET:
        return _plain_value(fields["value"])
    if signature == _OUTPUT:
        return _plain_value(fields["value"]) if "value" in fields else UNKNOWN
    if signature in _UNSUPPORTED:
        return Unsupported(_UNSUPPORTED[signature])
    if signature == _REFERENCE:
        return _plain_value(fields["id"]) if "id" in fields else None
    return {key: _plain_value(item) for key, item in fields.items()}


def _signature(fields: Mapping[str, Value]) -> str:
    return fields[_SIGNATURE].string_value if _SIGNATURE in fields else ""


def _snake_case_names(model: type[Model], values: Props) -> Props:
    names = {camel_case(name): name for name in model.model_fields}
    values = {names.get(key, key): value for key, value in values.items()}
    return _convert_nested(model, values, _snake_case_names)


def _camel_case_names(model: type[Model], props: Props) -> Props:
    values = _convert_nested(model, props, _camel_case_names)
    return {camel_case(k) if k in model.model_fields else k: v for k, v in values.items()}


def _convert_nested(
    model: type[Model], props: Props, convert: Callable[[type[Model], Props], Props]
) -> Props:
    """Return *props* with the names in nested models converted; maps of the user stay as is."""
    converted = dict(props)
    for name, nested in _nested_models(model).items():
        value = converted.get(name)
        if isinstance(value, list):
            converted[name] = [convert(nested, e) if isinstance(e, dict) else e for e in value]
        elif isinstance(value, dict):
            converted[name] = convert(nested, value)
    return converted


@cache
def _nested_models(model: type[Model]) -> dict[str, type[Model]]:
    nested = {}
    for name, field in model.model_fields.items():
        annotation = value_type(field)
        item = get_args(annotation)[0] if get_origin(annotation) is list else annotation
        if inspect.isclass(item) and issubclass(item, Model):
            nested[name] = item
    return nested


def to_struct(
    model: type[Model], props: Props, like: Struct, always_secret: frozenset[str] | None = None
) -> Struct:
    """
    Return *props* of *model* for the engine.

    Secret are the fields that the model declares so, and every value that is a secret in *like*:
    what a program marks secret stays secret. Where *always_secret* is set, these fields are secret,
    and another one that the model declares so is in clear if it is so in *like*. Of a map, each
    value is a secret.
    """
    declared = model.fields_with(Rule.SECRET)
    always = declared if always_secret is None else always_secret
    names = always | {name for name in declared if camel_case(name) not in like.fields}
    secret = set(map(camel_case, names))
    maps = set(map(camel_case, model.fields_with(Rule.SECRET_VALUES)))
    fields = {}
    for name, value in _camel_case_names(model, props).items():
        if value is None:
            continue
        if name in maps and isinstance(value, dict):
            fields[name] = _secret_values(value, like.fields.get(name))
        elif name in secret:
            fields[name] = secret_value(value)
        else:
            fields[name] = _value(value, like.fields.get(name))
    return Struct(fields=fields)


def _secret_values(values: Props, like: Value | None) -> Value:
    if like is not None and is_whole_secret(like):  # the program hides the keys as well
        return secret_value(values)
    return Value(struct_value=Struct(fields={k: secret_value(v) for k, v in values.items()}))


def secret_value(value: Any) -> Value:
    """Return *value* marked as a secret."""
    signature = Value(string_value=_SECRET)
    return Value(
        struct_value=Struct(fields={_SIGNATURE: signature, "value": _value(value, None)}),
    )


def _value(value: Any, like: Value | None) -> Value:
    if like is not None and is_whole_secret(like):
        return secret_value(value)
    if isinstance(value, dict):
        fields = like.struct_value.fields if like is not None else {}
        return Value(
            struct_value=Struct(fields={k: _value(v, fields.get(k)) for k, v in value.items()})
        )
    if isinstance(value, list):
        return _list_value(value, list(like.list_value.values) if like is not None else [])
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, (int, float)):
        return Value(number_value=value)
    return Value(null_value=0) if value is None else Value(string_value=value)


def _list_value(value: list[Any], like: list[Value]) -> Value:
    if len(like) == len(value):
        items = [_value(item, other) for item, other in zip(value, like, strict=True)]
        return Value(list_value=ListValue(values=items))
    # Which item is the secret is unknown after a change of length.
    if any(map(contains_secret, like)):
        return secret_value(value)
    return Value(list_value=ListValue(values=[_value(item, None) for item in value]))


def is_whole_secret(value: Value) -> bool:
    """Return whether *value* is a secret as a whole."""
    fields = value.struct_value.fields
    signature = _signature(fields)
    if signature == _OUTPUT:
        return bool(fields.get("secret", Value()).bool_value)
    return signature == _SECRET


def contains_secret(value: Value) -> bool:
    """Return whether *value* is a secret, or contains one."""
    nested = [*value.list_value.values, *value.struct_value.fields.values()]
    return is_whole_secret(value) or any(map(contains_secret, nested))


def secret_inputs(model: type[Model], struct: Struct) -> frozenset[str]:
    """Return the names of the inputs that contain a secret of the program."""
    return frozenset(
        name
        for name in model.model_fields
        if contains_secret(struct.fields.get(camel_case(name), struct.fields.get(name, Value())))
    )


def secret_strings(struct: Struct, ignored: frozenset[str] = frozenset()) -> list[str]:
    """Return every string that is a secret, or in one, except for the properties *ignored*."""
    values = [value for name, value in struct.fields.items() if name not in ignored]
    return [text for value in values for text in _secret_strings(value, is_secret=False)]


def _secret_strings(value: Value, *, is_secret: bool) -> Iterator[str]:
    is_secret = is_secret or is_whole_secret(value)
    if is_secret and value.WhichOneof("kind") == "string_value":
        yield value.string_value
    for nested in (*value.list_value.values, *value.struct_value.fields.values()):
        yield from _secret_strings(nested, is_secret=is_secret)
