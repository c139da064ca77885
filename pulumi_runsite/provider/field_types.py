"""The types of Runsite's fields, each with the checks that are made before anything is sent."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ..api import is_id
from .fields import Unsupported, is_text_of_output
from .messages import input_formats as messages
from .messages.inputs import invalid_unicode, too_many_bytes

MAX_SECRET_BYTES = 1024 * 1024
MAX_TRIGGER_BYTES = 64 * 1024
MAX_EXACT = 2**53 - 1
"""The greatest integer that Pulumi's numbers, which are doubles, hold without rounding others."""

_UNPRINTABLE = {"Cc": "control", "Cf": "format", "Cs": "surrogate"}
"""The Unicode categories of characters that a text must not contain."""


def _invalid(reason: str) -> PydanticCustomError:
    return PydanticCustomError("invalid_value", reason)


def _single_line(text: str) -> str:
    if not text:
        raise _invalid(messages.empty_text())
    if text != text.strip():
        raise _invalid(messages.surrounded_by_whitespace())
    for character in text:
        if category := _UNPRINTABLE.get(unicodedata.category(character)):
            code_point = f"U+{ord(character):04X}"
            raise _invalid(messages.unprintable_character(category, code_point))
    return text


def _multi_line(text: str) -> str:
    _single_line(text.replace("\n", " ").replace("\t", " ").strip())
    return text


def _id(text: str) -> str:
    if not is_id(text):
        raise _invalid(messages.invalid_id())
    return text


def _id_in_parent(text: str) -> str:
    if _is_scoped(text):  # a project secret that has no id
        _variable_key(text.partition("/")[2])
        return text
    parent, slash, own_id = text.partition("/")
    _id(parent)
    if slash and _is_scoped(own_id):
        _variable_key(own_id.partition("/")[2])
    elif slash:
        _id(own_id)
    return text


def _is_scoped(text: str) -> bool:
    scope, slash, _ = text.partition("/")
    return bool(slash) and scope in get_args(SecretScope)


def _variable_key(text: str) -> str:
    _single_line(text)
    if invalid := re.search(r"[\s=]", text):
        raise _invalid(messages.contains(repr(invalid.group())))
    return text


def _secret_text(text: str) -> str:
    if "\x00" in text:
        raise _invalid(messages.contains("a NUL character"))
    if not _is_encodable(text):
        raise _invalid(invalid_unicode())
    if len(text.encode()) > MAX_SECRET_BYTES:
        raise _invalid(too_many_bytes(str(MAX_SECRET_BYTES)))
    if is_mask(text):
        raise _invalid(messages.masked_value())
    return text


def _known_text(text: str) -> str:
    if is_text_of_output(text):
        raise _invalid(messages.text_of_output())
    return text


def is_mask(text: str) -> bool:
    """Return whether *text* is what Runsite or Pulumi displays in place of a secret."""
    return re.fullmatch(r"[*•]{3,}|\[secret\]", text) is not None


def _is_encodable(text: str) -> bool:
    return not any(unicodedata.category(character) == "Cs" for character in text)


def _parsed_url(text: str) -> SplitResult:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError as error:
        raise _invalid(messages.invalid_url()) from error
    return url


def _git_url(text: str) -> str:
    _single_line(text)
    if " " in text:
        raise _invalid(messages.contains("a space"))
    url = _parsed_url(text)
    if url.scheme not in {"https", "http"}:
        raise _invalid(messages.does_not_begin_with("https://"))
    if url.username or url.password:
        raise _invalid(messages.contains_credentials())
    if not url.hostname or not url.path.strip("/"):
        raise _invalid(messages.url_without_repository())
    return text


_BRANCH_FAULTS = (  # git check-ref-format
    (r"[\x00-\x20\x7f~^:?*\[\\]", messages.contains("a space or one of ~ ^ : ? * [ \\")),
    (r"\.\.|@\{|//", messages.contains(".., @{ or //")),
    (r"^[-/.]|/\.|/$|\.$|\.lock(/|$)|^@$", messages.invalid_branch()),
)


def _branch(text: str) -> str:
    _single_line(text)
    for pattern, fault in _BRANCH_FAULTS:
        if re.search(pattern, text):
            raise _invalid(fault)
    return text


def _image_ref(text: str) -> str:
    _single_line(text)
    if re.search(r"\s", text):
        raise _invalid(messages.contains("whitespace"))
    return text


def _http_path(text: str) -> str:
    _single_line(text)
    if not text.startswith("/"):
        raise _invalid(messages.does_not_begin_with("/"))
    return text


def _list_or_map(value: Any) -> Any:
    if not isinstance(value, (list, dict)):
        raise _invalid(messages.not_a_list_or_map())
    for leaf in _leaves(value):
        if fault := _leaf_fault(leaf):
            raise _invalid(fault)
    if len(json.dumps(value, default=str)) > MAX_TRIGGER_BYTES:
        raise _invalid(too_many_bytes(str(MAX_TRIGGER_BYTES)))
    return value


def _leaves(value: Any) -> Iterator[Any]:
    """Yield all values in lists and maps, and the keys of the maps."""
    if isinstance(value, dict):
        yield from value
    if isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)
    else:
        yield value


def _leaf_fault(value: Any) -> str | None:
    if isinstance(value, Unsupported):
        return messages.contains_asset(value.type_name)
    if is_text_of_output(value):
        return messages.text_of_output()
    if not isinstance(value, (int, float)):
        return None
    if not math.isfinite(value):
        return messages.contains("NaN or an infinite number")
    return messages.contains_rounded_number(str(MAX_EXACT)) if abs(value) > MAX_EXACT else None


Id = Annotated[str, AfterValidator(_id)]
IdInParent = Annotated[str, AfterValidator(_id_in_parent)]
Name = Annotated[str, Field(max_length=1024), AfterValidator(_single_line)]
Prose = Annotated[str, Field(max_length=65536), AfterValidator(_multi_line)]
Command = Annotated[str, Field(max_length=65536), AfterValidator(_multi_line)]
Path = Annotated[str, Field(max_length=1024), AfterValidator(_single_line)]
HttpPath = Annotated[str, Field(max_length=1024), AfterValidator(_http_path)]
GitUrl = Annotated[str, Field(max_length=2048), AfterValidator(_git_url)]
Branch = Annotated[str, Field(max_length=255), AfterValidator(_branch)]
ImageRef = Annotated[str, Field(max_length=512), AfterValidator(_image_ref)]
VariableKey = Annotated[str, Field(max_length=1024), AfterValidator(_variable_key)]
SecretText = Annotated[str, AfterValidator(_secret_text)]
ValuesByKey = dict[
    Annotated[VariableKey, AfterValidator(_known_text)],
    Annotated[SecretText, AfterValidator(_known_text)],
]
Port = Annotated[int, Field(ge=1, le=65535)]
Instances = Annotated[int, Field(ge=1, le=5)]
Seconds = Annotated[int, Field(ge=1, le=86400)]
Triggers = Annotated[list[Any] | dict[str, Any], BeforeValidator(_list_or_map)]
SecretScope = Literal["production", "staging", "development"]
