"""The settings of one instance of the provider, as the engine hands them over."""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.struct_pb2 import Struct, Value

from ..provider.config import ConfigError, Settings
from ..provider.fields import Props, contains_unknown
from .property_values import sealed as secret

_ENGINES_OWN = frozenset({"version", "pluginDownloadURL"})
_NOT_KNOWN_YET = "not-known-yet"
"""Stands for a key that another resource will tell."""


def own(given: Props) -> dict[str, str]:
    """Return the settings among *given* that are ours."""
    return {
        name: value
        for name, value in given.items()
        if isinstance(value, str) and name not in _ENGINES_OWN and not name.startswith("__")
    }


def faults(given: Props, environ: Mapping[str, str]) -> list[str]:
    """Return what is wrong with *given*, as far as it is known."""
    odd = [f"runsite:{k}: must be a string" for k, v in given.items() if not isinstance(v, str)]
    if odd:
        return odd
    known = {name: value for name, value in own(given).items() if not contains_unknown(value)}
    if contains_unknown(given.get("apiKey", "")):
        known["apiKey"] = _NOT_KNOWN_YET
    try:
        Settings.resolve(known, environ)
    except ConfigError as error:
        return [str(error)]
    return []


def sealed(given: Props) -> Struct:
    """Return *given* with the key as a secret, however it was given."""
    return Struct(
        fields={
            name: secret(value) if name == "apiKey" else Value(string_value=str(value))
            for name, value in given.items()
        }
    )
