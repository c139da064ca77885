"""Between Pulumi's values on the wire and plain ones: names, secrets, what is not known yet."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from google.protobuf.struct_pb2 import ListValue, Struct, Value
from pulumi.runtime import rpc

from ..provider.fields import UNKNOWN, Model, Props, Rule, value_type
from ..provider.schema import camel_case

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - what marks one, not one
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"

_UNKNOWN = {
    rpc.UNKNOWN,  # of a string, and of whatever a program's SDK sends
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # of a bool
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # of a number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # of a list
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # of a map
}
"""The words of the engine's own `plugin/rpc.go`; Python's SDK knows only the first."""


def plain(model: type[Model], struct: Struct) -> Props:
    """
    Return what *struct* says, by *model*'s own names, secrets in clear.

    A state that the other door wrote has these names already. What begins with `__` is Pulumi's.
    """
    return _ours(model, {k: v for k, v in settings(struct).items() if not k.startswith("__")})


def settings(struct: Struct) -> Props:
    """Return what *struct* says by the names it uses, secrets in clear, without nulls."""
    said = {key: _plain(value) for key, value in struct.fields.items()}
    return {key: value for key, value in said.items() if value is not None}


def _plain(value: Value) -> Any:
    word = value.WhichOneof("kind")
    if word == "list_value":
        return [_plain(item) for item in value.list_value.values]
    if word == "struct_value":
        return _marked(value.struct_value.fields)
    said = None if word in (None, "null_value") else getattr(value, word)
    return UNKNOWN if isinstance(said, str) and said in _UNKNOWN else said


def _marked(fields: Mapping[str, Value]) -> Any:
    mark = fields[_SIGNATURE].string_value if _SIGNATURE in fields else ""
    if mark == _SECRET:
        return _plain(fields["value"])
    if mark == _OUTPUT:
        return _plain(fields["value"]) if "value" in fields else UNKNOWN
    if mark == _REFERENCE:
        return _plain(fields["id"]) if "id" in fields else None
    return {key: _plain(item) for key, item in fields.items()}


def _ours(model: type[Model], said: Props) -> Props:
    names = {camel_case(name): name for name in model.model_fields}
    return _each(model, {names.get(key, key): value for key, value in said.items()}, _ours)


def _theirs(model: type[Model], props: Props) -> Props:
    inner = _each(model, props, _theirs)
    return {camel_case(k) if k in model.model_fields else k: v for k, v in inner.items()}


def _each(
    model: type[Model], props: Props, renamed: Callable[[type[Model], Props], Props]
) -> Props:
    """Return *props* with what lies in its nested models *renamed*, and no user's map touched."""
    out = dict(props)
    for name, inner in _nested(model).items():
        value = out.get(name)
        if isinstance(value, list):
            out[name] = [renamed(inner, e) if isinstance(e, dict) else e for e in value]
        elif isinstance(value, dict):
            out[name] = renamed(inner, value)
    return out


@cache
def _nested(model: type[Model]) -> dict[str, type[Model]]:
    found = {}
    for name, field in model.model_fields.items():
        bare = value_type(field)
        inner = get_args(bare)[0] if get_origin(bare) is list else bare
        if inspect.isclass(inner) and issubclass(inner, Model):
            found[name] = inner
    return found


def struct(model: type[Model], props: Props, like: Struct) -> Struct:
    """
    Return *props* of *model* as the engine takes them.

    Secret is what the model says, and every value that is a secret in *like*: what a program
    declares secret stays so.
    """
    secret = {camel_case(name) for name in model.fields_with(Rule.SECRET)}
    said = {name: value for name, value in _theirs(model, props).items() if value is not None}
    return Struct(
        fields={
            name: sealed(value) if name in secret else _value(value, like.fields.get(name))
            for name, value in said.items()
        }
    )


def sealed(value: Any) -> Value:
    """Return *value* as a secret."""
    mark = Value(string_value=_SECRET)
    return Value(
        struct_value=Struct(fields={_SIGNATURE: mark, "value": _value(value, None)}),
    )


def _value(value: Any, like: Value | None) -> Value:
    if like is not None and _is_secret(like):
        return sealed(value)
    if isinstance(value, dict):
        known = like.struct_value.fields if like is not None else {}
        return Value(
            struct_value=Struct(fields={k: _value(v, known.get(k)) for k, v in value.items()})
        )
    if isinstance(value, list):
        return _list(value, list(like.list_value.values) if like is not None else [])
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, (int, float)):
        return Value(number_value=value)
    return Value(null_value=0) if value is None else Value(string_value=value)


def _list(value: list[Any], like: list[Value]) -> Value:
    if len(like) == len(value):
        items = [_value(item, other) for item, other in zip(value, like, strict=True)]
        return Value(list_value=ListValue(values=items))
    # Which one is the secret cannot be told any more.
    if any(map(holds_secret, like)):
        return sealed(value)
    return Value(list_value=ListValue(values=[_value(item, None) for item in value]))


def _is_secret(value: Value) -> bool:
    fields = value.struct_value.fields
    mark = fields[_SIGNATURE].string_value if _SIGNATURE in fields else ""
    return mark == _SECRET or (mark == _OUTPUT and fields.get("secret", Value()).bool_value)


def holds_secret(value: Value) -> bool:
    """Say whether *value* is a secret, or holds one."""
    inner = [*value.list_value.values, *value.struct_value.fields.values()]
    return _is_secret(value) or any(map(holds_secret, inner))


def hidden(model: type[Model], struct: Struct) -> frozenset[str]:
    """Return the names of the inputs in which a program has put a secret."""
    return frozenset(
        name
        for name in model.model_fields
        if holds_secret(struct.fields.get(camel_case(name), struct.fields.get(name, Value())))
    )


def secrets_in(struct: Struct) -> list[str]:
    """Return every string that is a secret, or in one."""
    return [text for value in struct.fields.values() for text in _secrets(value, veiled=False)]


def _secrets(value: Value, *, veiled: bool) -> Iterator[str]:
    veiled = veiled or _is_secret(value)
    if veiled and value.WhichOneof("kind") == "string_value":
        yield value.string_value
    for inner in (*value.list_value.values, *value.struct_value.fields.values()):
        yield from _secrets(inner, veiled=veiled)
