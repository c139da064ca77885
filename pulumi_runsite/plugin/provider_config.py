"""The configuration of one provider instance, as the engine sends it."""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.struct_pb2 import Struct, Value

from ..provider.config import ConfigError, Settings
from ..provider.fields import Props, contains_unknown
from . import messages
from .property_values import secret_value

_ENGINE_SETTINGS = frozenset({"version", "pluginDownloadURL"})
_PLACEHOLDER = "not-known-yet"
"""Used in the check for a key that is an output of another resource."""


def own_settings(config: Props) -> dict[str, str]:
    """Return the settings in *config* that belong to this provider."""
    return {
        name: value
        for name, value in config.items()
        if isinstance(value, str) and name not in _ENGINE_SETTINGS and not name.startswith("__")
    }


def check_config(config: Props, environ: Mapping[str, str]) -> list[str]:
    """Return what is wrong with *config*, as far as it is known."""
    not_strings = [name for name, value in config.items() if not isinstance(value, str)]
    if not_strings:
        return [messages.setting_not_a_string(name) for name in not_strings]
    known = {n: value for n, value in own_settings(config).items() if not contains_unknown(value)}
    if contains_unknown(config.get("apiKey", "")):
        known["apiKey"] = _PLACEHOLDER
    try:
        Settings.resolve(known, environ)
    except ConfigError as error:
        return [str(error)]
    return []


def config_struct(config: Props) -> Struct:
    """Return *config* for the engine, with the API key as a secret in any case."""
    return Struct(
        fields={
            name: secret_value(value) if name == "apiKey" else Value(string_value=str(value))
            for name, value in config.items()
        }
    )
