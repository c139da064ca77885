"""
The setting `pulumi:autonaming` for dynamic resources.

The engine sends what it decides only to providers that declare support, which Pulumi's host of
dynamic providers does not. It passes on the setting itself, among the configuration of the stack.
"""

from __future__ import annotations

import json
import random
import re
import string
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from ..provider.default_names import Autonaming, resource_name, stack_name
from ..provider.messages import names as messages

SETTING = "pulumi:autonaming"

_ALPHABETS = {
    "hex": string.hexdigits[:16],
    "alphanum": string.ascii_lowercase + string.digits,
    "string": string.ascii_lowercase,
    "num": string.digits,
}


def autonaming_of(
    config: Mapping[str, str], resource_type: str, urn: str, seed: bytes
) -> Autonaming | None:
    """Return what the setting in *config* decides, None where it leaves the name to the default."""
    if SETTING not in config:
        return None
    try:
        rule = _rule(json.loads(config[SETTING]), resource_type)
        if "pattern" in rule:
            values = _Values(config, urn, random.Random(seed))  # noqa: S311 - not for security
            return Autonaming(re.sub(r"\$\{([^}]*)\}", values.replaced, rule["pattern"]))
    except (AttributeError, TypeError, ValueError):
        return Autonaming(fault=messages.autonaming_not_understood("has another form"))
    except LookupError as error:
        return Autonaming(fault=messages.autonaming_not_understood(f"has `${{{error.args[0]}}}`"))
    if rule.get("mode", "default") == "default":
        return None
    return Autonaming(resource_name(urn) if rule["mode"] == "verbatim" else "")


def _rule(section: Mapping[str, Any], resource_type: str) -> Mapping[str, Any]:
    """Return the most specific part of the setting."""
    return next(each for each in _rules(section, resource_type) if {"mode", "pattern"} & {*each})


def _rules(section: Mapping[str, Any], resource_type: str) -> Iterator[Mapping[str, Any]]:
    # By the names of the plugin too, so that one setting serves both.
    packages = {"runsite": "runsite:index", "pulumi-python": "pulumi-python:dynamic/runsite"}
    providers = section.get("providers", {})
    for package, module in packages.items():
        provider = providers.get(package, {})
        yield provider.get("resources", {}).get(f"{module}:{resource_type}", {})
        yield provider
    yield section
    yield {"mode": "default"}


class _Values:
    """The values of the expressions of a pattern."""

    def __init__(self, config: Mapping[str, str], urn: str, source: random.Random) -> None:
        self._config = config
        self._random = source
        self._project = urn.split("::")[1]
        self._values = {
            "name": resource_name(urn),
            "stack": stack_name(urn),
            "project": self._project,
        }

    def replaced(self, match: re.Match[str]) -> str:
        """Return the value of an expression; LookupError where it has none here."""
        expression = match[1]
        if expression == "uuid":
            return str(uuid.UUID(int=self._random.getrandbits(128)))
        if drawn := re.fullmatch(r"(\w+)\((\d{1,3})\)", expression):
            return "".join(self._random.choices(_ALPHABETS[drawn[1]], k=int(drawn[2])))
        if expression.startswith("config."):
            return self._config[f"{self._project}:{expression.removeprefix('config.')}"]
        return self._values[expression]
