"""Every JSON and Pulumi type as the engine sends it, in an input of a resource."""

from __future__ import annotations

from typing import Any

from google.protobuf.struct_pb2 import ListValue, Struct, Value
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.provider.schema_types import camel_case
from tests.adapters.dynamic_host_process import DynamicResource
from tests.adapters.provider_calls import ProviderCalls

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"
_ASSET = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

OUTPUT_TEXT = "Calling __str__ on an Output[T] is not supported.\n\nTo get the value ..."
URN = "urn:pulumi:dev::test::runsite:index:Project::other"


def _marked(signature: str, **fields: Any) -> dict[str, Any]:
    return {_SIGNATURE: signature, **fields}


VALUES: dict[str, Any] = {
    "null": None,
    "bool": True,
    "number": 3.0,
    "float": 1.5,
    "negative": -1.0,
    "above 2^53": float(2**53 + 2),
    "NaN": float("nan"),
    "infinity": float("inf"),
    "string": "x",
    "empty string": "",
    "text of an output": f"id-{OUTPUT_TEXT}",
    "empty list": [],
    "list": ["x"],
    "list of a number": [3.0],
    "list of null": [None],
    "list of a map": [{"key": "A", "value": "x"}],
    "list of a list": [["x"]],
    "nested list": [[[[[[[[{"a": [None, 1.0]}]]]]]]]],
    "empty map": {},
    "map": {"key": "A"},
    "map of null": {"key": None},
    "asset": _marked(_ASSET, hash="", text="canary"),
    "file asset": _marked(_ASSET, hash="", path="/nowhere"),
    "remote asset": _marked(_ASSET, hash="", uri="https://nowhere.example"),
    "archive": _marked(_ARCHIVE, hash="", assets={"a": _marked(_ASSET, hash="", text="canary")}),
    "list of an asset": [_marked(_ASSET, hash="", text="canary")],
    "map of an archive": {"a": _marked(_ARCHIVE, hash="", path="/nowhere")},
    "secret": _marked(_SECRET, value="x"),
    "secret number": _marked(_SECRET, value=3.0),
    "list of a secret": [_marked(_SECRET, value="x")],
    "secret list": _marked(_SECRET, value=["x", {"a": 1.0}]),
    "unknown": UNKNOWN,
    "list of an unknown": [UNKNOWN],
    "map of an unknown": {"key": "A", "value": UNKNOWN},
    "list of a map of an unknown": [{"key": UNKNOWN, "value": "x"}],
    "output": _marked(_OUTPUT, value="x", secret=True, dependencies=[URN]),
    "unknown output": _marked(_OUTPUT, secret=True, dependencies=[URN]),
    "resource reference": _marked(_REFERENCE, urn=URN, id="p-1", packageVersion=""),
    "reference without an id": _marked(_REFERENCE, urn=URN, packageVersion=""),
    "unknown mark": _marked("0" * 32, value="x"),
}
"""The values by the name of their type."""

ONLY_PLUGIN = {"output", "unknown output", "secret", "secret number", "list of a secret"} | {
    "secret list", "resource reference", "reference without an id", "unknown mark",
}  # fmt: skip
"""The host of dynamic providers accepts neither, so the engine sends it the values alone."""


def to_value(value: Any) -> Value:
    """Return *value* as the protocol has it; JSON would refuse NaN."""
    if value is None:
        return Value(null_value=0)
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, (int, float)):
        return Value(number_value=value)
    if isinstance(value, str):
        return Value(string_value=value)
    if isinstance(value, list):
        return Value(list_value=ListValue(values=[to_value(each) for each in value]))
    return Value(struct_value=Struct(fields={k: to_value(v) for k, v in value.items()}))


def inputs_struct(resource: ProviderCalls, valid: dict[str, Any], given: dict[str, Any]) -> Struct:
    """Return the inputs *valid* for *resource*, with *given* in place of its own; None unsets."""
    kept = {name: value for name, value in valid.items() if name not in given}
    struct = resource.to_inputs(kept)
    for name, value in given.items():
        key = name if isinstance(resource, DynamicResource) else camel_case(name)
        struct.fields[key].CopyFrom(to_value(value))
    return struct
